"""maildev: an inbox for tests, which takes every mail and delivers none."""

import json
from pathlib import Path

from tests.apps.app import App, Start
from tests.apps.place import Place


def install(place: Place) -> None:
    place.with_npm()


def start(place: Place, data: Path, port: int, *, mail: int) -> Start:
    _ = data
    package = place.root / "node_modules" / "maildev"
    said = json.loads((package / "package.json").read_text("utf-8"))["bin"]
    program = said if isinstance(said, str) else said["maildev"]
    return Start(
        command=(
            *("node", str(package / program), "--ip", "127.0.0.1", "--smtp", str(mail)),
            *("--web-ip", "127.0.0.1", "--web", str(port)),
        ),
        page="/api/email",
    )


APP = App(name="maildev", install=install, start=start, programs=("node",))
