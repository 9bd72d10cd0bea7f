"""What follows a plan: the next steps, what changed since the plan before, counts for a region."""
