"""The code that touches the world; implements the protocols of core."""
