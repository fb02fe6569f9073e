"""Sets the stage: a portal with its DNS, its certificates and its repository, for a while."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
from anyio.abc import TaskGroup

from launchready.demo import certificates, founder, listen, records, repository
from launchready.demo.certificates import Authority
from launchready.demo.listen import Place
from launchready.demo.portal import HOSTS, MEMBER, Portal
from launchready.demo.wire import App, Reply, Request
from launchready.demo.zone import Zone, zone

HERE = "127.0.0.1"
SECOND = "127.0.0.2"  # for the second name server; macOS has it only when asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything started: the founder's repository at `root`, and where the servers listen."""

    root: Path
    config: Path
    http: Place
    https: Place
    name_servers: tuple[Place, Place]
    portal: Portal

    @property
    def variables(self) -> dict[str, str]:
        """What the founder keeps in the CI's secrets: the account that smoke logs in with, and
        the texts planted for the assistant."""
        return {
            "SMOKE_USER": MEMBER,
            "SMOKE_PASSWORD": self.portal.password,
            "CANARY_SYSTEM": self.portal.code,
            "CANARY_TENANT": self.portal.note,
        }

    @property
    def ca_file(self) -> Path:
        return self.root / founder.CA_FILE


@asynccontextmanager
async def staged(*, broken: bool = False) -> AsyncIterator[Stage]:
    """A portal for as long as the block runs; servers and folder are gone after it."""
    failure: Exception | None = None
    with _folder() as folder:
        async with anyio.create_task_group() as servers:
            try:
                yield await _set(folder, servers, broken=broken)
            except Exception as error:  # noqa: BLE001 - raised again below, outside of the group
                failure = error
            finally:
                servers.cancel_scope.cancel()
    if failure is not None:
        raise failure


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="launchready-demo-") as folder:
        yield Path(folder).resolve()  # git names the folder without macOS's symlinks


async def _set(folder: Path, servers: TaskGroup, *, broken: bool) -> Stage:
    portal = Portal(broken=broken)
    made = certificates.authority(datetime.now(UTC))
    context = certificates.by_name(certificates.contexts(HOSTS, folder, made, broken=broken))
    http = await listen.http(_with_issuer(portal, made), HERE, servers)
    https = await listen.https(portal.secure, HERE, context, servers)
    live = zone(records.ZONE, records.served(broken=broken))
    name_servers = await listen.name_server(live, HERE, servers), await _second(live, servers)
    root = folder / "portal"
    root.mkdir()
    files = founder.files(
        addresses=_addresses(http, https),
        name_servers=tuple(str(one) for one in name_servers),
        root=made.root.pem,
        broken=broken,
    )
    await repository.commit(root, files, "Ready to launch")
    return Stage(
        root=root,
        config=root / founder.CONFIG_FILE,
        http=http,
        https=https,
        name_servers=name_servers,
        portal=portal,
    )


def _with_issuer(portal: Portal, made: Authority) -> App:
    """The portal over http, and beside it the place where the intermediate is to be had."""
    issuer = Reply(kind="application/pkix-cert", body=made.intermediate.der)
    asked_for = (certificates.ISSUER_HOST, certificates.ISSUER_PATH)

    def answer(request: Request) -> Reply:
        return issuer if (request.host, request.path) == asked_for else portal.plain(request)

    return answer


def _addresses(http: Place, https: Place) -> dict[str, str]:
    """Where each host and port really is."""
    found = {f"{certificates.ISSUER_HOST}:80": str(http)}
    for host in HOSTS:
        found |= {f"{host}:80": str(http), f"{host}:443": str(https)}
    return found


async def _second(live: Zone, servers: TaskGroup) -> Place:
    try:
        return await listen.name_server(live, SECOND, servers)
    except OSError:
        return await listen.name_server(live, HERE, servers)
