"""The faults of a certificate and of the server that shows it, with the words for them."""

from launchready.core.finding import Impact, Rule, Stage


def _blocker(what: str, title: str, why: str, fix: str, hours: float) -> Rule:
    return Rule(
        id=f"tls/{what}",
        impact=Impact.BLOCKER,
        stage=Stage.DOMAIN,
        title=title,
        why=why,
        fix=fix,
        hours=hours,
    )


_WARNING = "Browsers show a full-page warning instead of the site, and almost everybody leaves."
_RENEW = "Renew the certificate, reload every server that shows it, and find out why no timer did."

EXPIRED = _blocker("expired", "The certificate has ended", _WARNING, _RENEW, 1)
NOT_YET_VALID = _blocker(
    "not-yet-valid",
    "The certificate is not valid yet",
    _WARNING,
    "Install a certificate that has begun, or correct the clock of the machine that made this one.",
    1,
)
EXPIRES_NOW = _blocker(
    "expires-now",
    "The certificate ends within days",
    "Renewal should have happened by now and has not; at the end every browser refuses the site.",
    _RENEW,
    1,
)
EXPIRES_SOON = Rule(
    id="tls/expires-soon",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="The certificate ends soon",
    why="Automatic renewal usually comes earlier than this; if it is broken, the site goes dark.",
    fix="Run the renewal by hand once and watch that its timer does the next one.",
    hours=0.5,
)
HOST_MISMATCH = _blocker(
    "host-mismatch",
    "The certificate is for other names",
    _WARNING,
    "Order a certificate that names this host too, or send the host to the server that has one.",
    1,
)
NO_SAN = _blocker(
    "no-san",
    "The certificate names its host only where browsers no longer look",
    "Browsers read only the subject alternative names: tools may pass it, visitors are refused.",
    "Make the certificate again with the host among its subject alternative names.",
    1,
)
MISSING_INTERMEDIATE = _blocker(
    "missing-intermediate",
    "The server leaves out the intermediate certificate",
    "Some browsers fetch the missing piece and hide the fault; phones, apps, webhooks and payment "
    "providers refuse the connection.",
    "Append the intermediate to the certificate file the server shows (the CA's full chain file).",
    0.5,
)
UNTRUSTED_ISSUER = _blocker(
    "untrusted-issuer",
    "Browsers do not know who issued the certificate",
    _WARNING,
    "Get the certificate from a public CA such as Let's Encrypt; if the CA is your own on purpose, "
    "name its root in network.ca_file.",
    1,
)
SELF_SIGNED = _blocker(
    "self-signed",
    "The certificate is signed by itself",
    _WARNING,
    "Get a certificate from a public CA such as Let's Encrypt and install it on this server.",
    1,
)
EXPIRED_INTERMEDIATE = _blocker(
    "expired-intermediate",
    "An intermediate certificate has ended",
    "The site's own certificate is fine, and is refused all the same: its chain leads nowhere.",
    "Replace the chain file by the one your CA gives out today.",
    0.5,
)
WEAK_KEY = _blocker(
    "weak-key",
    "A key in the chain is too short",
    "Browsers refuse keys that can be broken, and with them the site.",
    "Make a new key (RSA 2048 bits, or an elliptic curve) and order the certificate for it.",
    1,
)
WEAK_SIGNATURE = _blocker(
    "weak-signature",
    "A signature in the chain can be forged",
    "Browsers refuse certificates signed with MD5 or SHA-1, and with them the site.",
    "Order the certificate again; every public CA signs with SHA-256 today.",
    1,
)
WRONG_PURPOSE = _blocker(
    "wrong-purpose",
    "The certificate is not meant for servers",
    _WARNING,
    "Order a certificate for server authentication and install that one.",
    1,
)
VERIFICATION_FAILS = _blocker(
    "verification-fails",
    "The certificate does not verify",
    _WARNING,
    "Look the message up at your CA, or replace certificate and chain by freshly issued ones.",
    1.5,
)
NOT_SERVING = _blocker(
    "not-serving",
    "No TLS is served for this host",
    "Visitors get a connection error: there is no page, and no warning they could click away.",
    "Let a server listen on this address and port, with a certificate for this name.",
    1,
)
ADDRESSES_DISAGREE = _blocker(
    "addresses-disagree",
    "The addresses of one host answer differently",
    "Chance sends each visitor to one address: for some the site works, for others it does not. "
    "Your own browser shows you only one of them.",
    "Bring every server to the same certificate, or take the broken address out of DNS.",
    1,
)

RULES = (
    EXPIRED,
    NOT_YET_VALID,
    EXPIRES_NOW,
    EXPIRES_SOON,
    HOST_MISMATCH,
    NO_SAN,
    MISSING_INTERMEDIATE,
    UNTRUSTED_ISSUER,
    SELF_SIGNED,
    EXPIRED_INTERMEDIATE,
    WEAK_KEY,
    WEAK_SIGNATURE,
    WRONG_PURPOSE,
    VERIFICATION_FAILS,
    NOT_SERVING,
    ADDRESSES_DISAGREE,
)
