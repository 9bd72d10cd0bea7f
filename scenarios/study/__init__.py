"""Scenarios solved and compared side by side."""
