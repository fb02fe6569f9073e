"""Brings the contents that a partial clone left out.

`actions/checkout` leaves them out for `filter: blob:none` and for every sparse checkout. Git
would fetch them one by one when they are read; reading is done without a network, so they are
fetched before, all in one go.
"""

from collections.abc import Iterable, Iterator

from launchready.github.git import Git, GitError
from launchready.secrets.scope import Scope


def is_partial(git: Git) -> bool:
    """Whether the clone leaves contents to be fetched when they are needed."""
    try:
        return bool(git("config", "--get-regexp", r"^remote\..*\.promisor$"))
    except GitError:
        return False


def bring(git: Git, scope: Scope) -> str:
    """Fetches what a search of this scope reads; why that failed, "" when it did not."""
    try:
        return _fetch(git, _read(git, scope)) if is_partial(git) else ""
    except GitError as error:
        return str(error)


def bring_named(git: Git, commit: str, first: Iterable[str]) -> None:
    """Fetches files of a commit, and those whose paths these name. Raises GitError.

    What a config names is known only once it is read, and the one that reads YAML may not be
    there yet. So a file counts as named when its path, or its folder's, stands in the text.
    """
    if not is_partial(git):
        return
    files = _files(git, commit)
    start = {path: files[path] for path in first if path in files}
    _fetch(git, start.values())
    text = "\n".join(git("cat-file", "blob", blob) for blob in start.values())
    _fetch(git, [blob for path, blob in files.items() if _is_named(path, text)])


def _is_named(path: str, text: str) -> bool:
    parts = path.split("/")
    return any("/".join(parts[:end]) in text for end in range(1, len(parts) + 1))


def _fetch(git: Git, blobs: Iterable[str]) -> str:
    here = git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()
    absent = sorted(set(blobs).difference(here))
    if absent:
        git.fetch("--filter=blob:none", "--no-write-fetch-head", "--stdin", "origin", given=absent)
    return ""


def _read(git: Git, scope: Scope) -> set[str]:
    """The contents a search reads: what commits wrote, what stood there before, what is there now.

    A finding says whether its line still stands, in whatever file.
    """
    now = set(_files(git, "HEAD").values())
    match scope.kind:
        case "range":
            commits = git("rev-list", scope.commits, "--").split()
            return now | _changed(git, [*commits, *([scope.merge] if scope.merge else [])])
        case "history":
            return now | _changed(git, git("rev-list", "--all", "HEAD", "--").split())
        case _:
            return now


def _changed(git: Git, commits: Iterable[str]) -> set[str]:
    """What commits wrote and replaced, and what git compares to tell which files were renamed.

    For a merge that is whatever came or went beside any one of its parents.
    """
    given = "".join(f"{one}\n" for one in commits)
    options = ("-r", "--no-renames", "--root", "--raw", "--no-abbrev", "--stdin")
    listed = git("diff-tree", "-c", *options, given=given).splitlines()
    listed += git("diff-tree", "-m", "--diff-filter=AD", *options, given=given).splitlines()
    return {blob for line in listed if line.startswith(":") for blob in _blobs(line)}


def _blobs(line: str) -> Iterator[str]:
    """The contents of files in a line of git's raw listing, of each parent and the last."""
    parents = len(line) - len(line.lstrip(":"))
    fields = line.lstrip(":").partition("\t")[0].split(" ")
    modes, blobs = fields[: parents + 1], fields[parents + 1 : 2 * parents + 2]
    yield from (blob for mode, blob in zip(modes, blobs, strict=True) if mode.startswith("100"))


def _files(git: Git, commit: str) -> dict[str, str]:
    """Every file of a commit by its path, with the id of its content."""
    files: dict[str, str] = {}
    for word in git("ls-tree", "-r", "-z", commit).split("\0"):
        about, _, path = word.partition("\t")
        if about.startswith("100"):
            files[path] = about.split(" ")[2]
    return files
