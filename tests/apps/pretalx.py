"""pretalx: a conference's portal, whose organisers log in with a form. Tried at night."""

from pathlib import Path

from tests.apps.app import App, Start, gunicorn
from tests.apps.place import Place

USER = "ada@example.com"

_SETTINGS = """\
[filesystem]
data = {data}
media = {data}/media
logs = {data}/logs
static = {data}/static.dist
[site]
debug = False
url = http://portal.acme.test
[database]
backend = sqlite3
name = {data}/db.sqlite3
[mail]
host = 127.0.0.1
port = 25
"""


def install(place: Place) -> None:
    place.with_pip()
    names = _names(place, place.data)
    manage = (place.python, "-m", "pretalx")
    place.run(*manage, "migrate", "--verbosity", "0", names=names)
    place.run(
        *(*manage, "init", "--noinput"),
        names={
            **names,
            "DJANGO_SUPERUSER_EMAIL": USER,
            "DJANGO_SUPERUSER_PASSWORD": place.password,
            "PRETALX_INIT_ORGANISER_NAME": "Acme",
            "PRETALX_INIT_ORGANISER_SLUG": "acme",
        },
    )
    place.run(*manage, "collectstatic", "--noinput", "--verbosity", "0", names=names)


def start(place: Place, data: Path, port: int) -> Start:
    return Start(
        command=gunicorn(place, port, "pretalx.wsgi"),
        names=_names(place, data),
        page="/orga/login/",
    )


def _names(place: Place, data: Path) -> dict[str, str]:
    _ = place
    settings = data / "pretalx.cfg"
    settings.write_text(_SETTINGS.format(data=data), "utf-8")
    return {"PRETALX_CONFIG_FILE": str(settings), "PYTHONWARNINGS": "ignore"}


APP = App(name="pretalx", install=install, start=start)
