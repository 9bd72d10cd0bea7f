"""What a scenario is: typed changes, read from the workbook or from a TOML file."""
