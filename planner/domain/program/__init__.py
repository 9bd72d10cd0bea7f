"""The program itself: its version, and the processes that it starts."""
