"""What a year delivers against one figure that changes: a fund, all funds, or the release cap."""
