"""What can be wrong with DKIM, and what to do about it."""

from launchready.core.finding import Impact, Rule, Stage

MISSING = Rule(
    id="email/dkim-missing",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A sender's DKIM key is not published",
    why="Its mail goes out unsigned or fails: Google and Yahoo refuse bulk mail without DKIM.",
    fix="Copy the DKIM record from the sender's domain page to your DNS host; its name is the "
    "selector, then `._domainkey.` and your domain.",
    hours=0.5,
)
INVALID = Rule(
    id="email/dkim-invalid",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A published DKIM key cannot be used",
    why="Every mail signed with it fails, as if it had been forged or changed on its way.",
    fix="Copy the record again from the sender's domain page, whole and as one TXT record.",
    hours=0.5,
)
WEAK = Rule(
    id="email/dkim-weak",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A DKIM key is weaker than receivers expect",
    why="A short key can be broken and your mail forged, and some receivers mark it down.",
    fix="Have the sender make a new RSA key of 2048 bits and publish it beside the old one.",
    hours=1.0,
)
TESTING = Rule(
    id="email/dkim-testing",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A DKIM key is marked as a test",
    why="Receivers may treat mail signed with it as if it were not signed at all.",
    fix="Take `t=y` out of the record.",
    hours=0.25,
)
RULES = (MISSING, INVALID, WEAK, TESTING)
