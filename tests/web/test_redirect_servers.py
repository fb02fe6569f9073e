"""What founders get wrong in nginx and Caddy is named, and what they get right is silent."""

from dataclasses import replace
from pathlib import Path

import pytest

from launchready.core.destination import host_of
from tests.servers import needs
from tests.web.servers_lab import Blocks, said

A, W, P = "https://acme.test", "https://www.acme.test", "http://acme.test"
ASKED = "/pricing?utm_source=x"

NGINX = Blocks(
    http="return 301 https://acme.test$request_uri;",
    www="return 301 https://acme.test$request_uri;",
    site="rewrite ^/old$ https://acme.test/new permanent; location = /pricing { return 200 x; } "
    "location = /new { return 200 x; } location = / { return 200 x; } "
    "location / { return 404; }",
)
PROXIED = (
    "rewrite ^/old$ https://acme.test/new permanent; location = /new { return 200 x; } "
    "location / { proxy_pass INNER; proxy_set_header Host $host; proxy_redirect off; }"
)
APP = (
    "port_in_redirect off; location /pricing/ { proxy_pass http://127.0.0.1:9; } "
    "location = / { return 200 x; } location / { return 404; }"
)
NGINX_FAULTS = [
    (
        "the query is not passed on",
        replace(NGINX, www="return 301 https://acme.test$uri;"),
        {("query-dropped", W + ASKED)},
    ),
    (
        "every page leads to the front page",
        replace(NGINX, http="return 301 https://acme.test/;"),
        {("path-dropped", P + ASKED), ("path-dropped", f"http://www.acme.test{ASKED}")},
    ),
    (
        "a rewrite is temporary",
        replace(NGINX, http="rewrite ^ https://acme.test$request_uri? redirect;"),
        {("temporary-redirect", P + ASKED), ("temporary-redirect", f"http://www.acme.test{ASKED}")},
    ),
    (
        "its own port is in a rewrite to a path",
        replace(NGINX, site=NGINX.site.replace("https://acme.test/new", "/new")),
        {("port-leak", f"{A}/old")},
    ),
    (
        "its own port is in the redirect to a folder",
        replace(NGINX, site=NGINX.site.replace("= /pricing {", "/pricing/ { proxy_pass INNER;")),
        {("port-leak", A + ASKED)},
    ),
    (
        "the app behind the proxy thinks it is http",
        replace(NGINX, site=PROXIED, inner=APP),
        {("downgrade-hop", A + ASKED)},
    ),
    (
        "the proxy asks the app over http and the app insists on https",
        replace(NGINX, site=PROXIED, inner="return 301 https://acme.test$request_uri;"),
        {
            ("redirect-loop", A + ASKED),
            ("redirect-loop", f"{A}/launchready-asks-for-a-page-that-is-not-here"),
        },
    ),
    (
        "a location's own header hides the others",
        replace(NGINX, site=NGINX.site.replace("= / {", "= / { add_header X-A b;")),
        {("hsts-missing", host_of(A))},
    ),
    (
        "a missing page shows the app",
        replace(NGINX, site=NGINX.site.replace("/ { return 404; }", "/ { return 200 x; }")),
        {("soft-404", f"{A}/launchready-asks-for-a-page-that-is-not-here")},
    ),
    (
        "an old address was forgotten",
        replace(
            NGINX, site=NGINX.site.replace("rewrite ^/old$ https://acme.test/new permanent;", "")
        ),
        {("redirect-missing", f"{A}/old")},
    ),
]
CADDY = Blocks(
    http="redir https://acme.test{uri} 308",
    www="redir https://acme.test{uri} permanent",
    site="redir /old /new 301\n  respond / x\n  respond /pricing x\n  respond /new x\n"
    "  respond 404",
)
CADDY_FAULTS = [
    (
        "the usual redir is temporary",
        replace(CADDY, http="redir https://acme.test{uri}"),
        {("temporary-redirect", P + ASKED), ("temporary-redirect", f"http://www.acme.test{ASKED}")},
    ),
    (
        "the path alone is passed on",
        replace(CADDY, www="redir https://acme.test{path} permanent"),
        {("query-dropped", W + ASKED)},
    ),
    (
        "www shows the site",
        replace(CADDY, www="respond x"),
        {("wrong-canonical-host", W + ASKED)},
    ),
    (
        # Caddy 2.6 serves this page as text/plain, in which browsers heed no refresh
        "an old address leads on by a page that is shown as text",
        replace(CADDY, site=CADDY.site.replace("redir /old /new 301", "redir /old /new html")),
        {("redirect-missing", f"{A}/old")},
    ),
]


@needs("nginx")
async def test_a_sound_nginx_is_silent(tmp_path: Path) -> None:
    assert await said("nginx", NGINX, tmp_path) == set()


@needs("nginx")
@pytest.mark.parametrize(
    ("blocks", "told"),
    [one[1:] for one in NGINX_FAULTS],
    ids=[one[0] for one in NGINX_FAULTS],
)
async def test_a_mistake_in_nginx_has_its_name(
    blocks: Blocks, told: set[tuple[str, str]], tmp_path: Path
) -> None:
    assert await said("nginx", blocks, tmp_path) == told


@needs("caddy")
async def test_a_sound_caddy_is_silent(tmp_path: Path) -> None:
    assert await said("caddy", CADDY, tmp_path) == set()


@needs("caddy")
@pytest.mark.parametrize(
    ("blocks", "told"),
    [one[1:] for one in CADDY_FAULTS],
    ids=[one[0] for one in CADDY_FAULTS],
)
async def test_a_mistake_in_caddy_has_its_name(
    blocks: Blocks, told: set[tuple[str, str]], tmp_path: Path
) -> None:
    assert await said("caddy", blocks, tmp_path) == told
