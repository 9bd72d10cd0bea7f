"""Invented experts, with what they hold and how long they have waited."""
