"""Every detector."""

from dataclasses import replace

from launchready.secrets.detectors import (
    azure,
    chat,
    client_files,
    cloud,
    clouds,
    code,
    data,
    hosting,
    keys,
    machine_files,
    mail,
    messages,
    model_tools,
    models,
    money,
    packages,
    pipelines,
    sign_in,
    site_files,
    trade,
    vaults,
    watch,
    work,
)
from launchready.secrets.detectors.detector import Detector

FAMILIES: dict[str, tuple[Detector, ...]] = {
    "clouds": (*cloud.DETECTORS, *clouds.DETECTORS, *azure.DETECTORS),
    "code": (*code.DETECTORS, *packages.DETECTORS, *pipelines.DETECTORS),
    "models": (*models.DETECTORS, *model_tools.DETECTORS),
    "money": (*money.DETECTORS, *trade.DETECTORS),
    "messages": (*messages.DETECTORS, *mail.DETECTORS, *chat.DETECTORS),
    "hosting and data": (*hosting.DETECTORS, *data.DETECTORS),
    "watching": watch.DETECTORS,
    "people": (*sign_in.DETECTORS, *vaults.DETECTORS),
    "work": work.DETECTORS,
    "keys": keys.DETECTORS,
    "files": (*client_files.DETECTORS, *site_files.DETECTORS, *machine_files.DETECTORS),
}


def _under_one_rule() -> tuple[Detector, ...]:
    """Detectors of one kind, a form each, share the words of the first."""
    all_of_them = [one for family in FAMILIES.values() for one in family]
    rules = {one.rule.id: one.rule for one in reversed(all_of_them)}
    return tuple(replace(one, rule=rules[one.rule.id]) for one in all_of_them)


FORMS: tuple[Detector, ...] = _under_one_rule()
