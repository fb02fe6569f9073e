"""What a visitor does and sees, in words that smoke and load share."""
