"""What is asked of a year or of a plan: options, questions, demands, edits, and what-if changes."""
