"""The code that touches the world, tried on real servers and real repositories."""
