"""What Checkly watches, by the code of its checks (checklyhq.com/docs/constructs)."""

from collections.abc import Iterable
from typing import Any

from launchready.core.location import Location
from launchready.core.monitors import Alert, Contact, Demand, Kind, Monitor, Term, Watching, looks
from launchready.monitor import checkly_code
from launchready.monitor.checkly_code import Call
from launchready.monitor.checkly_values import Values, chain, seconds_between
from launchready.monitor.written import File

_KINDS: dict[str, Kind] = {
    "ApiCheck": "page",
    "UrlMonitor": "page",
    "BrowserCheck": "page",
    "MultiStepCheck": "page",
    "PlaywrightCheck": "page",
    "TcpCheck": "tcp",
    "TcpMonitor": "tcp",
    "DnsMonitor": "dns",
    "SslMonitor": "tls",
    "HeartbeatCheck": "heartbeat",
    "HeartbeatMonitor": "heartbeat",
    "IcmpMonitor": "other",
    "GrpcMonitor": "other",
}
_SCRIPTED = ("BrowserCheck", "MultiStepCheck", "PlaywrightCheck")
# Seconds a request, and a script, may take before it is a failure whatever is set.
_TIMEOUT, _SCRIPT_TIMEOUT = 30.0, 240.0
_UNITS = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "days": 86400.0}
# The name of a channel, by what its construct has for it.
_ADDRESSES = ("name", "address", "phoneNumber", "channel", "serviceName")
_UNTOLD = "its channels are worked out when it is deployed"
# A channel of the account may subscribe itself to every new check.
_NO_CHANNELS = "its code names no channel, and those of the account are not in it"


def read(files: Iterable[File]) -> Watching:
    """Every check of a project; nothing of it is run."""
    codes = [(file, checkly_code.read(file.text())) for file in files]
    everything = {name: one for _, code in codes for name, one in code.constants.items()}
    usual: dict[str, Any] = {}
    for _, code in codes:
        values = Values(code.constants, everything)
        for call in code.made:
            if call.name == "defineConfig" and call.given:
                usual |= _mapping(_mapping(values.of(call.given[0])).get("checks"))
    monitors, hidden = [], []
    for file, code in codes:
        values = Values(code.constants, everything)
        for call in code.made:
            if call.name in _KINDS:
                made = _Check(call, values, usual, file.path)
                monitors.append(made.monitor())
                hidden += made.hidden
    return Watching(provider="checkly", monitors=tuple(monitors), hidden=tuple(hidden))


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


