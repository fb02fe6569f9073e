"""Measures what the issues promise; run by hand or at night, on a quiet machine."""
