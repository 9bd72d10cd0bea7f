"""The use cases of what-if questions: compare scenarios, sweep a figure, stress a plan."""
