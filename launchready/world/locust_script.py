"""The script that locust runs: targets, weights and expectations in, one sample a request out.

Locust rounds what it prints and keeps no percentile exactly, so the script hands every answer's
own time to the master, which writes them to a file. Headers and bodies, which may be secrets,
come from the environment of the process that runs it, and are never in the file.

Locust has no open model. Each visitor sends a request every PACE seconds, by the clock, and what
a late one waited for its turn counts: its time runs from when it was due.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from launchready import __version__

# The environment's words for it: headers and bodies by a target's name, where samples go, and
# which certificates are trusted besides the system's.
HEADERS = "LAUNCHREADY_LOAD_HEADERS"
BODIES = "LAUNCHREADY_LOAD_BODIES"
SAMPLES = "LAUNCHREADY_LOAD_SAMPLES"
TRUSTED = "LAUNCHREADY_LOAD_CA_FILE"

# Seconds from one request of a visitor to its next. An answer that takes longer holds its visitor
# up, and then fewer requests are sent than asked for, which makes a run invalid.
PACE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One target as locust asks for it. `statuses` are those that are meant, `texts` are all to
    be there; what it carries comes by the environment."""

    name: str
    url: str
    weight: float = 1.0
    method: str = "GET"
    statuses: tuple[int, ...] = tuple(range(200, 300))
    texts: tuple[str, ...] = ()


def visitors(rate: float) -> int:
    """How many visitors send so many requests a second."""
    return max(1, math.ceil(rate * PACE - 1e-9))


def script(
    lines: Sequence[Line],
    *,
    rate: float,
    seconds: float,
    timeout: float,
    warmup: float = 0.0,
    addresses: Mapping[str, tuple[str, int]] | None = None,
) -> str:
    """The locustfile. Times are in seconds, `seconds` with the warm-up; `addresses` says where
    "host:port" really is."""
    plan = {
        "targets": [asdict(one) for one in lines],
        "headers": {"User-Agent": f"launchready/{__version__}"},
        "pace": visitors(rate) / rate,
        "timeout": timeout,
        "warmup": warmup,
        "addresses": dict(addresses or {}),
    }
    users = f"-u {visitors(rate)} -r {visitors(rate)} -t {math.ceil(seconds)}s"
    return _SCRIPT.format(
        plan=json.dumps(plan),
        users=users,
        headers=HEADERS,
        bodies=BODIES,
        samples=SAMPLES,
        trusted=TRUSTED,
    )


