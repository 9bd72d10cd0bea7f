"""The commands for what-if questions, and what they show."""
