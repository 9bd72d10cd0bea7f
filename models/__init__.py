"""All that goes in and comes out, frozen: facts, requests, answers, and events meanwhile."""
