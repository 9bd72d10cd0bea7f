"""What the program says, derived again from the sheets alone, by code that shares none with it."""
