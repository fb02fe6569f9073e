"""Finds files of the repository that already say where old addresses lead."""

from collections.abc import Iterable

_USUAL = (
    ("netlify", ("_redirects", "public/_redirects", "static/_redirects")),
    ("netlify-toml", ("netlify.toml",)),
    ("vercel", ("vercel.json",)),
    ("htaccess", (".htaccess", "public/.htaccess")),
)


def redirect_files(paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each with what wrote it."""
    there = set(paths)
    return tuple((kind, file) for kind, files in _USUAL for file in files if file in there)
