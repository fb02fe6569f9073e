"""`make pictures`: the broken demo's comment and page, and a status page, as people see them.

Needs chromium and cmark-gfm (Debian: both by these names). Writes docs/pictures/*.png, at most
150 kB each.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from launchready.watch import status_page
from tests.watch.page_views import outage

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
MOST_BYTES = 150_000
SECONDS = 120
NO_GO = 1
# Drawn, since a machine without a font for emoji shows an empty box.
STOP = (
    '<svg width="16" height="16" viewBox="0 0 16 16"><path fill="#cf222e" '
    'd="M5 0h6l5 5v6l-5 5H5l-5-5V5z"/></svg>'
)
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2328; margin: 24px; max-width: 860px }
code { font: 85% ui-monospace, monospace; background: #eff1f3 }
code { border-radius: 6px; padding: .2em .4em }
pre { background: #f6f8fa; border-radius: 6px; padding: 16px; overflow: auto }
pre code { background: none; padding: 0 }
table { border-collapse: collapse } th, td { border: 1px solid #d1d9e0; padding: 6px 13px }
blockquote { border-left: .25em solid #d1d9e0; color: #59636e; margin: 0; padding: 0 1em }
a { color: #0969da; text-decoration: none }
"""


def main() -> None:
    """Write the pictures.

    Raises:
        SystemExit: a program is missing, the demo did not end in a no-go, or a picture is too big.
    """
    missing = [one for one in ("chromium", "cmark-gfm") if shutil.which(one) is None]
    if missing:
        sys.exit(f"make pictures needs {' and '.join(missing)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _demo(folder)
        (folder / "comment.html").write_text(_rendered(folder / "comment.md"), encoding="utf-8")
        (folder / "status.html").write_text(status_page.render(outage()), encoding="utf-8")
        for page in ("comment", "page", "status"):
            _photograph(folder, page)


def _demo(folder: Path) -> None:
    formats = ["-f", f"markdown={folder / 'comment.md'}", "-f", f"html={folder / 'page.html'}"]
    command = [sys.executable, "-m", "launchready", "demo", "--broken", *formats]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, timeout=SECONDS, check=False)
    if done.returncode != NO_GO:
        sys.exit(f"the broken demo ended with {done.returncode}, not {NO_GO}")


def _rendered(markdown: Path) -> str:
    extensions = ["-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tagfilter"]
    command = ["cmark-gfm", "--unsafe", *extensions, str(markdown)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    body = done.stdout.replace("🛑", STOP)
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{body}'


def _photograph(folder: Path, page: str) -> None:
    picture = FOLDER / f"{page}.png"
    picture.unlink(missing_ok=True)
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}",
        "--window-size=900,640",
        f"--screenshot={picture}",
        (folder / f"{page}.html").as_uri(),
    ]
    subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    if not picture.is_file():
        sys.exit(f"chromium left no picture of the {page}")
    size = picture.stat().st_size
    if size > MOST_BYTES:
        sys.exit(f"{picture.name} has {size} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    main()
