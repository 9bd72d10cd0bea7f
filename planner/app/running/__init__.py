"""How a run begins, and how its steps share the time."""
