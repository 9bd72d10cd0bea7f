"""The planner: rules, model, levels, checker, explanations, workbook."""

import os

# Sums of numbers that are not whole depend on how many threads share the work. With one, the same
# workbook gives the same plan on every machine. It has to be said before numpy is loaded.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
