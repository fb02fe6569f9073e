"""What a check may ask over HTTP."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer to one request; redirects are answers, never followed here.

    `headers` keep order and repeats, names in lower case. `body` is at most the browser's limit,
    `truncated` says whether there was more. `seconds` run from sending to the last byte.
    `untrusted` is why the certificate failed a visitor's verification, None when it held.
    `wire` is the body's bytes as they came, before unpacking; None where nobody counted.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    truncated: bool
    seconds: float
    untrusted: str | None = None
    wire: int | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return next((value for key, value in self.headers if key == name.lower()), None)

    @property
    def text(self) -> str:
        """The body as text, by its declared charset or UTF-8; wrong bytes become U+FFFD."""
        kind = self.header("content-type") or ""
        charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or "utf-8"
        try:
            return self.body.decode(charset, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


class Browser(Protocol):
    """Fetches one URL at a time, blind to HSTS, and remembers GET answers for the run."""

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        """One request, one response. Raises UnreachableError when none came.

        A certificate that fails does not stop a GET that carries no credentials: the response
        says so in `untrusted`. Anything that writes or carries a cookie, an Authorization or a
        body is never sent to a host whose certificate fails. `fresh` asks again though the
        answer is remembered.
        """
        ...
