"""Opens the ways that launchready.yml names to tell people."""

import itertools
from collections.abc import Container, Iterable

from launchready.config.alerts import Alert
from launchready.watch import channels_chat as chat
from launchready.watch.channels_apprise import apprise
from launchready.watch.channels_mail import MailChannel
from launchready.watch.channels_ntfy import ntfy
from launchready.watch.channels_pagerduty import pagerduty
from launchready.watch.channels_signed import webhook
from launchready.watch.channels_told import Channel
from launchready.world.settings import Network


def open_channels(alerts: Iterable[Alert], network: Network) -> tuple[Channel, ...]:
    """A channel an entry, mail a channel an address; names are unique: `slack`, `slack 2`.

    Raises ConfigError where one cannot be opened.
    """
    made: dict[str, Channel] = {}
    for alert in alerts:
        for to in alert.email.to if alert.email else ("",):
            name = _unused(str(alert), made)
            made[name] = _open(name, alert, to, network)
    return tuple(made.values())


def _unused(called: str, taken: Container[str]) -> str:
    names = itertools.chain([called], (f"{called} {count}" for count in itertools.count(2)))
    return next(one for one in names if one not in taken)


def _open(name: str, alert: Alert, to: str, network: Network) -> Channel:
    if alert.slack:
        return chat.slack(name, alert.slack, network)
    if alert.discord:
        return chat.discord(name, alert.discord, network)
    if alert.telegram:
        return chat.telegram(name, alert.telegram, network)
    if alert.ntfy:
        return ntfy(name, alert.ntfy, network)
    if alert.pagerduty:
        return pagerduty(name, alert.pagerduty, network)
    if alert.email:
        return MailChannel(name=name, setting=alert.email, to=to, network=network)
    if alert.webhook:
        return webhook(name, alert.webhook, network)
    if alert.apprise:
        return apprise(name, alert.apprise)
    raise ValueError(f"{name} is of no kind")
