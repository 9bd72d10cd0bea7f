"""What follows a plan: actions, the last-resort dossier, letters, and what changed between plans.

Source: policy HC0150Ea, Mobilization Process. Nothing in here uses the solver.
"""
