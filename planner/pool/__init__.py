"""The expert pool: what further experts would bring, and counts of a region that name nobody.

Nothing here reads or writes files.
"""
