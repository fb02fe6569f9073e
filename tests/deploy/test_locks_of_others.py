"""A lock of uv, Poetry, Pipenv, Cargo, Composer, Go, Bundler or Mix that is behind is told."""

import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.deploy.lock_bundled import composer, gems
from launchready.deploy.lock_compiled import cargo, go, mix
from launchready.deploy.lock_gap import Gap
from launchready.deploy.lock_python import pipenv, poetry, uv
from launchready.deploy.version_range import is_within

UV_ASKED = """[project]
name = "app"
version = "1.0"
dependencies = ["anyio>=4,<5", "idna[x] ; python_version < '3.13'", "Own @ git+https://x.test/y"]
[project.optional-dependencies]
x = ["sniffio >=1.3"]
[dependency-groups]
dev = ["iniconfig>=2", {include-group = "y"}]
y = []
"""
UV_LOCK = """version = 1
[[package]]
name = "app"
version = "1.0"
source = { editable = "." }
[package.metadata]
requires-dist = [
    { name = "anyio", specifier = ">=4,<5" },
    { name = "idna", extras = ["x"], marker = "python_full_version < '3.13'" },
    { name = "own", git = "https://x.test/y" },
    { name = "sniffio", marker = "extra == 'x'", specifier = ">=1.3" },
]
[package.metadata.requires-dev]
dev = [{ name = "iniconfig", specifier = ">=2" }]
"""


def uv_gap(manifest: str, lock: str = UV_LOCK) -> Gap | None:
    found = uv({"": tomllib.loads(manifest)}, lock)
    return None if found is None else found[""]


def test_uv_in_step_has_no_gap() -> None:
    assert uv_gap(UV_ASKED) == Gap()


@pytest.mark.parametrize(
    ("old", "new", "gap"),
    [
        ("anyio>=4,<5", "anyio>=4.1", Gap(missing=("anyio>=4.1",))),
        ('"iniconfig>=2"', '"iniconfig>=2", "ruff"', Gap(missing=("ruff",))),
        ('"sniffio >=1.3"', "", Gap(extra=("sniffio",))),
    ],
    ids=["range", "new", "gone"],
)
def test_uv_behind_is_told(old: str, new: str, gap: Gap) -> None:
    assert uv_gap(UV_ASKED.replace(old, new)) == gap


@pytest.mark.parametrize(
    ("manifest", "lock"),
    [
        (UV_ASKED, "no toml ["),
        (UV_ASKED, "version = 1"),
        ('[project]\ndynamic = ["dependencies"]\n', UV_LOCK),
    ],
    ids=["broken", "empty", "made up by a program"],
)
def test_uv_that_cannot_be_compared_is_not_told(manifest: str, lock: str) -> None:
    assert uv_gap(manifest, lock) is None


# Poetry 2.5 made these hashes of these manifests.
POETRY_2 = """[project]
name = "app"
version = "1.0"
requires-python = ">=3.11"
dependencies = ["anyio>=4,<5"]
[dependency-groups]
dev = ["iniconfig>=2"]
[tool.poetry]
package-mode = false
"""
HASH_2 = "9a5ed1960f742cf9f4793b80ab4eb60599bfb6acc523d2f07ab3f1b9e663d1dd"
POETRY_1 = """[tool.poetry]
name = "app"
[tool.poetry.dependencies]
python = "^3.11"
anyio = "^4.0"
[tool.poetry.group.dev.dependencies]
iniconfig = {version="^2.0", optional=true}
"""
HASH_1 = "5396f70cca411a451ad3056978824824b0d1cd0dfdd8584d81a7c314288383d9"


@pytest.mark.parametrize(
    ("manifest", "made"), [(POETRY_1, HASH_1), (POETRY_2, HASH_2)], ids=["1", "2"]
)
def test_poetry_is_told_by_its_hash_of_what_is_asked(manifest: str, made: str) -> None:
    lock = f'[[package]]\nname = "anyio"\n[metadata]\ncontent-hash = "{made}"\n'
    more = manifest.replace("anyio", "attrs")

    assert poetry(tomllib.loads(manifest), lock) == Gap()
    assert poetry(tomllib.loads(more), lock) == Gap(missing=("attrs",), is_other=True)
    assert poetry(tomllib.loads(manifest), "") is None


PIPFILE = """[[source]]
url = "https://packages.acme.test/simple"
verify_ssl = true
name = "own"
[packages]
idna = "*"
[dev-packages]
iniconfig = ">=2"
[docs]
sniffio = "*"
"""
# Pipenv 2026.10 made this hash of it.
PIPFILE_HASH = "c424b44ec47e16f25f10595ef2a0d8c988cfc2489c0aa2adc4493cb23e80424d"
PIPFILE_LOCK = json.dumps(
    {
        "_meta": {"hash": {"sha256": PIPFILE_HASH}},
        "default": {"idna": {}},
        "develop": {"iniconfig": {}},
    }
)


