"""Keys of more services that send mail, texts and push messages."""

from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.family import HEX32, HEX40, UUID, form, named

_SEND_MAIL = "send mail in your name, to your customers and to anybody"
_SEND_TEXT = "call and text anybody at your cost"
_PUSH = "write to every user of your app"
_READERS = "read your subscribers and mail them"


def _key(name: str, who: str, opens: str, pattern: str, *anchors: str) -> Detector:
    return form(name, _thing(who), opens, f"in {who} under API keys", pattern, *anchors)


def _named(
    name: str, who: str, opens: str, words: str, pattern: str, *anchors: str, rank: int = 2
) -> Detector:
    where = f"in {who} under API keys"
    return named(name, _thing(who), opens, where, words, pattern, *anchors, rank=rank)


def _thing(who: str) -> str:
    return f"{'an' if who[0] in 'AEIO' else 'a'} {who} key"


DETECTORS = (
    _key(
        "brevo-key",
        "Brevo",
        _SEND_MAIL,
        r"x(?:keysib|smtpsib)-[a-f0-9]{64}-[A-Za-z0-9]{16}",
        "xkeysib-",
        "xsmtpsib-",
    ),
    _key("mandrill-key", "Mandrill", _SEND_MAIL, r"md-[A-Za-z0-9_-]{22}", "md-"),
    _key("mailersend-token", "MailerSend", _SEND_MAIL, r"mlsn\.[a-f0-9]{63,70}", "mlsn."),
    _named("smtp2go-key", "SMTP2GO", _SEND_MAIL, r"smtp2go", r"api-[A-F0-9]{32}", "smtp2go"),
    _key(
        "klaviyo-key", "Klaviyo", _READERS, r"pk_[a-f0-9]{34}|pk_[A-Za-z0-9]{6}_[a-f0-9]{34}", "pk_"
    ),
    _key("pubnub-key", "PubNub", _PUSH, r"sec-c-[A-Za-z0-9]{48}", "sec-c-"),
    _key("pubnub-key", "PubNub", _PUSH, rf"(?:sec|sub|pub)-c-{UUID}", "sec-c-"),
    _key("onesignal-key", "OneSignal", _PUSH, r"os_v2_(?:app|org)_[a-z0-9]{95,110}", "os_v2_"),
    _key("telnyx-key", "Telnyx", _SEND_TEXT, r"KEY0[0-9A-F]{31}_[A-Za-z0-9]{22}", "KEY0"),
    _named(
        "ably-key",
        "Ably",
        _PUSH,
        r"ably",
        r"[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{6}:[A-Za-z0-9_-]{43}",
        "ably",
    ),
    _key("courier-key", "Courier", _SEND_MAIL, r"pk_prod_[A-Z0-9]{28}", "pk_prod_"),
    _named("plunk-key", "Plunk", _SEND_MAIL, r"plunk", r"sk_[a-f0-9]{48}", "plunk", rank=4),
    _named(
        "sparkpost-key", "SparkPost", _SEND_MAIL, r"spark_?post", HEX40, "sparkpost", "spark_post"
    ),
    _named("mailjet-secret", "Mailjet", _SEND_MAIL, r"mailjet|mj_api", HEX32, "mailjet", "mj_api"),
    _named(
        "mailgun-key",
        "Mailgun",
        _SEND_MAIL,
        r"mailgun|mg_api",
        rf"key-{HEX32}|{HEX32}-[a-f0-9]{{8}}-[a-f0-9]{{8}}",
        "mailgun",
        "mg_api",
    ),
    _named("mailtrap-token", "Mailtrap", _SEND_MAIL, r"mailtrap", HEX32, "mailtrap"),
    _named(
        "elasticemail-key",
        "Elastic Email",
        _SEND_MAIL,
        r"elastic_?email",
        r"[A-F0-9]{96}|[a-f0-9-]{36}",
        "elasticemail",
        "elastic_email",
    ),
    _named(
        "customerio-key",
        "Customer.io",
        _READERS,
        r"customer_?io",
        r"[a-f0-9]{20,32}",
        "customerio",
        "customer_io",
    ),
    _named("loops-key", "Loops", _SEND_MAIL, r"loops_(?:api_)?(?:key|token)", HEX32, "loops_"),
    _named(
        "convertkit-secret", "Kit", _READERS, r"convertkit", r"[A-Za-z0-9_-]{22,43}", "convertkit"
    ),
    _named("buttondown-key", "Buttondown", _READERS, r"buttondown", UUID, "buttondown"),
    _named(
        "activecampaign-key",
        "ActiveCampaign",
        _READERS,
        r"active_?campaign",
        r"[a-f0-9]{64,72}",
        "activecampaign",
        "active_campaign",
    ),
    _named(
        "pusher-secret",
        "Pusher",
        _PUSH,
        r"pusher[a-z_]{0,12}(?:secret|key)",
        r"[a-f0-9]{20}",
        "pusher",
    ),
    _named(
        "stream-secret",
        "Stream",
        _PUSH,
        r"(?:getstream|stream)_(?:api_|chat_)?secret",
        r"[a-z0-9]{64}",
        "stream_",
        "getstream",
    ),
    _named("sendbird-token", "Sendbird", _PUSH, r"sendbird", HEX40, "sendbird"),
    _named(
        "vonage-secret",
        "Vonage",
        _SEND_TEXT,
        r"(?:vonage|nexmo)[a-z_]{0,12}secret",
        r"[A-Za-z0-9]{16}",
        "vonage",
        "nexmo",
    ),
    _named(
        "messagebird-key",
        "MessageBird",
        _SEND_TEXT,
        r"(?:message_?bird|mb_api)",
        r"[A-Za-z0-9]{25}",
        "messagebird",
        "message_bird",
        "mb_api",
    ),
    _named(
        "plivo-token",
        "Plivo",
        _SEND_TEXT,
        r"plivo[a-z_]{0,12}token",
        r"[A-Za-z0-9_-]{40}|[A-Za-z0-9]{60}",
        "plivo",
    ),
    _named(
        "sinch-secret",
        "Sinch",
        _SEND_TEXT,
        r"sinch[a-z_]{0,16}(?:secret|token)",
        r"[A-Za-z0-9~._-]{26,36}",
        "sinch",
    ),
    _named(
        "bandwidth-secret",
        "Bandwidth",
        _SEND_TEXT,
        r"bandwidth_(?:api_)?(?:secret|token|password)",
        r"[A-Za-z0-9]{24,56}",
        "bandwidth_",
    ),
    _named(
        "onesignal-key",
        "OneSignal",
        _PUSH,
        r"one_?signal[a-z_]{0,16}key",
        r"[A-Za-z0-9]{48}",
        "onesignal",
        "one_signal",
    ),
)
