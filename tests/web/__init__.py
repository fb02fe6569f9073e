"""Tests of the web room: visitors land on the right page."""
