"""The search for the best plan of an instance, level after level."""
