"""What launchready.yml may say under tls."""

from launchready.values.setting import Section


class Tls(Section):
    """What the tls room is told."""
