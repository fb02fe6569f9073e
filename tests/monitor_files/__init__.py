"""Tests of the command that writes config for programs that watch."""
