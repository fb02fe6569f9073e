"""A report reads the same in every format, whatever stands in it."""
