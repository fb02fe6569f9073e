"""launchready.yml: from text to settings, with every mistake at its line."""
