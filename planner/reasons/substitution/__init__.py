"""Why nobody else can take a place, without a solver: refusals, checked swaps, the dossier."""
