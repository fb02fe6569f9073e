"""Tests of the load room: the product holds."""
