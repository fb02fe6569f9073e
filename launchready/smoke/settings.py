"""What launchready.yml may say under smoke."""

from launchready.values.setting import Section


class Smoke(Section):
    """What the smoke room is told."""
