"""Only the run's own server is asked for history, over HTTPS where there is a token."""

import base64
from pathlib import Path

import pytest

from launchready.github.git import Git, GitError
from launchready.github.remote import Remote
from tests.github.origin import Origin, git
from tests.github.test_git import server

OURS = "https://github.com"


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        ("https://github.com/org/app", True),
        ("git@github.com:org/app.git", True),
        ("ssh://git@github.com/org/app.git", True),
        ("file:///srv/app", True),
        ("/srv/app", True),
        ("https://github.com.evil.test/org/app", False),
        ("https://github.com@evil.test/org/app", False),
        ("https://evil.test/github.com/", False),
        ("http://github.com/org/app", False),
        ("git@github.com.evil.test:org/app", False),
        ("ssh://evil@github.com/org/app", False),
        ("git://github.com/org/app", False),
        ("ext::sh -c evil", False),
        ("evil::https://github.com/", False),
        ("../other", False),
        ("", False),
    ],
)
def test_only_our_server_and_this_machine_are_asked(url: str, is_ours: bool) -> None:
    assert Remote(server_url=OURS, url=url).is_ours is is_ours


def test_without_a_server_only_this_machine_is_asked() -> None:
    assert Remote(server_url="", url="file:///srv/app").is_ours
    assert not Remote(server_url="", url="https://github.com/org/app").is_ours
    assert Remote(server_url="", url="x").settings == ()


@pytest.mark.parametrize(
    "url", ["https://evil.test/org/app", "ext::sh -c 'touch sprung'", "git@evil.test:org/app"]
)
def test_an_origin_elsewhere_is_refused(tmp_path: Path, url: str) -> None:
    clone = Origin.at(tmp_path / "origin").checkout(tmp_path / "clone", "refs/heads/main")
    git(clone.root, "remote", "set-url", "origin", url)

    with pytest.raises(GitError, match="somewhere else than this repository's own server"):
        Git(root=clone.root, server_url=OURS, token="t").fetch("origin", "main")


def test_a_helper_of_its_own_is_refused(tmp_path: Path) -> None:
    clone = Origin.at(tmp_path / "origin").checkout(tmp_path / "clone", "refs/heads/main")
    git(clone.root, "config", "remote.origin.vcs", "evil")

    with pytest.raises(GitError, match="somewhere else"):
        clone.fetch("origin", "main")


def test_an_address_that_the_config_rewrites_is_judged_by_where_it_leads(tmp_path: Path) -> None:
    clone = Origin.at(tmp_path / "origin").checkout(tmp_path / "clone", "refs/heads/main")
    git(clone.root, "remote", "set-url", "origin", f"{OURS}/org/app")
    git(clone.root, "config", "url.https://evil.test/.insteadOf", f"{OURS}/")

    with pytest.raises(GitError, match="somewhere else"):
        Git(root=clone.root, server_url=OURS, token="t").fetch("origin", "main")


@pytest.mark.parametrize("form", ["git@{host}:org/app", "ssh://git@{host}/org/app"])
def test_ssh_is_asked_over_https_with_the_token(tmp_path: Path, form: str) -> None:
    clone = Origin.at(tmp_path / "origin").checkout(tmp_path / "clone", "refs/heads/main")
    with server() as asked:
        git(clone.root, "remote", "set-url", "origin", form.format(host="127.0.0.1"))
        ssh = clone.root / "ssh"  # nobody answers over SSH
        git(clone.root, "config", "core.sshCommand", str(ssh))

        with pytest.raises(GitError):
            Git(root=clone.root, server_url=asked.url, token="ours").fetch("origin", "main")

    own = base64.b64encode(b"x-access-token:ours").decode()
    assert asked.credentials == [[f"basic {own}"]]
