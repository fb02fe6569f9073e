"""Writes the handover: what a run saw, and what only people know."""
