"""Writes config for programs that watch, from the pages and hosts launchready.yml names."""
