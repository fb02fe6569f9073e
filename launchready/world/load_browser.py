"""The load's client as a browser, for journeys whose requests are load."""

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.world.http_request import request
from launchready.world.load_client import Client, FailedError, Shot, answer, on_the_wire


class LoadBrowser:
    """Remembers nothing and trusts no certificate that fails. `failed` is the last error's kind."""

    def __init__(self, client: Client, visit: Shot) -> None:
        self._client = client
        self._visit = visit
        self.failed = ""

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,  # noqa: ARG002 - nothing is remembered
    ) -> Response:
        asked, shot = request(url, method, headers, body), Shot()
        try:
            await self._client.send(asked, on_the_wire(asked), shot, reads=True)
            return answer(url, shot, reads=True)
        except FailedError as error:
            self.failed = error.kind
            raise UnreachableError(f"{asked.where}: {error.kind}") from error
        finally:
            self._visit.retried |= shot.retried
            self._visit.parser = shot.parser or self._visit.parser
