"""The words all rooms speak. Standard library only."""
