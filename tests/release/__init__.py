"""A release is one tree in which every place agrees."""
