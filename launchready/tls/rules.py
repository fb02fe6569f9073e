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


def _risk(what: str, title: str, why: str, fix: str, hours: float) -> Rule:
    return _blocker(what, title, why, fix, hours).with_impact(Impact.RISK)


ONLY_OLD_PROTOCOL = _blocker(
    "only-old-protocol",
    "The server speaks only versions of TLS that browsers dropped",
    "Browsers say the site uses an unsupported protocol, and show nothing of it.",
    "Turn on TLS 1.2 and 1.3 in the server's configuration (ssl_protocols in nginx), or update it.",
    1,
)
OLD_PROTOCOL = _risk(
    "old-protocol",
    "The server still takes TLS 1.0 or 1.1",
    "Nobody who visits today needs them, and every security questionnaire asks to have them off.",
    "Leave TLS 1.2 and 1.3 on and turn the older versions off.",
    0.5,
)
WRONG_ORDER = _risk(
    "wrong-order",
    "The certificates are sent in the wrong order",
    "Browsers sort it out; older clients and some libraries refuse the connection.",
    "Put the server's certificate first in its file and each issuer after what it issued.",
    0.5,
)
EXTRA_CERTIFICATE = _blocker(
    "extra-certificate",
    "The server sends certificates nobody needs",
    "Every first visit carries them along and is slower; such files were put together by hand.",
    "Take the needless certificates out of the chain file.",
    0.25,
).with_impact(Impact.ADVICE)
LIFETIME_TOO_LONG = _risk(
    "lifetime-too-long",
    "The certificate was issued for longer than browsers allow",
    "Browsers limit how long a public certificate may live, and refuse those that live longer.",
    "Order the certificate again for a lifetime allowed today; best have it renewed by itself.",
    1,
)
FEW_TIMESTAMPS = _blocker(
    "few-timestamps",
    "The certificate does not show that it was logged",
    "Chrome and Safari want proof that a public certificate stands in at least two public logs; "
    "without it they refuse the site.",
    "Order the certificate again without opting out of certificate transparency.",
    1,
).with_impact(Impact.ADVICE)
STAPLE_MISSING = _risk(
    "staple-missing",
    "The certificate demands a staple that the server does not send",
    "The certificate says it is only good together with a fresh proof; Firefox refuses it without.",
    "Turn on OCSP stapling, or order a certificate without must-staple (CAs no longer offer it).",
    1,
)
REVOKED = _blocker(
    "revoked",
    "The certificate was revoked",
    "Its issuer declared it void. Browsers learn of it one after another and then refuse the site.",
    "Order a new certificate with a new key, and find out why this one was revoked.",
    1,
)
CAA_BLOCKS_RENEWAL = _risk(
    "caa-blocks-renewal",
    "DNS forbids the issuer to renew the certificate",
    "All is well until the certificate ends; the renewal is refused, and then the site goes dark.",
    "Add the issuer to the CAA records of the name, or take the CAA records away.",
    0.5,
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
    WRONG_ORDER,
    EXTRA_CERTIFICATE,
    LIFETIME_TOO_LONG,
    FEW_TIMESTAMPS,
    STAPLE_MISSING,
    OLD_PROTOCOL,
    ONLY_OLD_PROTOCOL,
    NOT_SERVING,
    ADDRESSES_DISAGREE,
)
