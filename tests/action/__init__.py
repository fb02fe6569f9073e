"""The action, run as a workflow runs it."""
