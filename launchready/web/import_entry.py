"""A file that already says where old addresses lead, and how it is read."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from launchready.core.location import Location, Named
from launchready.values.problem import ConfigError, Problem
from launchready.values.setting import Read, Setting
from launchready.values.types import as_text, place, wrong
from launchready.web.import_apache import htaccess
from launchready.web.import_json import next_manifest, vercel
from launchready.web.import_lists import cloudflare_csv, plain_csv, sitemap
from launchready.web.import_netlify import netlify_toml, redirects_file
from launchready.web.import_nginx import nginx
from launchready.web.import_row import MOST, Imported, is_address

_LARGEST = 5_000_000  # bytes of a file

Kind = Literal[
    "netlify",
    "netlify-toml",
    "vercel",
    "next",
    "cloudflare-csv",
    "csv",
    "sitemap",
    "htaccess",
    "nginx",
]
_READERS: dict[str, Callable[[str, Imported], None]] = {
    "netlify": redirects_file,
    "netlify-toml": netlify_toml,
    "vercel": vercel,
    "next": next_manifest,
    "cloudflare-csv": cloudflare_csv,
    "csv": plain_csv,
    "sitemap": sitemap,
    "htaccess": htaccess,
    "nginx": nginx,
}

KINDS = tuple(_READERS)
# Formats in which :name stands for a part of an address.
_WITH_NAMES = ("netlify", "netlify-toml", "vercel", "next")


def _file(value: object) -> Named:
    text = as_text(value).strip()
    if text.startswith("/") or ".." in text.split("/"):
        raise wrong(f"{text} is not in the repository", "paths start at the repository's root")
    return Named(name=text.removeprefix("./"), at=place(value))


def _sample(value: object) -> Named:
    text = as_text(value).strip()
    if not is_address(text) or "#" in text:
        raise wrong(f"{text} is not an address", "an old one is meant, like /docs/intro")
    return Named(name=text, at=place(value))


_File = Annotated[Named, PlainValidator(_file), WithJsonSchema({"type": "string"})]
_Sample = Annotated[Named, PlainValidator(_sample), WithJsonSchema({"type": "string"})]


class ImportEntry(Setting):
    """A file that already says where old addresses lead."""

    type: Kind = Field(description="What wrote the file, which says how it is read.")
    file: _File = Field(description="Its path from the repository's root.")
    samples: tuple[_Sample, ...] = Field(
        (), description="Old addresses with which the file's patterns are tried."
    )


# How files are usually called, the longest endings first.
_NAMES: tuple[tuple[str, Kind], ...] = (
    ("routes-manifest.json", "next"),
    ("vercel.json", "vercel"),
    ("netlify.toml", "netlify-toml"),
    (".htaccess", "htaccess"),
    ("_redirects", "netlify"),
    (".conf", "nginx"),
    (".xml", "sitemap"),
    (".csv", "csv"),
)


def kind_of(file: str) -> Kind | None:
    """What a file most likely is, by its name."""
    return next((kind for ending, kind in _NAMES if file.lower().endswith(ending)), None)


def imported(entry: ImportEntry, read: Read) -> Imported:
    """What the file says. Raises ConfigError with every mistake in it."""
    file = entry.file
    try:
        raw = read(file.name)
    except FileNotFoundError:
        found, meant = f"there is no {file.name}", "paths start at the repository's root"
    except (OSError, ValueError) as error:
        found = f"{file.name} cannot be read"
        meant = getattr(error, "strerror", None) or str(error)
    else:
        return read_as(entry.type, file.name, raw, file.at)
    raise ConfigError([Problem(at=file.at, found=found, meant=meant)])


def read_as(kind: str, name: str, raw: bytes, at: Location | None = None) -> Imported:
    """What a file says; `at` is where it is named. Raises ConfigError with every mistake in it."""
    into = Imported(file=name, has_names=kind in _WITH_NAMES)
    _READERS[kind](_decoded(raw, Named(name=name, at=at or into.at(1))), into)
    if len(into.rows) + len(into.old_pages) > MOST:
        into.wrong(1, f"this has more than {MOST} addresses", "split it, or keep those that count")
    if into.problems:
        raise ConfigError(into.problems)
    return into


def _decoded(raw: bytes, file: Named) -> str:
    if len(raw) > _LARGEST:
        found, meant = f"has more than {_LARGEST // 1_000_000} MB", "split it"
        raise ConfigError([Problem(at=file.at, found=f"{file.name} {found}", meant=meant)])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        problem = Problem(at=file.at, found=f"{file.name} is not UTF-8", meant="save it as UTF-8")
    raise ConfigError([problem])
