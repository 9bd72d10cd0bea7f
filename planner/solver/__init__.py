"""The only files that know the solver: its parameters, its statuses, and deadlines."""
