"""What can be wrong with SPF, and what to do about it."""

from launchready.core.finding import Impact, Rule, Stage

MISSING = Rule(
    id="email/spf-missing",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="Nothing says who may send mail for your domain",
    why="Large receivers refuse or bin mail from domains without SPF, sign-up mails first.",
    fix="Add one TXT record at the domain: `v=spf1`, then `include:` for each service and `ip4:` "
    "for each server that sends for you, then `~all`.",
    hours=0.5,
)
INVALID = Rule(
    id="email/spf-invalid",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="The SPF record cannot be carried out",
    why="A record with one mistake in it counts as broken as a whole: none of your mail passes.",
    fix="Correct the named term. A domain has one record, in plain letters, with one blank "
    "between terms, and everything it includes must exist.",
    hours=0.5,
)
TOO_MANY = Rule(
    id="email/spf-too-many-lookups",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="The SPF record needs more lookups than receivers make",
    why="Receivers stop at ten lookups, or two that find nothing, and then your mail fails SPF.",
    fix="Take out the includes of services you left (the tree shows what each costs), and write "
    "`ip4:` and `ip6:` in place of `a`, `mx` and `ptr`.",
    hours=1.0,
)
ANYONE = Rule(
    id="email/spf-allows-anyone",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="The SPF record lets strangers send as you",
    why="Fraud in your name passes as genuine, and its complaints are counted against you.",
    fix="Take out what lets everybody pass, and end the record in `~all`, or `-all` once all "
    "your mail has DKIM.",
    hours=0.5,
)
SENDER_MISSING = Rule(
    id="email/spf-sender-missing",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A sender you use is not allowed by SPF",
    why="What it sends fails SPF: receipts and password mails land in the junk folder.",
    fix="Add the sender to the SPF record, or take it off the config if you left it.",
    hours=0.25,
)
OPEN_ENDED = Rule(
    id="email/spf-open-ended",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="The SPF record does not say what everybody else may do",
    why="Without ~all or -all at its end, receivers treat forged mail like any other.",
    fix="End the record in `~all`.",
    hours=0.25,
)
UNTIDY = Rule(
    id="email/spf-untidy",
    impact=Impact.ADVICE,
    stage=Stage.DOMAIN,
    title="The SPF record has parts that do nothing or may break",
    why="Each is a lookup wasted, or a trap for whoever edits the record next.",
    fix="Tidy the named parts away.",
    hours=0.25,
)
RULES = (MISSING, INVALID, TOO_MANY, ANYONE, SENDER_MISSING, OPEN_ENDED, UNTIDY)
