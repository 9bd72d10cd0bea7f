"""Facts, plan and reports: what goes in and what comes out."""
