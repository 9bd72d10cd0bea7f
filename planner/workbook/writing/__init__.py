"""The result sheets (RULES.md section 8): their rows as plain data, and their looks."""
