"""A key is found wherever a repository can hold it, and the finding says where that is."""

import base64
import io
import json
import random
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.secrets.committed import look
from launchready.secrets.scope import Scope
from tests.secrets.samples import BY_FORM
from tests.secrets.scan import NOON
from tests.secrets.search import HISTORY, TREE, a_job
from tests.world.a_repository import Made, a_repository

KEY = BY_FORM["github"][2](random.Random(1))
LINE = f"token = '{KEY}'\n"


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = a_repository(tmp_path / "portal")
    made.commit(**{"README": "Acme\n"})
    return made


def _asked(made: Made, scope: Scope) -> list[Finding]:
    return look(a_job(scope), made.files, NOON, threading.Event()).findings()


def _found(made: Made, scope: Scope = HISTORY) -> list[str]:
    """The messages of the GitHub tokens told."""
    found = _asked(made, scope)
    return [one.message for one in found if one.rule.id == "secrets/github-token"]


def _zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("app/settings.py", data)
    return file.getvalue()


def _notebook() -> str:
    cells = [{"cell_type": "code", "source": ["import x\n"], "outputs": [], "metadata": {}}]
    cells.append(cells[0] | {"source": ["import y\n", f'connect("{KEY}")\n']})
    return json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}, indent=1)


FILES: dict[str, tuple[str, bytes]] = {
    "UTF-16 with a mark": ("a.ps1", LINE.encode("utf-16")),
    "UTF-16 without one": ("a.ps1", LINE.encode("utf-16-be")),
    "UTF-8 with a mark": ("a.py", LINE.encode("utf-8-sig")),
    "Latin-1": ("a.py", "größe = 1\n".encode("latin-1") + LINE.encode()),
    "CRLF": ("a.py", LINE.replace("\n", "\r\n").encode()),
    "a binary": ("a.bin", b"\x89\0\1\2" * 40 + KEY.encode() + b"\0\xff" * 9),
    "two megabytes in a line": ("a.min.js", b"f();" * 500_000 + LINE.encode()),
    "twelve megabytes": ("a.log", b"nothing here\n" * 950_000 + LINE.encode()),
    "a notebook": ("a.ipynb", _notebook().encode()),
    "a lock file": ("package-lock.json", b'{"resolved": "https://x.io/?t=%s"}' % KEY.encode()),
    "yarn's lock file": ("yarn.lock", b'  resolved "https://%s@x.io/a.tgz"\n' % KEY.encode()),
    "installed packages": ("node_modules/a/index.js", LINE.encode()),
    "others' code": ("vendor/a.go", LINE.encode()),
    "a picture of text": ("a.svg", b"<svg><!-- %s --></svg>" % KEY.encode()),
    "text by another name": ("a.pdf", LINE.encode()),
    "a name not in ASCII": ("ünï cödé.py", LINE.encode()),
    "an archive": ("a.zip", _zipped(LINE.encode())),
    "a shell's history": (".bash_history", b"curl -H 'Authorization: token %s'\n" % KEY.encode()),
    "a dump": ("a.sql", b"INSERT INTO t VALUES (1,'%s');\n" % KEY.encode()),
    "a large file's stand-in beside it": ("b.txt", LINE.encode()),
}


@pytest.mark.parametrize("which", FILES)
def test_a_key_is_found_in_the_files_and_in_history(made: Made, which: str) -> None:
    path, content = FILES[which]
    made.write(path, content)
    made.git("add", "-f", path)
    made.git("commit", "-q", "-m", "x")

    assert len(_found(made, TREE)) == len(_found(made, HISTORY)) == 1


def _removed(made: Made) -> None:
    made.commit(**{"a.py": LINE})
    made.commit(**{"a.py": "\n"})


def _hidden(made: Made) -> None:
    made.commit(**{".gitattributes": "a.py -diff\nb.py binary\n", "a.py": LINE})


def _only_in_a_merge(made: Made) -> None:
    made.git("checkout", "-q", "-b", "side")
    made.commit(**{"side": "x\n"})
    made.git("checkout", "-q", "main")
    made.commit(**{"mine": "x\n"})
    made.git("merge", "-q", "--no-commit", "side")
    made.commit(**{"a.py": LINE})
    made.commit(**{"a.py": "\n"})


def _on_a_merged_side(made: Made) -> None:
    made.git("checkout", "-q", "-b", "side")
    _removed(made)
    made.git("checkout", "-q", "main")
    made.commit(**{"mine": "x\n"})
    made.git("merge", "-q", "--no-edit", "side")


def _on_another_branch(made: Made) -> None:
    made.git("checkout", "-q", "-b", "side")
    made.commit(**{"a.py": LINE})
    made.git("checkout", "-q", "main")


PASTS: dict[str, Callable[[Made], object]] = {
    "added and removed": _removed,
    "attributes that hide a file": _hidden,
    "a merge alone": _only_in_a_merge,
    "a branch that was merged": _on_a_merged_side,
    "a branch that was not": _on_another_branch,
    "a message": lambda made: made.git("commit", "-q", "--allow-empty", "-m", f"use {KEY}"),
    "an author": lambda made: made.git(
        "-c", f"user.name={KEY}", "commit", "-q", "--allow-empty", "-m", "x"
    ),
    "a tag's message": lambda made: made.git("tag", "-a", "v1", "-m", f"made with {KEY}"),
    "a tag's name": lambda made: made.git("tag", KEY),
    "a branch's name": lambda made: made.git("branch", KEY),
}


