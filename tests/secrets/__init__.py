"""Tests of launchready/secrets."""
