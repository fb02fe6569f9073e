"""A product whose launchready.yml names what is watched, for tests of the files made of it."""

from launchready import gate
from launchready.config.load import Loaded, load
from launchready.core import registry
from launchready.core.report import Answered, Asked
from launchready.monitor_files.command import WRITERS
from launchready.monitor_files.planned import Plan, plan_of
from launchready.monitor_files.text import Written
from tests.worlds import DictRepository, a_world

HOSTS = "hosts: {own: [acme.test, app.acme.test, api.acme.test]}"
COVER = """\
  must_cover:
    homepage: "https://app.acme.test/"
    login: "https://app.acme.test/login"
    api: "https://api.acme.test/health"
    email: heartbeat
"""
PEOPLE = """\
  people: {ana: [ana@acme.test], bo: [bo@acme.test]}
  paging:
    downtime: [ana, bo]
    ssl_expiry: [ana, bo]
    error_spike: [bo, ana]
    failed_deploy: [bo, ana]
    email_auth: [ana, bo]
"""
SMOKE = """\
smoke:
  pages:
    - name: start
      url: "https://app.acme.test/"
      expect: ["[STATUS] == 200", "[RESPONSE_TIME] < 800ms", "[BODY] contains Acme $5 (new)"]
    - {name: health, url: "https://api.acme.test/health", expect: ["[BODY].status == ok"]}
    - {name: pricing, url: "https://app.acme.test/pricing"}
"""


def loaded(
    monitor: str = COVER + PEOPLE, more: str = SMOKE, files: dict[str, str] | None = None
) -> Loaded:
    """A config with this under `monitor:`, and `more` beside it."""
    text = f"version: 1\nproduct: Acme\n{HOSTS}\nmonitor:\n{monitor}{more}"
    there = {name: said.encode() for name, said in (files or {}).items()}

    def read(path: str) -> bytes:
        if path not in there:
            raise FileNotFoundError(path)
        return there[path]

    return load(text.encode(), "launchready.yml", environment="production", variables={}, read=read)


def planned(monitor: str = COVER + PEOPLE, more: str = SMOKE) -> Plan:
    return plan_of(loaded(monitor, more))


def made(form: str, plan: Plan, kind: str = "email") -> Written:
    return WRITERS[form](plan, kind)


async def judged(
    form: str, written: Written, monitor: str = COVER + PEOPLE, files: dict[str, str] | None = None
) -> tuple[Asked, ...]:
    """What the monitor room says once the files are committed under ops/."""
    there = {f"ops/{one.name}": one.text for one in written.files} | (files or {})
    names = f"[{', '.join(there)}]"
    section = f"  provider: {form}\n  file: {names}\n  logs: false\n{monitor}"
    rooms = loaded(section, SMOKE, there).rooms
    plan = gate.plan(registry.checks(("monitor",)), rooms, chosen=("monitor",))
    return await gate.run(plan, a_world(files=DictRepository(files=there)))


def told(asked: tuple[Asked, ...]) -> list[tuple[str, str]]:
    """Rule and subject of every finding, and what stayed open as `?` with its reason."""
    found = []
    for one in asked:
        if isinstance(one.outcome, Answered):
            found += [(each.rule.id, each.message) for each in one.outcome.findings]
        elif reason := getattr(one.outcome, "reason", ""):
            found += [("?", f"{one.check.id}: {reason}")]
    return found
