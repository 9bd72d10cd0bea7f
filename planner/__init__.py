"""The planner: rules, model, levels, checker, explanations, workbook."""
