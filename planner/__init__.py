"""The planner: rules, model, levels, checker, explanations, workbook."""

import os

# Sums of numbers that are not whole depend on how many threads share the work: with one, no plan
# depends on the number of cores, and no core waits busily. To be said before numpy is loaded.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
