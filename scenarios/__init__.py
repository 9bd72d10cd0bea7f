"""What-if: typed changes to a base year."""
