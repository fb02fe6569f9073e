"""Keys of what sends mail, texts and chat messages."""

from launchready.core.finding import Impact
from launchready.secrets.detectors.detector import Detector, leaked, token

_SEND_MAIL = "send mail in your name, to your customers and to anybody"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def _mail(
    name: str, who: str, where: str, pattern: str, *anchors: str, plugin: str = ""
) -> Detector:
    """A mail provider's key; a form no other key has tells it, or the provider's name before it."""
    thing = f"a {who} key"
    own = anchors != (who.lower(),)
    return Detector(
        rule=leaked(
            name,
            thing,
            opens=_SEND_MAIL,
            revoke=f"Delete the key in {who} under {where}, make a new one",
        ),
        thing=thing,
        pattern=token(pattern) if own else token(pattern, named=who.lower()),
        anchors=anchors,
        folded=not own,
        shown=3 if own else 0,
        plugin=plugin,
        rank=3 if own else 2,
    )


DETECTORS = (
    _mail(
        "sendgrid-key",
        "SendGrid",
        "Settings, API Keys",
        r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}",
        "SG.",
        plugin="SendGridDetector",
    ),
    _mail("resend-key", "Resend", "API Keys", r"re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,30}", "re_"),
    _mail("postmark-token", "Postmark", "API Tokens", _UUID, "postmark"),
    Detector(
        rule=leaked(
            "mailchimp-key",
            "a Mailchimp key",
            opens="read your subscribers and mail them",
            revoke="Revoke it in Mailchimp under Extras, API keys, make a new one",
        ),
        thing="a Mailchimp key",
        pattern=token(r"[0-9a-f]{32}-us[0-9]{1,2}"),
        anchors=("-us",),
        reach=32,
        shown=0,
        plugin="MailchimpDetector",
        rank=3,
    ),
    Detector(
        rule=leaked(
            "twilio-auth-token",
            "a Twilio auth token",
            opens="call and text anybody at your cost",
            revoke="Rotate it in Twilio's console under API keys and tokens",
        ),
        thing="a Twilio auth token",
        pattern=token(r"[a-f0-9]{32}", named=r"twilio[A-Za-z_]{0,12}(?:token|secret)"),
        anchors=("twilio",),
        folded=True,
        shown=0,
    ),
    Detector(
        rule=leaked(
            "twilio-api-key",
            "a Twilio API key",
            opens="call and text at your cost, once they have its secret too",
            revoke="Delete the key in Twilio's console under API keys and tokens, make a new one",
            impact=Impact.RISK,
        ),
        thing="a Twilio API key",
        pattern=token(r"SK[a-f0-9]{32}"),
        anchors=("SK",),
        shown=2,
        plugin="TwilioKeyDetector",
        plugin_form="SK.*",
        rank=3,
    ),
    Detector(
        rule=leaked(
            "slack-token",
            "a Slack token",
            opens="read your team's messages and write in your name",
            revoke="Revoke it on api.slack.com under your app's OAuth page, make a new one",
        ),
        thing="a Slack token",
        pattern=token(
            r"(?i:xox[abposre])(?:\.xox[bp])?-[A-Za-z0-9-]{10,250}"
            r"|(?i:xapp)-[0-9]-[A-Z0-9]{6,20}-[0-9]{6,20}-[A-Za-z0-9]{20,100}"
        ),
        anchors=("xox", "xapp-"),
        folded=True,
        plugin="SlackDetector",
        plugin_form="(?i:xox).*",
        rank=3,
    ),
    Detector(
        rule=leaked(
            "slack-webhook",
            "a Slack webhook",
            opens="write in your team's channel as your own alerts do",
            revoke="Delete the webhook on api.slack.com under Incoming Webhooks, make a new one",
        ),
        thing="a Slack webhook",
        pattern=r"(?P<value>https://hooks\.slack\.com/"
        r"(?:services/T[A-Za-z0-9_]{6,16}/B[A-Za-z0-9_]{6,16}|"
        r"(?:workflows|triggers)/[A-Za-z0-9_]{6,16}/[0-9]{6,24})/[A-Za-z0-9_/]{16,60})",
        anchors=("hooks.slack.com/",),
        reach=8,
        shown=0,
        rank=3,
    ),
    Detector(
        rule=leaked(
            "discord-token",
            "a Discord bot token",
            opens="speak and act as your bot on every server it is on",
            revoke="Reset it in Discord's developer portal under Bot",
        ),
        thing="a Discord bot token",
        # The bot's number in base64, a time, a signature: digits make the first pair one of nine.
        pattern=r"(?<![A-Za-z0-9_.-])(?P<value>[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\."
        r"[A-Za-z0-9_-]{27,38})(?![A-Za-z0-9_-])",
        shown=0,
        plugin="DiscordBotTokenDetector",
    ),
    Detector(
        rule=leaked(
            "discord-webhook",
            "a Discord webhook",
            opens="write in your channel as your own alerts do",
            revoke="Delete it in the channel's settings under Integrations, make a new one",
        ),
        thing="a Discord webhook",
        pattern=r"(?P<value>https://(?:ptb\.|canary\.)?discord(?:app)?\.com/api/webhooks/"
        r"[0-9]{17,20}/[A-Za-z0-9_-]{60,80})",
        anchors=("/api/webhooks/",),
        reach=32,
        shown=0,
        rank=3,
    ),
    Detector(
        rule=leaked(
            "telegram-token",
            "a Telegram bot token",
            opens="speak as your bot and read what people write to it",
            revoke="Send /revoke to @BotFather",
        ),
        thing="a Telegram bot token",
        pattern=r"(?<![A-Za-su-z0-9_:.-])(?P<value>[0-9]{8,10}:AA[A-Za-z0-9_-]{33})"
        r"(?![A-Za-z0-9_-])",
        anchors=(":AA",),
        reach=10,
        shown=0,
        plugin="TelegramBotTokenDetector",
    ),
)
