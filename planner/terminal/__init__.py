"""The terminal: screen, progress, tables, options and commands."""
