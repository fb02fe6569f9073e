"""What founders may write in a file, and where they wrote it."""
