"""What launchready.yml may say under dns."""

from launchready.values.setting import Section


class Dns(Section):
    """What the dns room is told."""
