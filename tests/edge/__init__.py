"""Tests of the edge room, against a Cloudflare that keeps state."""
