"""What founders write becomes what they mean."""
