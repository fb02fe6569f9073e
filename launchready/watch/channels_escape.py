"""Makes text from outside harmless in each chat: no mention, link, picture or command in it."""

import re

from launchready.report.escape import as_html, flat

_DISCORD = re.compile(r"([\\*_~`|<>\[\]()#:@/-])")


def slack(text: str) -> str:
    """Slack's mrkdwn: these three characters begin everything that is not text
    (docs.slack.dev, Formatting message text)."""
    return flat(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def discord(text: str) -> str:
    """Discord's Markdown, where a backslash makes any mark plain; so no URL becomes a link."""
    return _DISCORD.sub(r"\\\1", flat(text))


def telegram(text: str) -> str:
    """Telegram's HTML, within `<code>`: there @names, /commands and URLs stay text
    (core.telegram.org/bots/api, Formatting options)."""
    return f"<code>{as_html(text)}</code>"


def header(text: str, limit: int) -> str:
    """A mail's header or a notice's title: one line."""
    return flat(text, limit)
