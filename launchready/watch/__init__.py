"""Keeps looking, tells people when something breaks, and shows how it stood."""
