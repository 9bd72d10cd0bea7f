"""The answer of a run as plain rows and figures, for sheets, pages and reports alike."""
