"""The repository tells hosts with the place that names each, and which domain may be its own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.discover.code import Code, read_code
from launchready.discover.domains import candidates, registrable
from launchready.discover.product import product_of
from tests.worlds import DictRepository


def code(files: dict[str, str]) -> Code:
    return read_code(DictRepository(files))


@pytest.mark.parametrize(
    ("path", "line", "host", "why"),
    [
        ("app.py", 'CORS = ["https://app.acme.com"]', "app.acme.com", "app.py:1 (CORS)"),
        ("a.ts", "redirect_uri: 'https://a.acme.com/cb'", "a.acme.com", "a.ts:1 (callbacks)"),
        ("emails/hi.txt", "see https://go.acme.com", "go.acme.com", "(mail templates)"),
        (".env.example", "API_URL=https://api.acme.com", "api.acme.com", ".env.example:1"),
    ],
)
def test_a_host_is_told_with_where_it_stands(path: str, line: str, host: str, why: str) -> None:
    (found,) = code({path: line}).within("acme.com")

    assert found.host == host
    assert found.why.endswith(why)


@pytest.mark.parametrize(
    "files",
    [
        {"a.rb": "config.hosts << request.host\nRails.application.config.x"},
        {"index.js": "import x from './app.config.js'; site_url(window.location)"},
        {"tests/test_app.py": 'BASE_URL = "https://app.acme.com"'},
        {"node_modules/x/i.js": 'BASE_URL = "https://app.acme.com"'},
        {".env.example": "BASE_URL=http://localhost:3000\nAPI_URL=http://10.0.0.1"},
        {"a.py": 'STRIPE_API_HOST = "https://api.stripe.com"'},
        {"README.md": "We like https://acme.com very much."},
    ],
)
def test_what_is_no_address_of_the_product_is_no_candidate(files: dict[str, str]) -> None:
    assert candidates(code(files)) == []


@pytest.mark.parametrize(
    ("files", "domain"),
    [
        ({".env.example": "APP_URL=https://app.acmeportal.com"}, "acmeportal.com"),
        ({"settings.py": 'ALLOWED_HOSTS = ["portal.acme.co.uk"]'}, "acme.co.uk"),
        ({"CNAME": "www.acme.dev\n"}, "acme.dev"),
        ({"next.config.js": "siteUrl: 'https://acme.io',"}, "acme.io"),
    ],
)
def test_a_setting_for_the_products_address_is_a_candidate(
    files: dict[str, str], domain: str
) -> None:
    assert [one.domain for one in candidates(code(files))] == [domain]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("process.env.STRIPE_KEY", "STRIPE_KEY"),
        ("process.env['STRIPE_KEY']", "STRIPE_KEY"),
        ("import.meta.env.VITE_KEY", "VITE_KEY"),
        ('os.environ["DB_URL"]', "DB_URL"),
        ('os.getenv("DB_URL")', "DB_URL"),
        ("ENV.fetch('DB_URL')", "DB_URL"),
        ("env('DB_URL')", "DB_URL"),
        ('os.Getenv("DB_URL")', "DB_URL"),
        ('std::env::var("DB_URL")', "DB_URL"),
    ],
)
def test_variables_are_found_as_each_language_reads_them(line: str, name: str) -> None:
    found = code({"a.x": line}).variables

    assert found.undocumented == [name]
    assert found.used[name] == "a.x:1"


def test_a_sample_file_documents_a_variable_and_the_machines_own_need_none() -> None:
    found = code(
        {
            "a.js": "process.env.STRIPE_KEY + process.env.NODE_ENV",
            ".env.example": "# pay\nSTRIPE_KEY=\n",
            "bin/tool.rb": "ENV['TOOL_ONLY']",
        }
    ).variables

    assert found.undocumented == []
    assert found.samples == [".env.example"]


def test_health_routes_and_openapi_files_are_found() -> None:
    found = code({"r.py": '@get("/api/health")\n@get("/orders")', "docs/openapi.yaml": "x: 1"})

    assert found.health == {"/api/health": "r.py:1"}
    assert found.openapi == ["docs/openapi.yaml"]


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"README.md": "# ⭐ Acme Portal\n\ntext"}, "Acme Portal"),
        ({"package.json": '{"name": "@acme/portal"}'}, "portal"),
        ({"pyproject.toml": '[project]\nname = "acme"\n'}, "acme"),
        ({"package.json": "[[[", "pyproject.toml": "= ="}, "shop"),
        ({"README.md": "# [Acme](https://acme.test)"}, "Acme"),
    ],
)
def test_the_product_is_called_as_its_own_files_call_it(files: dict[str, str], name: str) -> None:
    assert product_of(code(files), "shop.test") == name


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_no_line_of_code_crashes_the_reading(text: str) -> None:
    found = code({"a.py": text, "README.md": text, "package.json": text, ".env.example": text})

    assert isinstance(candidates(found), list)
    assert isinstance(product_of(found, "x.test"), str)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("app.acme.com", "acme.com"),
        ("acme.co.uk", "acme.co.uk"),
        ("co.uk", None),
        ("localhost", None),
        ("a.local", None),
    ],
)
def test_what_somebody_registers_is_guessed(host: str, domain: str | None) -> None:
    assert registrable(host) == domain
