"""Several planners, one year after the other: joining plans, splitting them, the next year.

Facts go in and facts come out; nothing here reads or writes files. Source: RULES.md section 11.
"""
