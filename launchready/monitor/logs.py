"""Reads the code for what it writes into logs: personal data, what opens doors, too little else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import anyio

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.core.unreachable import UnreachableError
from launchready.monitor.log_calls import calls, is_for_developers
from launchready.monitor.log_context import unconnected
from launchready.monitor.log_redaction import Redaction, redaction_of
from launchready.monitor.log_reports import switches
from launchready.monitor.log_sources import Source, Sources, walk
from launchready.monitor.log_values import Shown, shown
from launchready.monitor.settings import Monitor

# Seconds; 1,000 files of source code take about five on one core.
LIMIT = 300.0
_OTHER_PATH = re.compile(r"lexer|parser|tokeni[sz]|scanner|grammar|syntax|compiler", re.I)
_OTHER_CODE = re.compile(
    r"\b(?:openai|anthropic|langchain|llama_index|transformers|tiktoken|ollama|tokenizer|ethers|"
    r"web3|wagmi|viem|erc20|solana)\b",
    re.I,
)

PERSONAL = Rule(
    id="monitor/logs-personal-data",
    impact=Impact.RISK,
    stage=Stage.MONITORING,
    title="Personal data goes into the logs",
    why=(
        "Logs are kept long, copied to other companies and read by everybody who mends something; "
        "a customer who asks to be forgotten stays in them."
    ),
    fix="Log the id instead of the address or the name, or have the logger leave that key out.",
    hours=0.5,
)
CREDENTIAL = Rule(
    id="monitor/logs-credential",
    impact=Impact.BLOCKER,
    stage=Stage.MONITORING,
    title="What opens an account goes into the logs",
    why="Whoever reads the logs, at your host's or a log service's too, can sign in as customers.",
    fix="Take it out of the log call, then void what was logged so far: sessions, tokens, keys.",
    hours=1.0,
)
REPORTS = Rule(
    id="monitor/error-reports-personal-data",
    impact=Impact.RISK,
    stage=Stage.MONITORING,
    title="Error reports take along what visitors sent",
    why="Addresses, cookies and bodies of requests are stored at another company with every error.",
    fix="Set Sentry's sendDefaultPii to false, or take them out in beforeSend.",
    hours=0.5,
)
NO_CONTEXT = Rule(
    id="monitor/logs-no-context",
    impact=Impact.RISK,
    stage=Stage.MONITORING,
    title="A log line does not say which request it is of",
    why=(
        "When one customer's payment fails among a thousand requests, nobody can find the lines "
        "that tell why."
    ),
    fix=(
        "Give every request an id in a middleware and log it with each line, or report errors to "
        "a service that records the request."
    ),
    hours=2.0,
)


@check(
    Monitor,
    each=lambda monitor: monitor.logged,
    emits=(PERSONAL, CREDENTIAL, REPORTS, NO_CONTEXT),
    limit=LIMIT,
    network=False,
)
async def logs(subject: Named, ctx: Context) -> list[Finding]:
    """The code logs enough to find a failed request, and nothing that must stay private."""
    return await anyio.to_thread.run_sync(_found, subject, ctx)


def _found(subject: Named, ctx: Context) -> list[Finding]:
    sources = walk(ctx.files)
    found = [*_in_calls(sources), *_in_reports(sources), *_without_context(sources)]
    if sources.unread:
        listed = ", ".join(sources.unread[:3])
        more = f" and {len(sources.unread) - 3} more" if len(sources.unread) > 3 else ""
        raise UnreachableError(
            f"source code could not be read: {listed}{more}",
            advice="Save it as UTF-8 text.",
            found=tuple(found),
        )
    if not sources.served:
        raise UnreachableError(
            "no source code of a server was found here, so nothing tells what it logs",
            kind="refused",
            advice=(
                "Run it in the repository that has the code, or write logs: false under "
                f"monitor: (line {subject.at.line}). JavaScript, Python, Ruby, PHP, Go, Java, "
                "Kotlin, Scala and Elixir are read."
            ),
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A log call's expression: the subject of a finding, which stays when lines move."""

    path: str
    expression: str
    at: Location

    def __str__(self) -> str:
        return f"{self.path} {self.expression}"


def _in_calls(sources: Sources) -> Iterator[Finding]:
    redaction = redaction_of(sources)
    for source in sources.served:
        for call in calls(source.code, source.language):
            written = [
                one
                for one in shown(source.code, call.start, call.end, source.language)
                if not redaction.covers(call.name, one) and not _is_another_token(one, source)
            ]
            if written and not is_for_developers(source.text, call.offset):
                yield _of_call(source, call.name, call.offset, written, redaction)


def _is_another_token(one: Shown, source: Source) -> bool:
    """Whether a token is a word of a language, a piece of an answer or a coin, by its file."""
    is_bare = (
        re.fullmatch(r"(?:(?:this|self|@|\$this)(?:\.|->)?)?\$?token", one.expression) is not None
    )
    return (
        is_bare and (_OTHER_PATH.search(source.path) or _OTHER_CODE.search(source.code)) is not None
    )


def _of_call(
    source: Source, name: str, offset: int, written: list[Shown], redaction: Redaction
) -> Finding:
    """One finding a call: of what opens doors where there is such, else of what is personal."""
    worst = [one for one in written if one.kind == "credential"] or written
    rule = CREDENTIAL if worst[0].kind == "credential" else PERSONAL
    line = source.line_at(offset)
    column = offset - source.text.rfind("\n", 0, offset)
    at = Location(file=source.path, line=line, column=column)
    listed = ", ".join(one.expression for one in worst[:4])
    told = _Told(path=source.path, expression=listed, at=at)
    what = " and ".join(dict.fromkeys(one.what for one in worst[:4]))
    evidence = []
    if redaction.is_for(name) and not any(one.key for one in worst):
        evidence.append("the redaction that is set up works on keys; this is in a message's text")
    return rule.broken(told, f"{name} writes {listed} into the logs: {what}", *evidence)


def _in_reports(sources: Sources) -> Iterator[Finding]:
    for one in switches(sources):
        told = Named(name=one.path, at=Location(file=one.path, line=one.line))
        message = (
            f"{one.path} switches personal data on for error reports (sendDefaultPii), and "
            "nothing takes any of it out before it is sent"
        )
        yield REPORTS.broken(told, message)


def _without_context(sources: Sources) -> Iterator[Finding]:
    one = unconnected(sources)
    if one is None:
        return
    told = Named(name=f"the logs of {one.framework}", at=Location(file=one.path, line=one.line))
    message = (
        f"{one.count} log calls in a server made with {one.framework}, the first of them here, "
        "and nothing gives them the request they belong to: no request id, no tracing, no "
        "reports of errors"
    )
    yield NO_CONTEXT.broken(told, message)
