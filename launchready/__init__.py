"""Answers one question, "can this go live?", with one word: go, no-go or unknown."""

__version__ = "0.1.0"
