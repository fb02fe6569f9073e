"""What launchready.yml may say under web."""

from launchready.values.setting import Section


class Web(Section):
    """What the web room is told."""
