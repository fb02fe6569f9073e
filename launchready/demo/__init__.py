"""A small portal with its DNS and TLS on loopback, sound or broken."""
