"""How well a plan stands it when administrations decline to release their experts."""
