"""Members, country tables and the expertise list that ship with the program."""
