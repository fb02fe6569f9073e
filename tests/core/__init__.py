"""The words all rooms speak mean what they say."""