_SCRIPT = '''\
"""Load as launchready.yml asks for it; written by `launchready locustfile`.

By itself:            locust -f FILE --headless {users}
From many machines:   locust -f FILE --headless {users} --master --expect-workers 3
                      locust -f - --worker --master-host HOST        on each of them

What requests carry is not in here. Each worker reads it from two variables: {headers}
is a JSON object of header names and values by a target's name, {bodies} one of
bodies. With {samples} naming a file, every request's own time is written there.
"""

import json
import os
import random
import time

import gevent
import gevent.socket
import gevent.ssl
from locust import FastHttpUser, events, task
from locust.runners import MasterRunner, WorkerRunner

PLAN = json.loads({plan!r})
HEADERS = json.loads(os.environ.get("{headers}", "{{}}"))
BODIES = json.loads(os.environ.get("{bodies}", "{{}}"))
TARGETS = PLAN["targets"]
WEIGHTS = [one["weight"] for one in TARGETS]
PLACES = PLAN["addresses"]

BROKEN = (
    (ConnectionRefusedError, "connection refused"),
    (gevent.socket.gaierror, "name not found"),
    (gevent.ssl.SSLError, "certificate or TLS failed"),
)
# Seconds, and the share of errors beyond which a run is ended for the server's sake.
PATIENCE, TOO_MANY = 5.0, 0.2

samples = []
recent = []
lags = []
clock = {{"began": 0.0, "cpu": 0.0, "wall": time.perf_counter()}}
phase = {{"next": random.random()}}


def located(host, port, *rest, _asked=gevent.socket.getaddrinfo, **named):
    """Connects where the plan says that a host and port are; names stay as they are."""
    place = PLACES.get(f"{{host}}:{{port}}")
    return _asked(*(place or (host, port)), *rest, **named)


gevent.socket.getaddrinfo = located


def trusting():
    made = gevent.ssl.create_default_context()
    if os.environ.get("{trusted}"):
        made.load_verify_locations(os.environ["{trusted}"])
    return made


def wrong(answer, target):
    """What is wrong with an answer, in the words of launchready; "" where it is as expected."""
    error = getattr(answer, "error", None)
    if answer.status_code == 0:
        if "timeout" in type(error).__name__.lower() or "timed out" in str(error):
            return "timed out"
        for kind, word in BROKEN:
            if isinstance(error, kind):
                return word
        return "connection broken"
    if answer.status_code not in target["statuses"]:
        return f"answered {{answer.status_code}}"
    body = (answer.text or "") if target["texts"] else ""
    return "" if all(one in body for one in target["texts"]) else "a text is missing"


class Visitor(FastHttpUser):
    host = TARGETS[0]["url"]
    insecure = False
    ssl_context_factory = staticmethod(trusting)
    network_timeout = connection_timeout = PLAN["timeout"]
    max_retries = 0

    def on_start(self):
        """Visitors begin evenly over the first stretch; steps of the golden ratio see to that."""
        phase["next"] = (phase["next"] + 0.6180339887) % 1
        self.due = time.perf_counter() + phase["next"] * PLAN["pace"]
        gevent.sleep(max(0.0, self.due - time.perf_counter()))

    def wait_time(self):
        """Until the next request is due; one that is late already is not put off further."""
        self.due += PLAN["pace"]
        return max(0.0, self.due - time.perf_counter())

    @task
    def visit(self):
        place = random.choices(range(len(TARGETS)), WEIGHTS)[0]
        target = TARGETS[place]
        headers = {{**PLAN["headers"], **HEADERS.get(target["name"], {{}})}}
        late = max(0.0, time.perf_counter() - self.due)
        with self.client.request(
            target["method"],
            target["url"],
            name=target["name"],
            headers=headers,
            data=BODIES.get(target["name"]),
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            taken = late + answer.request_meta["response_time"] / 1000
            kind = wrong(answer, target)
            answer.failure(kind) if kind else answer.success()
            said = answer.headers.get("server-timing", "") if answer.headers else ""
        due = self.due - clock["began"]
        length = answer.request_meta["response_length"]
        samples.append([place, due, late, taken, answer.status_code, kind, length, said[:300]])


def watch():
    """How late this process wakes up: what it measures is that much too long at times."""
    while True:
        due = time.perf_counter() + 0.05
        gevent.sleep(0.05)
        now = time.perf_counter()
        if clock["began"] and now - clock["began"] > PLAN["warmup"]:
            lags.append(now - due)


def drained():
    """What was measured since the last time, and how busy this process was."""
    cpu, wall = time.process_time(), time.perf_counter()
    share = (cpu - clock["cpu"]) / max(wall - clock["wall"], 0.001)
    clock["cpu"], clock["wall"] = cpu, wall
    told = {{"samples": samples[:], "lags": lags[:], "cpu": share if samples else 0.0}}
    samples.clear()
    lags.clear()
    return told


def written(told):
    if os.environ.get("{samples}") and told:
        with open(os.environ["{samples}"], "a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\\n")


def heed_errors(told):
    """Ends the run when more than a fifth of what came back in five seconds had failed."""
    now = time.perf_counter()
    recent.extend((now, bool(one[5])) for one in told["samples"])
    while recent and recent[0][0] < now - PATIENCE:
        recent.pop(0)
    failed = sum(1 for _, one in recent if one)
    clock["well"] = now if failed <= TOO_MANY * len(recent) else clock.get("well", now)
    if now - clock["well"] > PATIENCE and not clock.get("ended"):
        clock["ended"] = True
        share = f"{{failed / len(recent) * 100:.0f}} %"
        written({{"samples": [], "lags": [], "cpu": 0.0, "aborted": share}})
        gevent.spawn(RUNNER[0].quit)


RUNNER = []


@events.init.add_listener
def prepare(environment, **_):
    RUNNER.append(environment.runner)
    if not isinstance(environment.runner, MasterRunner):
        gevent.spawn(watch)


@events.test_start.add_listener
def start(environment, **_):
    clock["began"] = time.perf_counter()
    drained()


@events.report_to_master.add_listener
def hand_over(client_id, data, **_):
    data["launchready"] = drained()


@events.worker_report.add_listener
def take(client_id, data, **_):
    told = data.pop("launchready", None)
    if told:
        written(told)
        heed_errors(told)


@events.quitting.add_listener
def end(environment, **_):
    if not isinstance(environment.runner, MasterRunner | WorkerRunner):
        written(drained())
'''
