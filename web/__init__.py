"""The page: the planner in a browser, for people who never open a terminal.

A server on this computer alone, over the application layer; see docs/page.md for how it is built.
"""
