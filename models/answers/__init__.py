"""What comes out: plans, with what the program says about them."""
