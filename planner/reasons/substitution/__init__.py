"""Substitution without a solver: refusals, checked swaps, and the last-resort dossier."""
