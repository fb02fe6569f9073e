"""Real portals that the smoke and the load room are tried on; `make apps` installs them."""
