"""The CP-SAT model: candidates, variables, one constraint a rule, one objective a level."""
