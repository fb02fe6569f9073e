"""The image is what its Dockerfile says, built and run for real."""
