"""Tests of the email room."""
