"""The server: what it listens on, whom it lets in, its routes and its stream of events."""
