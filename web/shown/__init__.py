"""From data to HTML: the board, the table, problems by cell, and the words of the page."""
