"""Report in, text out: no printing, no files, no network."""
