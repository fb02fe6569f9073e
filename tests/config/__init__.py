"""launchready.yml is loaded, or every mistake in it is told."""
