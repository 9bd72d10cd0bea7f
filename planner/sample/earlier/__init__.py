"""What has been agreed, and what happened before the plan."""
