"""Real name servers on loopback with zones of a test: Knot, NSD, BIND, PowerDNS, and unbound."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.servers import running

Zones = Mapping[str, str]  # by origin, the text of the zone file


@contextmanager
def knot(
    folder: Path, address: str, port: int, zones: Zones, *, signed: bool = False, acl: bool = True
) -> Iterator[None]:
    """Knot; with `signed` it signs its zones with NSEC, with `acl` it hands them out."""
    write(folder, zones)
    signing = "    dnssec-signing: on\n    dnssec-policy: nsec\n" if signed else ""
    allowed = "    acl: all\n" if acl else ""
    config = f"""\
server:
    rundir: {folder}
    listen: {address}@{port}
database:
    storage: {folder}
log:
  - target: stderr
    any: info
acl:
  - id: all
    address: 127.0.0.0/8
    action: transfer
policy:
  - id: nsec
    algorithm: ecdsap256sha256
    single-type-signing: on
template:
  - id: default
    storage: {folder}
    file: "%s.zone"
    zonefile-sync: -1
    journal-content: none
{signing}{allowed}zone:
{"".join(f"  - domain: {one}{chr(10)}" for one in zones)}"""
    yield from _started("knotd", ["-c"], folder, config, (address, port))


@contextmanager
def nsd(folder: Path, address: str, port: int, zones: Zones, *, rate: int = 0) -> Iterator[None]:
    """NSD; it hands out no zone. `rate` is its limit on answers a second, 0 for none."""
    write(folder, zones)
    listed = "".join(f'zone:\n    name: {one}\n    zonefile: "{one}.zone"\n' for one in zones)
    config = f"""\
server:
    ip-address: {address}@{port}
    username: ""
    zonesdir: "{folder}"
    database: ""
    pidfile: "{folder}/pid"
    xfrdfile: "{folder}/xfrd"
    zonelistfile: "{folder}/zones"
    xfrdir: "{folder}"
    cookie-secret-file: ""
    server-count: 1
    rrl-ratelimit: {rate}
    rrl-whitelist-ratelimit: {rate}
remote-control:
    control-enable: no
{listed}"""
    yield from _started("nsd", ["-d", "-c"], folder, config, (address, port))


@contextmanager
def bind(folder: Path, port: int, zones: Zones, *, rate: int = 0) -> Iterator[None]:
    """BIND, on 127.0.0.1 alone: it binds only to addresses that an interface has."""
    write(folder, zones)
    limit = f"rate-limit {{ responses-per-second {rate}; }};" if rate else ""
    listed = "".join(
        f'zone "{one}" {{ type primary; file "{folder}/{one}.zone"; }};\n' for one in zones
    )
    config = f"""\
options {{
    directory "{folder}";
    pid-file "{folder}/pid";
    session-keyfile "{folder}/session.key";
    managed-keys-directory "{folder}";
    listen-on port {port} {{ 127.0.0.1; }};
    listen-on-v6 {{ none; }};
    recursion no;
    allow-transfer {{ none; }};
    dnssec-validation no;
    notify no;
    {limit}
}};
controls {{ }};
{listed}"""
    yield from _started("named", ["-g", "-c"], folder, config, ("127.0.0.1", port))


@contextmanager
def powerdns(folder: Path, address: str, port: int, zones: Zones, resolver: str) -> Iterator[None]:
    """PowerDNS, which puts the addresses of its target in the place of an ALIAS."""
    write(folder, zones)
    listed = "".join(f'zone "{one}" {{ file "{folder}/{one}.zone"; }};\n' for one in zones)
    (folder / "named.conf").write_text(f'options {{ directory "{folder}"; }};\n{listed}')
    config = f"""\
local-address={address}:{port}
socket-dir={folder}
launch=bind
bind-config={folder}/named.conf
expand-alias=yes
resolver={resolver}
daemon=no
guardian=no
webserver=no
security-poll-suffix=
"""
    (folder / "pdns.conf").write_text(config)
    command = ["pdns_server", f"--config-dir={folder}"]
    with running(command, log=folder / "log", listens=(address, port)):
        yield


@contextmanager
def unbound(
    folder: Path, address: str, port: int, stubs: Mapping[str, str], anchors: str = ""
) -> Iterator[None]:
    """A resolver that asks `stubs` for their zones, and checks signatures below `anchors`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "anchors").write_text(anchors)
    trust = f'    trust-anchor-file: "{folder}/anchors"\n' if anchors else ""
    listed = "".join(
        f"stub-zone:\n    name: {zone}\n    stub-addr: {at}\n    stub-prime: no\n"
        for zone, at in stubs.items()
    )
    config = f"""\
server:
    interface: {address}@{port}
    port: {port}
    do-not-query-localhost: no
    do-ip6: no
    username: ""
    chroot: ""
    directory: "{folder}"
    pidfile: "{folder}/pid"
    use-syslog: no
    logfile: ""
    access-control: 127.0.0.0/8 allow
    local-zone: "test." nodefault
    ede: yes
    module-config: "{"validator " if anchors else ""}iterator"
{trust}remote-control:
    control-enable: no
{listed}"""
    yield from _started("unbound", ["-d", "-c"], folder, config, (address, port))


def write(folder: Path, zones: Zones) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for zone, text in zones.items():
        (folder / f"{zone}.zone").write_text(text)


def _started(
    name: str, options: list[str], folder: Path, config: str, listens: tuple[str, int]
) -> Iterator[None]:
    file = folder / "server.conf"
    file.write_text(config)
    command = [name, *options, str(file)]
    with running(command, log=folder / "log", listens=listens):
        yield
