"""A realistic year of invented facts, to try the planner on (see `build` and `whatifs`)."""
