"""Wagtail: a content site whose editors log in with a form."""

from pathlib import Path

from tests.apps.app import App, Start, gunicorn
from tests.apps.place import Place

USER = "ada"


def install(place: Place) -> None:
    place.with_pip()
    command = str(place.root / "venv" / "bin" / "wagtail")
    place.run(command, "start", "mysite", ".")
    place.run(place.python, "manage.py", "migrate", "--verbosity", "0")
    place.run(
        *(place.python, "manage.py", "createsuperuser", "--noinput"),
        *("--username", USER, "--email", "ada@example.com"),
        names={"DJANGO_SUPERUSER_PASSWORD": place.password},
    )


def start(place: Place, data: Path, port: int) -> Start:
    _ = data
    return Start(command=gunicorn(place, port, "mysite.wsgi"), page="/admin/login/")


APP = App(name="wagtail", install=install, start=start)