def test_pipenv_is_told_by_its_hash_of_the_pipfile() -> None:
    more = PIPFILE.replace("[dev-packages]", 'attrs = "*"\n[dev-packages]')

    assert pipenv(tomllib.loads(PIPFILE), PIPFILE_LOCK) == Gap()
    assert pipenv(tomllib.loads(more), PIPFILE_LOCK) == Gap(missing=("attrs",), is_other=True)
    assert pipenv(tomllib.loads(PIPFILE), "{}") is None


def test_a_pipfile_without_a_source_is_compared_by_names_alone() -> None:
    bare = "[packages]" + PIPFILE.partition("[packages]")[2]

    assert pipenv(tomllib.loads(bare), PIPFILE_LOCK) is None
    assert pipenv(tomllib.loads(bare.replace("idna", "attrs")), PIPFILE_LOCK) == Gap(
        missing=("attrs",)
    )


CARGO = """[workspace]
members = ["lib"]
[workspace.dependencies]
serde = { version = "1", features = ["derive"] }
[package]
name = "app"
[dependencies]
serde = { workspace = true }
json = { package = "serde_json", version = "1.0" }
lib = { path = "lib" }
[target.'cfg(unix)'.dev-dependencies]
libc = "0.2"
"""
CARGO_LOCK = """version = 4
[[package]]
name = "app"
version = "0.1.0"
dependencies = ["lib", "libc", "serde 1.0.200", "serde_json"]
[[package]]
name = "lib"
version = "0.1.0"
[[package]]
name = "libc"
version = "0.2.150"
source = "registry+x"
[[package]]
name = "serde"
version = "1.0.200"
source = "registry+x"
[[package]]
name = "serde_json"
version = "1.0.100"
source = "registry+x"
"""


def cargo_gap(manifest: str, lock: str = CARGO_LOCK) -> Gap | None:
    found = cargo({"": tomllib.loads(manifest)}, lock)
    return None if found is None else found[""]


@pytest.mark.parametrize(
    ("old", "new", "gap"),
    [
        ("", "", Gap()),
        ('libc = "0.2"', 'libc = "0.3"', Gap(missing=("libc@0.3",))),
        ('libc = "0.2"', 'libc = "0.2"\nrand = "0.8"', Gap(missing=("rand@0.8",))),
        ("lib = { path", "other = { path", Gap(missing=("other",), extra=("lib",))),
        ('name = "app"', 'name = "renamed"', Gap(is_other=True)),
    ],
    ids=["in step", "range", "new", "other", "renamed"],
)
def test_cargo_is_compared_by_what_each_crate_needs(old: str, new: str, gap: Gap) -> None:
    assert cargo_gap(CARGO.replace(old, new)) == gap


def test_a_crate_outside_the_workspace_is_not_compared() -> None:
    stranger = {"package": {"name": "fuzz"}, "dependencies": {"rand": "1"}}

    assert set(cargo({"": tomllib.loads(CARGO), "fuzz": stranger}, CARGO_LOCK) or {}) == {""}
    assert cargo({"": {}}, "") is None


COMPOSER = {
    "name": "acme/shop",
    "require": {"php": ">=8.1", "monolog/monolog": "^3.0", "ext-json": "*"},
    "extra": {"dont": {}, "é": "a/b"},
    "config": {"platform": {"php": "8.1.0"}},
    "scripts": {"test": "x"},
}
# What PHP's json_encode makes of the parts that matter, in order.
COMPOSER_TEXT = (
    '{"config":{"platform":{"php":"8.1.0"}},"extra":{"dont":[],"\\u00e9":"a\\/b"},'
    '"name":"acme\\/shop","require":{"php":">=8.1","monolog\\/monolog":"^3.0","ext-json":"*"}}'
)


def composer_lock(text: str) -> str:
    import hashlib

    made = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return json.dumps({"content-hash": made, "packages": [{"name": "monolog/monolog"}]})


def test_composer_is_told_by_its_hash_and_names_what_was_added() -> None:
    lock = composer_lock(COMPOSER_TEXT)
    more = {**COMPOSER, "require": {"monolog/monolog": "^3.0", "guzzlehttp/guzzle": "^7"}}

    assert composer(json.dumps(COMPOSER), lock) == Gap()
    assert composer(json.dumps({**COMPOSER, "scripts": {}}), lock) == Gap()
    assert composer(json.dumps(more), lock) == Gap(missing=("guzzlehttp/guzzle@^7",), is_other=True)
    assert composer(json.dumps(COMPOSER), "{}") is None


GO = """module acme.test/shop

go 1.24

require (
	github.com/a/b v1.2.3
	github.com/c/d v0.1.0 // indirect
	github.com/own/x v0.0.0
)
require github.com/e/f v1.0.0
replace github.com/own/x => ../x
replace github.com/e/f v1.0.0 => github.com/g/h v1.1.0
"""
GO_SUM = """github.com/a/b v1.2.3 h1:x=
github.com/a/b v1.2.3/go.mod h1:x=
github.com/c/d v0.1.0/go.mod h1:x=
github.com/g/h v1.1.0 h1:x=
"""