class _Check:
    """One check with the settings of its group and project filled in."""

    def __init__(self, call: Call, values: Values, usual: dict[str, Any], path: str) -> None:
        self._call, self._values, self._usual = call, values, usual
        self._given = _mapping(values.of(call.given[1])) if len(call.given) > 1 else {}
        group = self._given.get("group")
        inner = (
            values.of(group.given[1]) if isinstance(group, Call) and len(group.given) > 1 else {}
        )
        self._group = _mapping(inner)
        self._at = Location(file=path, line=call.line)
        self.hidden: list[str] = []

    def _setting(self, name: str) -> Any:
        """A check's own, its group's, or the project's."""
        for one in (self._given, self._group, self._usual):
            if one.get(name) is not None:
                return one[name]
        return None

    def monitor(self) -> Monitor:
        kind = _KINDS[self._call.name]
        request = _mapping(self._given.get("request"))
        name = self._given.get("name")
        target = self._target(kind, request)
        interval = self._interval(kind)
        certificate = _days(request)
        alerts = [] if kind == "tls" else [self._alert(kind, interval)]
        if kind in ("page", "tls"):
            alerts += self._expiry(certificate)
        first = self._values.of(self._call.given[0]) if self._call.given else ""
        return Monitor(
            name=name if isinstance(name, str) else str(first) if isinstance(first, str) else "",
            target=target,
            kind=kind,
            method=str(request.get("method") or "GET"),
            interval=interval,
            demands=self._demands(request),
            resting=self._resting(),
            alerts=tuple(alerts),
            at=self._at,
            id=first if isinstance(first, str) else "",
        )

    def _target(self, kind: Kind, request: dict[str, Any]) -> str:
        if kind == "heartbeat" or self._call.name in _SCRIPTED:
            return ""
        if kind in ("tcp", "tls"):
            host, number = request.get("hostname"), request.get("port")
            where = f"{host}:{number:.0f}" if isinstance(number, float) else str(host)
            return f"{'tls' if kind == 'tls' else 'tcp'}://{where}"
        url = request.get("url") or request.get("query") or request.get("hostname")
        if isinstance(url, str):
            return url
        self.hidden.append(f"{self._at} has a target that is worked out when it is deployed")
        return ""

    def _interval(self, kind: Kind) -> float | None:
        if kind != "heartbeat":
            return seconds_between(self._setting("frequency"))
        period, grace = self._span("period"), self._span("grace")
        return None if period is None else period + (grace or 0.0)

    def _span(self, name: str) -> float | None:
        amount, unit = self._given.get(name), self._given.get(f"{name}Unit")
        known = isinstance(amount, float) and isinstance(unit, str) and unit in _UNITS
        return float(amount) * _UNITS[str(unit)] if known else None  # type: ignore[arg-type]

    def _resting(self) -> str:
        if self._setting("activated") is False:
            return "activated is false"
        return "muted is true" if self._setting("muted") is True else ""

    def _demands(self, request: dict[str, Any]) -> frozenset[Demand]:
        if self._call.name in _SCRIPTED:
            return frozenset(
                ("status", "text")
            )  # a script that asserts nothing is a script's fault
        found: set[Demand] = {"latency"} if self._given.get("maxResponseTime") else set()
        asserted = request.get("assertions")
        for one in asserted if isinstance(asserted, list) else []:
            names = [name for name, _ in chain(one)]
            if names[:1] == ["statusCode"]:
                found.add("status")
            elif names[:1] in (["textBody"], ["jsonBody"]):
                found.add("text")
            elif names[:1] == ["responseTime"]:
                found.add("latency")
        # Without an assertion on it, a status of 400 and more fails unless the check should fail.
        return frozenset(
            found | ({"status"} if self._given.get("shouldFail") is not True else set())
        )

    def _alert(self, kind: Kind, interval: float | None) -> Alert:
        channels = self._channels()
        sent = [
            one for one in channels if _mapping(one.get("given")).get("sendFailure") is not False
        ]
        unknown = "" if channels else _UNTOLD if self._has_channels() else _NO_CHANNELS
        terms: tuple[Term, ...] = ()
        if interval is not None:
            terms = self._terms(kind, interval)
        return Alert(
            name="an alert",
            incident="downtime",
            contacts=tuple(_contact(one) for one in sent),
            unknown=unknown,
            terms=terms,
            untimed="" if terms else "its frequency is nowhere in the project",
            at=self._at,
        )

    def _terms(self, kind: Kind, interval: float) -> tuple[Term, ...]:
        if kind == "heartbeat":
            return looks(interval, 1, 0.0)
        timeout = _SCRIPT_TIMEOUT if self._call.name in _SCRIPTED else _TIMEOUT
        times, minutes = 1, 0.0
        for name, given in chain(self._setting("alertEscalationPolicy")):
            first = given[0] if given and isinstance(given[0], float) else 0.0
            if name == "runBasedEscalation":
                times = max(int(first), 1)
            elif name == "timeBasedEscalation":
                minutes = first or 5.0
        terms = [*looks(interval, times, timeout), *self._retries(timeout)]
        if minutes:
            terms.append(Term(label="failing for", seconds=minutes * 60))
        return tuple(terms)

    def _retries(self, timeout: float) -> list[Term]:
        """The waits between tries, and the tries (constructs/retry-strategy.ts)."""
        for name, given in chain(self._setting("retryStrategy")):
            options = _mapping(self._values.of(given[0])) if given else {}
            base = float(options.get("baseBackoffSeconds") or 60.0)
            most = int(options.get("maxRetries") or 2)
            waits = {
                "singleRetry": [base],
                "fixedStrategy": [base] * most,
                "linearStrategy": [base * each for each in range(1, most + 1)],
                "exponentialStrategy": [base**each for each in range(1, most + 1)],
            }.get(name, [])
            if waits:
                longest = float(options.get("maxDurationSeconds") or 600.0)
                total = min(sum(waits) + timeout * len(waits), longest)
                return [Term(label=f"{len(waits)} retries", seconds=total)]
        return []

    def _has_channels(self) -> bool:
        return bool(self._setting("alertChannels"))

    def _channels(self) -> list[dict[str, Any]]:
        """Each channel's construct and settings, those of the group as well."""
        found = []
        for one in (self._given, self._group, self._usual):
            listed = one.get("alertChannels")
            for each in listed if isinstance(listed, list) else []:
                if isinstance(each, Call) and each.name.rpartition(".")[2] == "fromId":
                    found.append({"kind": each.name.partition(".")[0], "given": {}})
                elif isinstance(each, Call):
                    given = self._values.of(each.given[1]) if len(each.given) > 1 else {}
                    found.append({"kind": each.name, "given": given, "id": each.given[0]})
            if found:
                break
        return found

    def _expiry(self, days: float | None) -> list[Alert]:
        """A channel's own threshold, of every check with a certificate; an SSL monitor's."""
        found = []
        for one in self._channels():
            given = _mapping(one.get("given"))
            threshold = given.get("sslExpiryThreshold")
            own = float(threshold) if isinstance(threshold, float) else 30.0
            for each in (days, own if given.get("sslExpiry") is True else None):
                if each is not None:
                    contacts = (_contact(one),)
                    found.append(
                        Alert(
                            name="a certificate's alert",
                            incident="ssl_expiry",
                            contacts=contacts,
                            days=each,
                            at=self._at,
                        )
                    )
        return found


def _days(request: dict[str, Any]) -> float | None:
    config = _mapping(request.get("sslConfig")).get("alertDaysBeforeExpiry")
    if isinstance(config, float):
        return config
    asserted = request.get("assertions")
    for one in asserted if isinstance(asserted, list) else []:
        links = chain(one)
        if links and links[0][1][:1] == ("daysUntilExpiry",) and len(links) > 1:
            limit = links[1][1][:1]
            return float(limit[0]) if limit and isinstance(limit[0], float) else None
    return None


def _contact(one: dict[str, Any]) -> Contact:
    kind = str(one["kind"]).removesuffix("AlertChannel").lower() or "channel"
    given = _mapping(one.get("given"))
    named = [given[key] for key in _ADDRESSES if isinstance(given.get(key), str)]
    own = one.get("id")
    return Contact(
        name=named[0] if named else str(own) if isinstance(own, str) else kind,
        channel=kind,
        via=own if isinstance(own, str) else "",
    )
