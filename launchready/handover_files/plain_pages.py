"""ENV, ALERTS, RELEASE and PERF: how it is set up, watched, released, and how fast it is."""

from collections.abc import Mapping

from launchready.handover_files.marked import Facts
from launchready.handover_files.platform_help import HELP, UNKNOWN
from launchready.handover_files.product import Product
from launchready.handover_files.seen import LoadRun, Percentile, Seen, Target
from launchready.handover_files.words import code, codes, items, parted, sentence, steps, table

_INCIDENTS = {
    "downtime": "the site or the API is down",
    "ssl_expiry": "a certificate is about to end",
    "error_spike": "errors rise",
    "failed_deploy": "a deploy has failed",
    "email_auth": "mail is refused",
}


def env(product: Product) -> tuple[Facts, ...]:
    """Every variable with the environments that need it, where its value is kept, and whose."""
    change = f"**To change one:** {HELP.get(product.platform, UNKNOWN).variable}"
    if product.variables is not None:
        rows = [
            [
                code(one.name),
                codes(one.environments) or "all",
                "yes" if one.required else "no",
                code(one.source) if one.source else "**not said**",
                code(one.owner) if one.owner else "**nobody**",
            ]
            for one in product.variables
        ]
        head = ("Variable", "Environments", "Required", "Kept in", "Owner")
        source = f"Written from {code(product.variables_file)}; change it there."
        return (Facts(name="env", text=parted(source, table(head, rows), change)),)
    named = codes(product.used, 60)
    about = (
        "There is no map of variables yet: name one in launchready.yml (`deploy: {env: "
        "docs/env.yml}`), an entry a variable, with its environments, where it is kept and whose "
        "it is."
    )
    known = f"The repository's example file names: {named}." if named else ""
    return (Facts(name="env", text=parted(about, known, change)),)


def alerts(product: Product) -> tuple[Facts, ...]:
    """What is watched and who is woken."""
    fields = "- Who looks after the monitors:\n- The dashboard:\n- Last drill, and what it took:"
    return (
        Facts(name="alerts/watched", text=_watched(product), after=fields),
        Facts(name="alerts/paging", text=_paging(product)),
    )


def _watched(product: Product) -> str:
    pages = [f"{code(name)}: {code(url)}" for name, url in product.pages]
    listed = parted("What the smoke room asks, and a monitor should too:", items(pages))
    if not product.monitors:
        return parted(
            "## What is watched",
            "launchready.yml has no `monitor:` section, so nobody has looked whether anything is "
            "watched. Until it has one, write below what you rely on.",
            listed if pages else "",
        )
    within = product.alert_within
    return parted(
        "## What is watched",
        f"{codes(product.monitors)} watches; an outage must be told of within {within:g} seconds.",
        listed if pages else "",
    )


def _paging(product: Product) -> str:
    rows = []
    for kind, words in _INCIDENTS.items():
        people = product.paging.get(kind, ())
        first = code(people[0]) if people else "**nobody**"
        second = codes(people[1:]) if people[1:] else "**nobody**"
        rows.append([f"{words} ({code(kind)})", first, second])
    return parted(
        "## Who is woken",
        table(("When", "First", "If nobody answers"), rows),
        "Change it in launchready.yml, `monitor: paging:`. What they then do stands in "
        "[RUNBOOK](RUNBOOK.md).",
    )


def release(seen: Seen, product: Product) -> tuple[Facts, ...]:
    """The steps of a release, before, after, and back."""
    on = product.on
    where = f"Production runs on {code(product.platform)}." if on else _NO_TARGET
    serving = f"It serves {codes(seen.served, 3)}." if seen.served else ""
    back = [f"{code(on.back) if on.back[:1].islower() else on.back}", on.caveat] if on else []
    return (
        Facts(
            name="release",
            text=parted(
                " ".join(one for one in (where, serving) if one),
                "## Before",
                steps(
                    [
                        "`launchready check` ends in `go` on what is to be released.",
                        "The change can be taken back: a migration that deletes has a backup of "
                        "today.",
                        "New variables are on the platform and in ENV.",
                        "Somebody is there for the next hour, and it is not Friday evening.",
                    ]
                ),
                "## After",
                steps(
                    [
                        "`launchready check smoke` ends in `go`, against the new version "
                        "(`smoke: wait_for_deploy:`).",
                        "Errors and response times in the log are as before.",
                        "The version before is written down below: it is where one goes back to.",
                    ]
                ),
                "## Back",
                steps(back) if back else "What goes back stands in [RUNBOOK](RUNBOOK.md).",
            ),
            after="- What releases (a command, a button, a push):\n- Who may:\n\n"
            "## Releases\n\n| Day | Version | The one before | Who |\n"
            "| --- | --- | --- | --- |",
        ),
    )


_NO_TARGET = (
    "Where production runs is not known: write `deploy: {target: NAME}` into launchready.yml."
)


def perf(seen: Seen, there: Mapping[str, str]) -> tuple[Facts, ...]:
    """The last load run against what was promised and what was before."""
    good = [one for one in seen.load if not one.invalid]
    if good:
        text = parted(*(_run(one) for one in good))
    elif "perf" in there:
        return (Facts(name="perf", text=None),)
    else:
        text = (
            "No load run has proved anything yet. Name targets under `load:` in launchready.yml "
            "and run `launchready check load` against staging; its figures then stand here, and "
            "beside them those of the run before."
        )
    after = "## What was mended, and by how much\n\n\n## What is left\n"
    return (Facts(name="perf", text=text, after=after),)


def _run(run: LoadRun) -> str:
    rows = [_target(one) for one in run.targets]
    about = (
        f"{run.started[:10]}: {run.rate:g} arrivals a second for {run.seconds:.0f} s against "
        f"{code(run.environment)}, from {code(run.machine)}."
    )
    head = ("Target", "Answers", "Failed", "p95", "Promised", "Against the run before")
    return parted(about, table(head, rows))


def _target(one: Target) -> list[str]:
    failed = sum(one.failed.values())
    return [
        f"{code(one.name)}",
        f"{one.answers:,}",
        f"{failed:,}",
        _ms(one.percentiles.get("p95")),
        f"{one.limit_ms:g} ms" if one.limit_ms else "nothing",
        _before(one),
    ]


def _ms(one: Percentile | None) -> str:
    if one is None or one.ms is None:
        return "not seen"
    low, high = one.low_ms, one.high_ms
    span = f" ({low:.0f} to {high:.0f})" if low is not None and high is not None else ""
    return f"{one.ms:.0f} ms{span}"


def _before(one: Target) -> str:
    if one.before is None:
        return "none"
    word = "later" if one.before.shift > 0 else "sooner"
    caveat = f" ({sentence(one.before.caveat)})" if one.before.caveat else ""
    return f"{abs(one.before.shift):.0%} {word}{caveat}"
