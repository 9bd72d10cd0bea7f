"""What answers requests: one module a view; each takes a request and gives HTML."""
