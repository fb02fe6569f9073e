"""Tests of launchready.assistant."""
