"""Tests of the report page in Chromium."""
