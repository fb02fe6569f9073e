"""Keys of where people talk: chat tools, social networks, meetings, web hooks."""

from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.family import HEX32, form, made, named

_SPEAK = "read and write in your name"
_HOOK = "write in your team's channel as your own alerts do"


def _hook(name: str, who: str, pattern: str, *anchors: str, reach: int = 8) -> Detector:
    thing = f"a {who} web hook"
    where = f"in {who}, where the hook was made"
    return form(name, thing, _HOOK, where, pattern, *anchors, reach=reach, shown=0)


DETECTORS = (
    form(
        "slack-refresh-token",
        "a Slack refresh token",
        _SPEAK,
        "on api.slack.com under your app's OAuth page",
        r"xoxe(?:\.xox[bp])?-[0-9]-[A-Za-z0-9]{100,200}",
        "xoxe",
        rank=4,
    ),
    _hook(
        "slack-webhook",
        "Slack",
        r"(?P<value>https://hooks\.slack-gov\.com/services/"
        r"T[A-Za-z0-9_]{6,16}/B[A-Za-z0-9_]{6,16}/[A-Za-z0-9]{16,40})",
        "hooks.slack-gov.com/",
    ),
    _hook(
        "teams-webhook",
        "Teams",
        r"(?P<value>https://[a-z0-9-]{1,60}\.webhook\.office\.com/webhookb2/[A-Za-z0-9@/_-]{60,300})",
        ".webhook.office.com/",
        reach=70,
    ),
    _hook(
        "google-chat-webhook",
        "Google Chat",
        r"(?P<value>https://chat\.googleapis\.com/v1/spaces/[A-Za-z0-9_-]{6,40}/messages\?key=[A-Za-z0-9_-]{30,50}&token=[A-Za-z0-9%_-]{30,60})",
        "chat.googleapis.com/",
    ),
    _hook(
        "zapier-webhook",
        "Zapier",
        r"(?P<value>https://(?:www\.)?hooks\.zapier\.com/hooks/catch/[0-9]{4,12}/[a-z0-9]{5,12})",
        "hooks.zapier.com/",
        reach=12,
    ),
    _hook(
        "make-webhook",
        "Make",
        r"(?P<value>https://hook\.(?:[a-z]{2}[0-9]\.)?make\.com/[a-z0-9]{28,40})",
        "make.com/",
        reach=20,
    ),
    form(
        "facebook-token",
        "a Facebook access token",
        _SPEAK,
        "on developers.facebook.com under Access tokens",
        r"EAA[A-Za-z][A-Za-z0-9]{90,300}",
        "EAA",
        weigh=made,
    ),
    form(
        "instagram-token",
        "an Instagram access token",
        _SPEAK,
        "on developers.facebook.com under Instagram",
        r"IG(?:QV|AA)[A-Za-z0-9_-]{90,300}",
        "IGQV",
        "IGAA",
    ),
    form(
        "twitter-bearer-token",
        "an X (Twitter) bearer token",
        "read X at your cost",
        "on X's developer pages under Keys and tokens",
        r"A{20,22}[A-Za-z0-9%]{80,120}",
        "AAAAAAAAAAAAAAAAAAAA",
        weigh=made,
    ),
    form(
        "matrix-token",
        "a Matrix access token",
        _SPEAK,
        "Sign the device out",
        r"syt_[A-Za-z0-9+/=]{2,80}_[A-Za-z]{20}_[A-Za-z0-9]{6}",
        "syt_",
    ),
    form(
        "discord-token",
        "a Discord user token",
        _SPEAK,
        "Change the account's password",
        r"mfa\.[A-Za-z0-9_-]{84}",
        "mfa.",
    ),
    named(
        "twitter-oauth-token",
        "an X (Twitter) OAuth token",
        _SPEAK,
        "on X's developer pages under Keys and tokens",
        r"(?:twitter|x)_?(?:oauth_?|access_?)token",
        r"[0-9]{7,20}-[A-Za-z0-9]{27,43}",
        "twitter",
        "x_access",
        "x_oauth",
    ),
    named(
        "zoom-secret",
        "a Zoom secret",
        "open meetings in your name",
        "in Zoom's marketplace under App Credentials",
        r"zoom[a-z_]{0,16}(?:secret|token)",
        r"[A-Za-z0-9]{32,36}|[A-Za-z0-9_-]{22}",
        "zoom",
    ),
    named(
        "mattermost-token",
        "a Mattermost token",
        _SPEAK,
        "in Mattermost under Security",
        r"mattermost[a-z_]{0,16}token",
        r"[a-z0-9]{26}",
        "mattermost",
    ),
    form(
        "twilio-auth-token",
        "a Twilio auth token",
        "call and text anybody at your cost",
        "Rotate it in Twilio's console under API keys and tokens",
        r"AC[a-f0-9]{32}[\"'`]?[ ]{0,2}[,:;|][ ]{0,2}[\"'`]?(?P<value>[a-f0-9]{32})(?![a-f0-9])",
        "AC",
        shown=0,
        rank=3,
    ),
    named(
        "daily-key",
        "a Daily key",
        "open meetings at your cost",
        "in Daily's dashboard under Developers",
        r"daily(?:_?co)?_(?:api_)?key",
        r"[a-f0-9]{64}",
        *("daily_api", "daily_key", "daily_co"),
        "dailyco",
    ),
    named(
        "livekit-secret",
        "a LiveKit secret",
        "open meetings at your cost",
        "in LiveKit's dashboard under Keys",
        r"livekit[a-z_]{0,12}secret",
        r"[A-Za-z0-9]{40,48}",
        "livekit",
    ),
    named(
        "agora-secret",
        "an Agora certificate",
        "open meetings at your cost",
        "in Agora's console",
        r"agora[a-z_]{0,16}(?:certificate|secret)",
        HEX32,
        "agora",
    ),
    named(
        "line-token",
        "a LINE token",
        _SPEAK,
        "in LINE's developer console",
        r"line_(?:channel_)?(?:access_)?(?:token|secret)",
        r"[A-Za-z0-9+/]{150,180}={0,2}|[a-f0-9]{32}|[A-Za-z0-9]{43}",
        *("line_channel", "line_access", "line_token", "line_secret"),
    ),
    named(
        "wechat-secret",
        "a WeChat secret",
        _SPEAK,
        "in WeChat's console",
        r"(?:wechat|weixin|wx)[a-z_]{0,16}secret",
        HEX32,
        "wechat",
        "weixin",
        *("wx_app", "wx_secret"),
    ),
)
