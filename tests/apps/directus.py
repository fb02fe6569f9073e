"""Directus: a back end with an API, tokens, and an OpenAPI file of its own. Tried at night."""

import shutil
from pathlib import Path

from tests.apps.app import App, Start
from tests.apps.place import Place

USER = "ada@example.com"
# What it needs that is not JavaScript, and is built here: a database, and a sandbox for scripts.
_BUILT = ("sqlite3", "isolated-vm")


def install(place: Place) -> None:
    place.with_npm()
    for name in _BUILT:
        at = f"node_modules/{name}"
        place.run("npx", "--no-install", "node-gyp", "rebuild", *_headers(), at=at)
    names = _names(place, place.data, 8055)
    place.run(*_program(place), "bootstrap", names=names)


def start(place: Place, data: Path, port: int, *, mail: int = 25) -> Start:
    return Start(
        command=(*_program(place), "start"),
        names={**_names(place, data, port), "EMAIL_SMTP_PORT": str(mail)},
        page="/server/ping",
    )


def _headers() -> tuple[str, ...]:
    """Node's headers where they lie beside it, so that none are downloaded."""
    home = Path(shutil.which("node") or "node").resolve().parents[1]
    return (f"--nodedir={home}",) if (home / "include" / "node" / "node.h").is_file() else ()


def _program(place: Place) -> tuple[str, ...]:
    return ("node", str(place.root / "node_modules" / "directus" / "cli.js"))


def _names(place: Place, data: Path, port: int) -> dict[str, str]:
    return {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": "http://portal.acme.test",
        "KEY": "launchready",
        "SECRET": place.password,
        "DB_CLIENT": "sqlite3",
        "DB_FILENAME": str(data / "data.db"),
        "STORAGE_LOCAL_ROOT": str(data / "uploads"),
        "ADMIN_EMAIL": USER,
        "ADMIN_PASSWORD": place.password,
        "EMAIL_TRANSPORT": "smtp",
        "EMAIL_FROM": "portal@example.com",
        "EMAIL_SMTP_HOST": "127.0.0.1",
        "EMAIL_SMTP_IGNORE_TLS": "true",
        "TELEMETRY": "false",
    }


APP = App(name="directus", install=install, start=start, programs=("node",))
