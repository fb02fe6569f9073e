"""The live zone is held against its map, and nothing is guessed."""
