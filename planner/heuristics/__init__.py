"""Plans without a solver: construction, insertion, candidate lists, stand-bys."""
