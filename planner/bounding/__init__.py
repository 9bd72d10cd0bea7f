"""Certified bounds for a CP-SAT model: its linear relaxation, cuts, and branch and bound."""
