"""A plan that people change by hand: what a change breaks, who could take over, what stays out."""
