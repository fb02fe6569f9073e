"""Looks at a live site and its repository, and proposes what launchready.yml should say."""
