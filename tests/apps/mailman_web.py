"""mailman-web: a portal one signs up to by mail (django-allauth)."""

from pathlib import Path

from tests.apps.app import App, Start, gunicorn
from tests.apps.place import Place

USER = "ada"

_SETTINGS = """\
import os
from mailman_web.settings.base import *
from mailman_web.settings.mailman import *

BASE_DIR = os.path.dirname(os.path.abspath(__file__))
SECRET_KEY = os.environ["APP_KEY"]
ALLOWED_HOSTS = ["*"]
DATABASES["default"]["NAME"] = os.path.join(BASE_DIR, "web.db")
STATIC_ROOT = os.path.join(BASE_DIR, "static")
COMPRESS_ENABLED = False
COMPRESS_OFFLINE = False
HAYSTACK_CONNECTIONS["default"]["PATH"] = os.path.join(BASE_DIR, "index")
LOGGING = {"version": 1, "disable_existing_loggers": False}
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ.get("APP_MAIL_PORT", "25"))
DEFAULT_FROM_EMAIL = "lists@example.com"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
"""
_MAKE_USER = """\
import os
from django.contrib.auth import get_user_model
from allauth.account.models import EmailAddress
ada = get_user_model().objects.create_superuser(
    "ada", "ada@example.com", os.environ["APP_PASSWORD"])
EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
"""


def install(place: Place) -> None:
    place.with_pip()
    (place.data / "settings.py").write_text(_SETTINGS, "utf-8")
    names = _names(place)
    manage = (place.python, "-m", "django")
    place.run(*manage, "migrate", "--verbosity", "0", names=names)
    place.run(*manage, "collectstatic", "--noinput", "--verbosity", "0", names=names)
    place.run(
        *manage, "shell", "--command", _MAKE_USER, names={**names, "APP_PASSWORD": place.password}
    )


def start(place: Place, data: Path, port: int, *, mail: int = 25) -> Start:
    _ = data
    return Start(
        command=gunicorn(place, port, "mailman_web.wsgi"),
        names={**_names(place), "APP_MAIL_PORT": str(mail)},
        page="/accounts/login/",
    )


def _names(place: Place) -> dict[str, str]:
    return {
        "PYTHONPATH": ".",
        "DJANGO_SETTINGS_MODULE": "settings",
        "APP_KEY": place.password,
        "PYTHONWARNINGS": "ignore",
    }


APP = App(name="mailman-web", install=install, start=start, programs=("sassc",))
