"""What only a person can say: the statements of a launch, how long each holds, what it covers."""

from dataclasses import dataclass

from launchready.core.finding import Impact


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A fact that a statement must state beside its evidence, and how a person is asked for it."""

    key: str
    question: str
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something nothing but a person can vouch for.

    `says` is what is signed, `how` what is done before it can be; it holds `days` days. `covers`
    are the facts it speaks of, as files or `launchready.yml#section`: where they change, it no
    longer counts. `rows` are its rows of docs/launch-table.md.
    """

    id: str
    says: str
    how: str
    impact: Impact
    days: int = 90
    covers: tuple[str, ...] = ()
    needs: tuple[Asked, ...] = ()
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.id


# The handover's own folder, wherever the config puts it.
OUTPUT = "{output}"

STATEMENTS = (
    Statement(
        id="alert-drill",
        says="An outage was made on purpose, and the person on call heard of it in time.",
        how="Stop a page in staging or break one monitor's address, and take the time until a "
        "phone rings.",
        impact=Impact.BLOCKER,
        days=30,
        covers=("launchready.yml#monitor",),
        needs=(
            Asked(key="seconds", question="Seconds until the phone rang?", is_number=True),
            Asked(key="reached", question="Whom did it reach?"),
        ),
        rows=(26, 107, 109),
    ),
    Statement(
        id="paging-confirmed",
        says="Everybody on the list of who is called knows it, and the numbers and addresses work.",
        how="Send each person on the list a test message, and wait for the answer.",
        impact=Impact.BLOCKER,
        covers=("launchready.yml#monitor.paging",),
        rows=(105, 106),
    ),
    Statement(
        id="access-reviewed",
        says="The founder has logged in to every account of ACCESS.md, as an administrator.",
        how="Go down ACCESS.md, log in to each account, and look who else can.",
        impact=Impact.BLOCKER,
        covers=(f"{OUTPUT}/ACCESS.md",),
        rows=(78, 114, 117, 118),
    ),
    Statement(
        id="restore-tested",
        says="A backup of the data was restored somewhere else, and the product ran with it.",
        how="Follow the runbook's database restore into an empty database, and log in there.",
        impact=Impact.BLOCKER,
        needs=(Asked(key="minutes", question="How many minutes did it take?", is_number=True),),
        rows=(119,),
    ),
    Statement(
        id="rollback-tested",
        says="An earlier release was put live again, and then the newer one.",
        how="Deploy the earlier version with the runbook's commands, look at the product, and "
        "deploy the newer.",
        impact=Impact.RISK,
        days=30,
        needs=(
            Asked(key="from", question="From which version?"),
            Asked(key="to", question="Back to which?"),
            Asked(key="minutes", question="How many minutes did it take?", is_number=True),
        ),
        rows=(16, 72, 79),
    ),
    Statement(
        id="secrets-kept-in-store",
        says="No key or password is in a chat, a screenshot or a mail; each has one store.",
        how="Search your chats and mails for key, token and password; change what you find.",
        impact=Impact.RISK,
        needs=(Asked(key="store", question="Where are they kept?"),),
        rows=(18, 80),
    ),
    Statement(
        id="environment-source-known",
        says="Each environment's variables come from one place that is named; none is copied by "
        "hand.",
        how="Compare the names on each platform with the map of variables.",
        impact=Impact.RISK,
        covers=("launchready.yml#deploy.env",),
        needs=(Asked(key="source", question="Where do they come from?"),),
        rows=(46, 74),
    ),
    Statement(
        id="mail-seen-in-inbox",
        says="A mail of the product was read in the inbox of each large provider, not in spam.",
        how="Sign up with an address at two large providers, and look where the mail is.",
        impact=Impact.RISK,
        covers=("launchready.yml#email",),
        rows=(14,),
    ),
    Statement(
        id="flows-observed",
        says="A failed login, sign-up, upload, mail and webhook were each found in the logs.",
        how="Make each fail once, and find the request in the logs or the error tracker.",
        impact=Impact.RISK,
        rows=(36, 37, 38, 39, 40, 48, 100, 108),
    ),
    Statement(
        id="support-answered",
        says="A message to the support address was answered by a person.",
        how="Write to every address and form the site names, from outside, and wait.",
        impact=Impact.RISK,
        rows=(112,),
    ),
    Statement(
        id="load-data-realistic",
        says="The load was measured against as much data as the first weeks will bring.",
        how="Count the rows of the largest tables where the load runs.",
        impact=Impact.RISK,
        covers=("launchready.yml#load",),
        needs=(Asked(key="rows", question="Rows in the largest table?", is_number=True),),
        rows=(42, 83, 86, 87),
    ),
)
KNOWN = {one.id: one for one in STATEMENTS}


def of(id_: str) -> Statement:
    """The statement of an id; one of people's own holds for the usual time and covers nothing."""
    usual = Statement(id=id_, says="", how="", impact=Impact.RISK)
    return KNOWN.get(id_, usual)
