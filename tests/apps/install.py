"""Installs the portals into `.apps/`: python -m tests.apps.install light|nightly|NAME ...

What is there already, from the same lock and recipe, is left as it is.
"""

import sys
import time

from tests.apps import directus, maildev, mailman_web, node_red, pretalx, wagtail
from tests.apps.app import App

LIGHT = (wagtail.APP, mailman_web.APP, maildev.APP, node_red.APP)
NIGHTLY = (pretalx.APP, directus.APP)
BY_NAME: dict[str, tuple[App, ...]] = {
    "light": LIGHT,
    "nightly": NIGHTLY,
    **{one.name: (one,) for one in (*LIGHT, *NIGHTLY)},
}


def install(app: App) -> None:
    """One app from nothing, or nothing where it is there."""
    place = app.place
    if place.is_current:
        print(f"{app.name}: there", flush=True)
        return
    began = time.monotonic()
    place.begin()
    app.install(place)
    place.finish()
    print(f"{app.name}: installed in {time.monotonic() - began:.0f} s", flush=True)


def main(names: list[str]) -> int:
    unknown = [one for one in names if one not in BY_NAME]
    if unknown or not names:
        print(f"{', '.join(unknown) or 'nothing'} is none of {', '.join(BY_NAME)}", file=sys.stderr)
        return 2
    for name in names:
        for app in BY_NAME[name]:
            install(app)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
