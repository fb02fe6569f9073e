"""Every rule of the room, once."""

from launchready.core.finding import Rule
from launchready.secrets import baseline, env_file
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.generic import PASSWORD, RANDOM
from launchready.secrets.pem import PRIVATE_KEY

_DETECTORS = (PRIVATE_KEY, *FORMS, PASSWORD, RANDOM)
_OTHERS = (env_file.RULE, baseline.STALE, baseline.WEAK, baseline.REAL)

RULES: tuple[Rule, ...] = tuple(
    {rule.id: rule for rule in (*(one.rule for one in _DETECTORS), *_OTHERS)}.values()
)
IDS = frozenset(one.id for one in RULES)
