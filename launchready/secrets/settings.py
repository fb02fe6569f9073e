"""What launchready.yml may say under secrets."""

from launchready.values.setting import Section


class Secrets(Section):
    """What the secrets room is told."""
