"""The planners that are compared; `registry` lists them. Two solvers never meet in one process."""
