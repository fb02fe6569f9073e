"""The tls room, judged from certificates made at run time."""
