"""Tests of what the documentation promises."""
