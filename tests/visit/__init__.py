"""Tests of what smoke and load share."""
