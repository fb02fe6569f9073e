"""A small portal with its DNS and its certificates on loopback, sound or broken."""
