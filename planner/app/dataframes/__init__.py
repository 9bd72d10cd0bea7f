"""The answers as typed pandas DataFrames."""
