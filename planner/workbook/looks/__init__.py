"""How our sheets look: text of cells, styles, tables, charts."""
