"""A small HTTP server of the watch's own: /metrics, /healthz and the status page, only to read.

One answer a connection, a bounded head, a bounded wait: it must never cost the watch anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

import anyio
import h11
from anyio.abc import ByteStream, SocketAttribute, TaskStatus

from launchready.watch.metrics import CONTENT_TYPE
from launchready.watch.status_page import DATA, PAGE

# Connections at a time, seconds for one from its accept to its end, bytes of a request's head.
MOST = 16
LIMIT = 5.0
LARGEST_HEAD = 8 * 1024
_GONE = (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer; `kind` is its content type."""

    status: int = 200
    kind: str = "text/plain; charset=utf-8"
    body: str = ""


Pages = Mapping[str, Callable[[], Page]]


def pages_of(folder: Path | None, metrics: Callable[[], str], healthy: Callable[[], Page]) -> Pages:
    """What is served; the status page only where one is written."""
    served: dict[str, Callable[[], Page]] = {
        "/metrics": lambda: Page(kind=CONTENT_TYPE, body=metrics()),
        "/healthz": healthy,
    }
    if folder is not None:
        served["/"] = lambda: in_file(folder / PAGE, "text/html; charset=utf-8")
        served[f"/{DATA}"] = lambda: in_file(folder / DATA, "application/json")
    return served


def health(turned: Callable[[], float | None], stale: float, now: Callable[[], float]) -> Page:
    """Whether the loop turns: 200, or 503 with why. Times in seconds of one clock."""
    last = turned()
    if last is None:
        return Page(status=503, body="the first turn is not over yet\n")
    stood = now() - last
    if stood > stale:
        return Page(status=503, body=f"the loop has not turned for {stood:.0f} s\n")
    return Page(body="ok\n")


async def serve(
    host: str,
    port: int,
    pages: Pages,
    *,
    limit: float = LIMIT,
    task_status: TaskStatus[int] = anyio.TASK_STATUS_IGNORED,
) -> None:
    """Serves until cancelled; tells the port it got. Raises OSError where it may not listen.

    `limit` is for one connection, in seconds.
    """
    listener = await anyio.create_tcp_listener(local_host=host, local_port=port)
    places = anyio.CapacityLimiter(MOST)

    async def handle(stream: ByteStream) -> None:
        async with stream:
            with anyio.move_on_after(limit):
                async with places:
                    await _answer(stream, pages)

    async with listener:
        got: int = listener.extra(SocketAttribute.local_port)  # noqa: S610 - no Django
        task_status.started(got)
        await listener.serve(handle)


async def _answer(stream: ByteStream, pages: Pages) -> None:
    talk = h11.Connection(h11.SERVER, max_incomplete_event_size=LARGEST_HEAD)
    try:
        asked = await _asked(stream, talk)
        page, with_body = _page(asked, pages), asked.method != b"HEAD"
    except h11.RemoteProtocolError as error:
        page, with_body = Page(status=error.error_status_hint, body="not understood\n"), True
    except _GONE:
        return
    try:
        await stream.send(_written(talk, page, with_body=with_body))
    except _GONE:
        return


async def _asked(stream: ByteStream, talk: h11.Connection) -> h11.Request:
    while True:
        event = talk.next_event()
        if isinstance(event, h11.Request):
            return event
        if event is not h11.NEED_DATA:
            raise anyio.EndOfStream
        talk.receive_data(await stream.receive(LARGEST_HEAD))


def _page(asked: h11.Request, pages: Pages) -> Page:
    path = asked.target.decode("ascii", "replace").partition("?")[0]
    found = pages.get(path)
    if found is None:
        return Page(status=404, body="nothing is here\n")
    if asked.method not in (b"GET", b"HEAD"):
        return Page(status=405, body="this is only to read\n")
    try:
        return found()
    except OSError:
        return Page(status=503, body="this cannot be read just now\n")


def in_file(path: Path, kind: str) -> Page:
    """A file as it stands now. Raises OSError."""
    return Page(kind=kind, body=path.read_text("utf-8", "replace"))


def _written(talk: h11.Connection, page: Page, *, with_body: bool) -> bytes:
    body = page.body.encode("utf-8", "replace")
    headers = [
        ("Date", formatdate(usegmt=True)),
        ("Content-Type", page.kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Connection", "close"),
    ]
    if page.status == 405:
        headers.append(("Allow", "GET, HEAD"))
    parts = [talk.send(h11.Response(status_code=page.status, headers=headers)) or b""]
    if with_body:
        parts.append(talk.send(h11.Data(data=body)) or b"")
    return b"".join(parts)
