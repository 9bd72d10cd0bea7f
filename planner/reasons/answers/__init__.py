"""The command `explain`: why a plan is as it is, and what something else would cost."""
