"""What comes in: the facts of a year, sheet by sheet; `instance` has them all."""
