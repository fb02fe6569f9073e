"""Asks providers whether the keys found still work: only when the config says so."""
