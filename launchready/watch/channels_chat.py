"""Slack, Discord and Telegram: what each is sent, and how each refuses.

Sources: docs.slack.dev, Sending messages using incoming webhooks; discord.com/developers,
Webhook resource and Rate limits; core.telegram.org/bots/api, sendMessage.
"""

from typing import Any

from launchready.config.alerts import Discord, Slack, Telegram
from launchready.report.escape import as_html, cut
from launchready.watch import channels_escape as escape
from launchready.watch.channels_http import JSON, Answer, HttpChannel, Post, as_json, of_url
from launchready.watch.channels_told import Kind, Told, present
from launchready.world.settings import Network

# Drawn as these; a notice is known by its mark before it is read.
_MARKS: dict[Kind, str] = {
    "down": "🔴",
    "unknown": "🟡",
    "up": "🟢",
    "flapping": "🟠",
    "note": "🔵",
    "test": "⚪",
}
_COLOURS: dict[Kind, int] = {
    "down": 0xB3261E,
    "unknown": 0xC98A00,
    "up": 0x1B6E3C,
    "flapping": 0xD98E04,
    "note": 0x1F5FAE,
    "test": 0x5C6670,
}
# Characters of one message's text.
_SLACK, _DISCORD, _TELEGRAM = 2900, 4000, 4000


def titled(told: Told) -> str:
    """The title with its mark."""
    return f"{_MARKS[told.kind]} {told.short}"


def slack(name: str, to: Slack, network: Network) -> HttpChannel:
    """An incoming webhook."""

    def write(told: Told) -> Post:
        blocks: list[dict[str, Any]] = [
            {
                "type": "header",
                "text": {"type": "plain_text", "text": cut(titled(told), 150), "emoji": False},
            }
        ]
        body = _within([escape.slack(one) for one in told.shown], _SLACK)
        if body:
            text = {"type": "mrkdwn", "text": body, "verbatim": True}
            blocks.append({"type": "section", "text": text})
        # `text` is what a notification and a screen reader say.
        fallback = escape.slack(" ".join([titled(told), *told.shown]))
        whole = {"text": fallback, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}
        return Post(url=to.url, headers=(JSON,), content=as_json(whole))

    return HttpChannel(
        name=name,
        write=write,
        secrets=of_url(to.url),
        network=network,
        said=lambda answer: answer.body.decode("utf-8", "replace")[:200],
    )


def discord(name: str, to: Discord, network: Network) -> HttpChannel:
    """A channel's webhook; nobody is mentioned whatever the text says."""

    def write(told: Told) -> Post:
        embed = {
            "title": cut(f"{_MARKS[told.kind]} {escape.discord(told.short)}", 256),
            "description": _within([escape.discord(one) for one in told.shown], _DISCORD),
            "color": _COLOURS[told.kind],
            "timestamp": told.at.isoformat(),
        }
        whole = {"embeds": [embed], "allowed_mentions": {"parse": []}}
        return Post(url=to.url, headers=(JSON,), content=as_json(whole))

    return HttpChannel(
        name=name,
        write=write,
        secrets=of_url(to.url),
        network=network,
        said=lambda answer: str(answer.json().get("message", "")),
        patience=lambda answer: answer.json().get("retry_after"),
    )


def telegram(name: str, to: Telegram, network: Network) -> HttpChannel:
    """A bot's message."""

    def write(told: Told) -> Post:
        parts = [f"{_MARKS[told.kind]} <b>{as_html(told.short)}</b>"]
        parts += [escape.telegram(one) for one in told.shown]
        whole = {
            "chat_id": to.chat,
            "text": _within(parts, _TELEGRAM),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        url = f"{to.server.rstrip('/')}/bot{to.token}/sendMessage"
        return Post(url=url, headers=(JSON,), content=as_json(whole))

    return HttpChannel(
        name=name,
        write=write,
        secrets=present([to.token, to.token.partition(":")[2]]),
        network=network,
        said=_telegrams_words,
        patience=_telegrams_patience,
        is_taken=lambda answer: answer.json().get("ok") is True,
    )


def _telegrams_words(answer: Answer) -> str:
    told = str(answer.json().get("description", ""))
    asked = answer.json().get("parameters")
    moved = asked.get("migrate_to_chat_id") if isinstance(asked, dict) else None
    return f"{told}; its number is now {moved}" if isinstance(moved, int) else told


def _telegrams_patience(answer: Answer) -> object:
    asked = answer.json().get("parameters")
    return asked.get("retry_after") if isinstance(asked, dict) else None


def _within(lines: list[str], limit: int) -> str:
    """Whole lines, as many as fit: half an escape or half a tag would be refused."""
    kept: list[str] = []
    for one in lines:
        if sum(map(len, kept)) + len(kept) + len(one) > limit:
            break
        kept.append(one)
    return "\n".join(kept)
