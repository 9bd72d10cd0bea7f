"""The planners that are compared; `registry` lists them. Each runs in a process of its own."""
