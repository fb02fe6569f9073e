"""Tests of the deploy room."""
