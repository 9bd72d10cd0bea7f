"""The commands, one file a group; `cli` adds them."""
