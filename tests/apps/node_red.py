"""Node-RED: a single-page app whose API wants a token."""

from pathlib import Path

from tests.apps.app import App, Start
from tests.apps.place import Place

USER = "ada"

_SETTINGS = """\
const ada = {username: "ada", permissions: "*"};
module.exports = {
  uiHost: "127.0.0.1",
  flowFile: "flows.json",
  credentialSecret: process.env.APP_PASSWORD,
  adminAuth: {
    type: "credentials",
    users: async (name) => (name === "ada" ? ada : null),
    authenticate: async (name, word) =>
      (name === "ada" && word === process.env.APP_PASSWORD ? ada : null),
  },
};
"""


def install(place: Place) -> None:
    place.with_npm()
    (place.data / "settings.js").write_text(_SETTINGS, "utf-8")


def start(place: Place, data: Path, port: int) -> Start:
    red = str(place.root / "node_modules" / "node-red" / "red.js")
    return Start(
        command=(
            *("node", red, "--userDir", str(data), "--settings", str(data / "settings.js")),
            *("--port", str(port)),
        ),
        names={"APP_PASSWORD": place.password, "HOME": str(data)},
    )


APP = App(name="node-red", install=install, start=start, programs=("node",))
