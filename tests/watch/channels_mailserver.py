"""An SMTP server on loopback that takes mail as RFC 5321 says, with STARTTLS and AUTH as told."""

import base64
import ssl
from contextlib import suppress
from dataclasses import dataclass, field

import anyio
from anyio import IncompleteRead
from anyio.abc import ByteStream
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.tls import TLSStream


@dataclass(slots=True)
class Sink:
    """`context` None: it offers no STARTTLS; `login` None: no AUTH. `replies` overrule by verb,
    `slow` says how many seconds one takes."""

    context: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None
    replies: dict[str, str] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    in_the_clear: list[str] = field(default_factory=list)

    async def __call__(self, stream: ByteStream) -> None:
        # TLS at once is the listener's; here a stream says itself whether it is encrypted.
        with suppress(IncompleteRead, anyio.BrokenResourceError):
            await _Session(self, stream, isinstance(stream, TLSStream)).run()


class _Session:
    def __init__(self, sink: Sink, stream: ByteStream, is_tls: bool) -> None:
        self.sink, self.stream, self.is_tls = sink, stream, is_tls
        self.reader = BufferedByteReceiveStream(stream)
        self.is_known = False

    async def say(self, *lines: str) -> None:
        await self.stream.send("".join(f"{one}\r\n" for one in lines).encode())

    async def line(self) -> str:
        raw: bytes = await self.reader.receive_until(b"\r\n", 4096)
        return raw.decode()

    async def run(self) -> None:
        await self.say("220 sink.acme.test ESMTP")
        while True:
            line = await self.line()
            verb = line.split(" ")[0].upper()
            self.sink.verbs.append(verb)
            if not self.is_tls:
                self.sink.in_the_clear.append(line)
            await anyio.sleep(self.sink.slow.get(verb, 0))
            told = self.sink.replies.get(verb)
            if told is not None:
                await self.say(told)
                if told.startswith("421"):
                    return
            elif await self.obey(verb, line):
                return

    async def obey(self, verb: str, line: str) -> bool:
        """Does what was asked; True when that was the last thing."""
        if verb == "EHLO":
            await self.say(*self.offer())
        elif verb == "STARTTLS" and self.sink.context and not self.is_tls:
            await self.say("220 go ahead")
            self.stream = await TLSStream.wrap(
                self.stream, server_side=True, ssl_context=self.sink.context,
                standard_compatible=False,
            )  # fmt: skip
            self.reader, self.is_tls = BufferedByteReceiveStream(self.stream), True
        elif verb == "AUTH":
            await self.auth(line)
        elif verb == "MAIL" and self.sink.login and not self.is_known:
            await self.say("530 5.7.0 Authentication required")
        elif verb == "DATA":
            await self.say("354 go on")
            self.sink.mails.append(await self.reader.receive_until(b"\r\n.\r\n", 1_000_000))
            await self.say("250 2.0.0 taken")
        elif verb == "QUIT":
            await self.say("221 bye")
            return True
        else:
            await self.say("250 ok")
        return False

    def offer(self) -> list[str]:
        words = ["SIZE 1000000"]
        if self.sink.context and not self.is_tls:
            words.append("STARTTLS")
        if self.sink.login:
            words.append("AUTH PLAIN")
        return ["250-sink.acme.test", *(f"250-{one}" for one in words), "250 HELP"]

    async def auth(self, line: str) -> None:
        given = base64.b64decode(line.split(" ")[2]).decode().split("\0")[1:]
        self.is_known = tuple(given) == self.sink.login
        told = "235 2.7.0 ok" if self.is_known else f"535 5.7.8 no {given[1]} here"
        await self.say(told)