def test_go_has_a_sum_for_every_module_that_is_required() -> None:
    assert go(GO, GO_SUM) == Gap()
    assert go(GO.replace("b v1.2.3", "b v1.2.4"), GO_SUM) == Gap(missing=("github.com/a/b@v1.2.4",))


GEMS = """source "https://rubygems.org"
gem "rails", "~> 7.1" # the web
gem "pg"
if ENV["EDGE"]
  gem "edge"
end
gem "mac" if RUBY_PLATFORM.include?("darwin")
# gem "old"
"""
GEM_LOCK = """GEM
  specs:
    pg (1.5.4)
    rails (7.1.3.2)
      actionpack (= 7.1.3.2)

DEPENDENCIES
  pg
  rails (~> 7.1)!
"""


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("", "", ()),
        ('gem "pg"', 'gem "pg"\ngem "puma", ">= 5"', ("puma@>= 5",)),
        ('gem "pg"', 'gem("pg", "~> 1.6")', ("pg@~> 1.6",)),
        ('gem "pg"', 'gem "pg", ">= 1.1", "< 2"', ()),
    ],
    ids=["in step", "new", "range", "two ranges"],
)
def test_bundler_is_compared_by_the_gems_that_are_always_asked_for(
    old: str, new: str, missing: tuple[str, ...]
) -> None:
    assert gems(GEMS.replace(old, new), GEM_LOCK) == Gap(missing=missing)


MIX = """defmodule Shop.MixProject do
  def project, do: [app: :shop, deps: deps()]
  defp deps do
    [
      {:phoenix, "~> 1.7.10"},
      {:jason, "~> 1.2", only: :test},
      {:own, path: "../own"},
      {:core, in_umbrella: true},
      # {:old, "~> 1.0"},
      {:mine, github: "acme/mine"}
    ]
  end
  defp aliases do
    [{:nothing, "~> 9.0"}]
  end
end
"""
MIX_LOCK = """%{
  "jason": {:hex, :jason, "1.4.1", "af1504", [:mix], [{:decimal, "~> 1.0"}], "hexpm", "fbb01e"},
  "mine": {:git, "https://github.com/acme/mine.git", "0123abc", []},
  "phoenix": {:hex, :phoenix, "1.7.14", "a7d067", [:mix], [], "hexpm", "c7859b"},
}
"""


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("", "", ()),
        ("~> 1.7.10", "~> 1.8.0", ("phoenix@~> 1.8.0",)),
        ("{:jason", '{:bandit, "~> 1.0"}, {:jason', ("bandit@~> 1.0",)),
    ],
    ids=["in step", "range", "new"],
)
def test_mix_is_compared_by_its_deps(old: str, new: str, missing: tuple[str, ...]) -> None:
    assert mix(MIX.replace(old, new), MIX_LOCK) == Gap(missing=missing)


@pytest.mark.parametrize(
    ("version", "wanted", "is_in"),
    [
        ("1.3.0", "^1.2.0", True),
        ("1.3.0", "~1.2.0", False),
        ("0.3.0", "^0.2.1", False),
        ("0.2.9", "^0.2.1", True),
        ("1.2.9", "1.2.x", True),
        ("2.0.0", "1 || 2", True),
        ("1.9.0", ">=1.0 <2", True),
        ("1.2.9", "<= 1.2", True),
        ("1.3.0", "> 1.2", True),
        ("1.9.0", "~> 1.7", True),
        ("2.0.0", "~> 1.7", False),
        ("1.7.9", "~> 1.7.1 and != 1.7.8", None),
        ("1.0.0", "1.0.0 - 2.0.0", None),
        ("1.0.0-beta", "^1.0.0", None),
        ("1.0.0", "*", True),
        ("1.0.0", "next", None),
    ],
)
def test_a_version_is_within_a_range_or_not_or_that_is_not_told(
    version: str, wanted: str, is_in: bool | None
) -> None:
    assert is_within(version, wanted) is is_in


@given(st.text(max_size=80), st.text("=<>^~.,|x*0123456789 -", max_size=20))
@settings(max_examples=80, deadline=None)
def test_any_text_is_compared_or_not_told(text: str, wanted: str) -> None:
    is_within(wanted, wanted)
    is_within("1.2.3", wanted)
    gems(text, f"DEPENDENCIES\n{text}")
    mix(f"defp deps do\n{text}\nend", f"%{{{text}}}")
    composer(text, text)
    go(f"require (\n{text}\n)", text)

    assert uv({"": {"project": {"dependencies": [text]}}}, UV_LOCK) is not None
    assert cargo({"": {"dependencies": {text: wanted}}}, CARGO_LOCK) is None
