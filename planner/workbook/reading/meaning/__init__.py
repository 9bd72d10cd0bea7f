"""What a cell that can be read several ways is taken for, and how that is said."""
