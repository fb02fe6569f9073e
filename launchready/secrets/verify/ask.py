"""Asks each provider about its keys: few, briefly, and without a word of the key in any answer."""

from collections.abc import Iterable, Mapping

import anyio

from launchready.core.browser import Browser
from launchready.core.unreachable import UnreachableError
from launchready.secrets.verify.answer import Answer, Key
from launchready.secrets.verify.probe import Call, Probe
from launchready.secrets.verify.providers import PROBES

# How many keys are asked about in one run, how many at once, how long one call and all of them
# together may take, in seconds. A repository with more keys than that has work to do first.
MOST = 60
_AT_ONCE = 4
_CALL_LIMIT = 15.0
_WHOLE_LIMIT = 120.0


async def ask_all(
    keys: Iterable[Key], web: Browser, *, limit: float = _WHOLE_LIMIT
) -> Mapping[Key, Answer]:
    """What is known of each key that somebody can be asked about; the others are left out."""
    wanted = [one for one in dict.fromkeys(keys) if _probes(one)]
    answers: dict[Key, Answer] = {}
    limiter = anyio.CapacityLimiter(_AT_ONCE)

    async def answer(key: Key) -> None:
        async with limiter:
            answers[key] = await _about(key, web)

    with anyio.move_on_after(limit):
        async with anyio.create_task_group() as together:
            for one in wanted[:MOST]:
                together.start_soon(answer, one)
    for one in wanted:
        late = wanted.index(one) < MOST
        why = "the time for asking ran out" if late else f"only {MOST} keys are asked about a run"
        answers.setdefault(one, _open(_probes(one)[0], why))
    return answers


def _probes(key: Key) -> tuple[Probe, ...]:
    return tuple(one for one in PROBES.get(key.rule, ()) if one.takes(key.value))


async def _about(key: Key, web: Browser) -> Answer:
    """The first clear answer of those that may know."""
    first: Answer | None = None
    for probe in _probes(key):
        found = await _ask(probe, key, web)
        if found.state != "unanswered":
            return found
        first = first or found
    assert first is not None  # noqa: S101 - only keys with a probe are asked about
    return first


async def _ask(probe: Probe, key: Key, web: Browser) -> Answer:
    call = probe.call(key.value)
    if call is None:
        return _open(probe, f"it does not say where {probe.provider} keeps it")
    try:
        with anyio.fail_after(_CALL_LIMIT):
            return await _read(probe, call, web)
    except TimeoutError:
        return _open(probe, f"{probe.provider} did not answer in {_CALL_LIMIT:.0f} s")
    except UnreachableError as error:
        # Its words may quote the URL, and some keys stand in URLs.
        return _open(probe, f"{probe.provider} could not be asked ({error.kind})")


async def _read(probe: Probe, call: Call, web: Browser) -> Answer:
    got = await web.fetch(
        call.url, method=call.method, headers=call.headers, body=call.body, fresh=True
    )
    if got.untrusted is not None:
        return _open(probe, f"who answered for {probe.provider} has no valid certificate")
    state = probe.judge(got)
    if state == "unanswered":
        return _open(probe, f"{probe.provider} answered {got.status}, which says neither")
    return Answer(state=state, provider=probe.provider)


def _open(probe: Probe, reason: str) -> Answer:
    return Answer(state="unanswered", provider=probe.provider, reason=reason)
