"""Measurements, run by hand; each prints its figures beside the goals."""
