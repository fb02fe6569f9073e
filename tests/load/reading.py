"""A load section as a founder writes it, read as launchready reads it."""

from launchready.config.load import load
from launchready.load.settings import Load

_TARGET = "{name: home, url: https://acme.test/}"


def a_load(
    more: str = "", *, target: str = _TARGET, rate: str = "50/s", length: str = "60s"
) -> Load:
    """Line 7 is the target's. Raises ConfigError."""
    text = f"""\
version: 1
hosts: {{own: [acme.test]}}
load:
  rate: {rate}
  for: {length}
  targets:
    - {target}
  expect: {{p95: 300ms, errors: 1%}}
  {more}
"""
    loaded = load(
        text.encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=lambda path: (_ for _ in ()).throw(FileNotFoundError(path)),
    )
    made = loaded.rooms["load"]
    assert isinstance(made, Load)
    return made
