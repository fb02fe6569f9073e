"""What `launchready init` looks at and writes."""
