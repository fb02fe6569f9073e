"""What keys look like: a file a family of providers."""
