"""Which sheet is which, where its headers stand, and which rows count."""
