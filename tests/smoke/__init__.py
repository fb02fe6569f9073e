"""Tests of the smoke room: the product works."""