@pytest.mark.parametrize("which", PASTS)
def test_a_key_is_found_in_the_past(made: Made, which: str) -> None:
    PASTS[which](made)

    assert len(set(_found(made))) >= 1


def test_a_commit_nothing_holds_any_more_is_looked_at(made: Made) -> None:
    made.commit(**{"a.py": LINE})
    made.git("reset", "-q", "--hard", "HEAD~1")
    (one,) = [one for one in _asked(made, HISTORY) if one.rule.id == "secrets/github-token"]

    assert "no branch or tag has it any more" in " ".join(one.evidence)
    assert "it was taken out of the files since" in " ".join(one.evidence)


def test_a_renamed_file_is_told_once(made: Made) -> None:
    made.commit(**{"a.py": LINE + "x = 1\n" * 20})
    made.git("mv", "a.py", "b.py")
    made.commit()

    assert [one.split(",")[0] for one in _found(made)] == ["a.py line 1"]


@pytest.mark.parametrize(
    ("which", "where"),
    [
        ("a notebook", "a.ipynb cell 2, line "),
        ("an archive", "a.zip (app/settings.py in it) line 1 holds"),
        ("a binary", "a.bin byte 161 holds"),
        ("two megabytes in a line", "a.min.js line 1, column 2000010 holds"),
    ],
)
def test_a_finding_says_where_in_an_unusual_file_it_is(made: Made, which: str, where: str) -> None:
    made.write(*FILES[which])

    assert _found(made, TREE)[0].startswith(where)


def test_a_finding_says_what_it_is_where_it_is_in_no_file(made: Made) -> None:
    PASTS["a message"](made)
    commit = made.git("rev-parse", "HEAD")

    assert _found(made) == [f"the message of commit {commit[:12]} holds a GitHub token (ghp_…)"]


def test_who_can_read_it_is_said(made: Made, tmp_path: Path) -> None:
    made.commit(**{"a.py": LINE})
    made.git("clone", "-q", "--bare", str(made.root), str(tmp_path / "remote"))
    (local,) = _asked(made, HISTORY)
    made.git("remote", "add", "origin", str(tmp_path / "remote"))
    made.git("fetch", "-q", "origin")
    (public,) = _asked(made, HISTORY)

    assert "no remote is known to have it yet: so far it is in this clone" in local.evidence
    assert "everybody who can fetch from the remote can read it" in public.evidence
    assert "it is still in the files of today" in public.evidence


def test_what_a_link_and_a_submodule_lead_to_is_not_read(made: Made, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text(LINE)
    (made.root / "link").symlink_to(tmp_path / "outside")
    made.git("add", "-A")

    assert _found(made, TREE) == []


@pytest.mark.parametrize("scope", [TREE, HISTORY], ids=str)
def test_a_large_file_kept_elsewhere_is_read_where_it_is_here_and_else_said_to_be_unread(
    made: Made, scope: Scope
) -> None:
    import hashlib

    content = LINE.encode() * 3
    digest = hashlib.sha256(content).hexdigest()
    pointer = "version https://git-lfs.github.com/spec/v1\n"
    made.commit(**{"big.sql": f"{pointer}oid sha256:{digest}\nsize {len(content)}\n"})
    with pytest.raises(UnreachableError) as caught:
        _asked(made, scope)
    made.write(f".git/lfs/objects/{digest[:2]}/{digest[2:4]}/{digest}", content)

    assert "big.sql" in caught.value.reason
    assert len(_found(made, scope)) == 1


@pytest.mark.parametrize("scope", [TREE, HISTORY], ids=str)
def test_a_picture_kept_elsewhere_leaves_nothing_open(made: Made, scope: Scope) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\n"
    made.commit(**{"shot.png": f"{pointer}oid sha256:{'0' * 64}\nsize 9\n"})

    assert _asked(made, scope) == []


@pytest.mark.parametrize("wrap", ["base64", "urlsafe"])
def test_a_key_is_found_one_wrapping_deep(made: Made, wrap: str) -> None:
    text = f'{{"token": "{KEY}", "size": 1}}'
    wrapped = {
        "base64": base64.b64encode(text.encode()).decode(),
        "urlsafe": base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    }[wrap]
    made.commit(**{"a.yaml": f"config: {wrapped}\n"})

    assert len(_found(made, TREE)) == len(_found(made, HISTORY)) == 1


def test_a_password_in_an_escaped_address_is_found(made: Made) -> None:
    address = quote(f"postgres://app:{KEY[4:30]}@db.acme.io/portal", safe="")
    made.commit(**{"a.yaml": f"link: https://acme.io/?db={address}\n"})

    for scope in (TREE, HISTORY):
        assert [one.rule.id for one in _asked(made, scope)] == ["secrets/url-password"]
