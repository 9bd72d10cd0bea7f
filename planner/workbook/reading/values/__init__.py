"""From the text or number of one cell to a value, with what is wrong about it."""
