"""What a message can be that nobody should have sent."""


class MalformedError(ValueError):
    """These bytes are no DNS message, or not what they claim to be."""
