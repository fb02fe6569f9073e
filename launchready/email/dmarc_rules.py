"""What can be wrong with DMARC, and what to do about it."""

from launchready.core.finding import Impact, Rule, Stage

MISSING = Rule(
    id="email/dmarc-missing",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="Your domain has no DMARC policy",
    why="Google, Yahoo and Microsoft turn bulk mail away from domains without one.",
    fix="Add one TXT record at `_dmarc.` and your domain: `v=DMARC1; p=none; rua=mailto:` and a "
    "mailbox you read; raise `p=` to quarantine once the reports look right.",
    hours=0.25,
)
INVALID = Rule(
    id="email/dmarc-invalid",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="The DMARC record cannot be read as it is meant",
    why="Receivers pass over a broken record: it is as if your domain had none.",
    fix="Correct the named part, and keep one record; `v=DMARC1;` stands first, `p=` second.",
    hours=0.25,
)
UNALIGNED = Rule(
    id="email/dmarc-unaligned",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A sender's mail can never pass DMARC",
    why="It signs and sends as another domain than the one people see, so it counts as forged.",
    fix="Turn on custom DKIM or a custom return path for your domain at the sender.",
    hours=1.0,
)
NOT_ENFORCED = Rule(
    id="email/dmarc-not-enforced",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="DMARC does not yet keep forged mail out",
    why="With p=none receivers deliver forgeries of your domain and only tell you of them.",
    fix="Read a week or two of reports, mend what fails of your own, then raise `p=` (and `sp=`) "
    "to quarantine, later to reject.",
    hours=1.0,
)
REPORTS_LOST = Rule(
    id="email/dmarc-reports-lost",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="DMARC reports reach nobody",
    why="The reports are how you learn that a sender of yours fails before customers do.",
    fix="Give `rua=` a mailbox that somebody reads; a mailbox at another domain needs a record "
    "there, by which that domain agrees.",
    hours=0.5,
)
READERS_DIFFER = Rule(
    id="email/dmarc-readers-differ",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="Old and new receivers read your DMARC differently",
    why="Receivers of RFC 7489 and of RFC 9989 are both about; your mail is treated by chance.",
    fix="Publish a record of the domain's own that both read alike, without `pct=` and `t=`.",
    hours=0.5,
)
UNTIDY = Rule(
    id="email/dmarc-untidy",
    impact=Impact.ADVICE,
    stage=Stage.DOMAIN,
    title="The DMARC record has parts that do nothing",
    why="What is passed over today is a surprise for whoever edits the record next.",
    fix="Take the named parts out.",
    hours=0.1,
)
RULES = (MISSING, INVALID, UNALIGNED, NOT_ENFORCED, REPORTS_LOST, READERS_DIFFER, UNTIDY)
