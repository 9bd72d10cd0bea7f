"""Named cases, planners to compare with, and one command that runs them and prints the table."""
