"""Where an output may go, how it is written whole or not at all, and what made it."""
