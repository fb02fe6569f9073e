"""The laboratory's faults and controls: what the site does, and the one name that must be said."""

from dataclasses import dataclass, field

from launchready.core.destination import host_of
from tests.web.lab import Answer, to

A, W, P = "https://acme.test", "https://www.acme.test", "http://acme.test"
NOWHERE = f"{A}/launchready-asks-for-a-page-that-is-not-here"
UTM = "?utm_source=launchready"
PRICING = "{sample_paths: [/pricing]}"
QUERY = "{sample_paths: ['/pricing?utm_source=x&q=a%20b']}"
ASKED = "/pricing?utm_source=x&q=a%20b"
OTHER_WORLD = "https://launchready.example/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    told: tuple[tuple[str, str], ...] = ()
    pages: dict[str, Answer | None] = field(default_factory=dict)
    config: str = "{}"
    files: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def front(name: str, rule: str, answer: Answer, **more: Answer) -> Case:
    """A fault of the front page over https."""
    return Case(name=name, told=((rule, f"{A}/"),), pages={f"{A}/": answer, **more})


def rule(name: str, broken: str, entry: str, pages: dict[str, Answer | None], about: str) -> Case:
    config = f"{{sample_paths: [], rules: [{{{entry}}}]}}"
    return Case(name=name, told=((broken, about),), pages=pages, config=config)


def param(name: str, heeds: str, pages: dict[str, Answer | None]) -> Case:
    config = "{sample_paths: [], open_redirect_params: [{path: /login, param: next}]}"
    told = (("open-redirect", f"{A}/login next="),)
    return Case(name=f"{name}: {heeds}", told=told, pages=pages, config=config)


def one_of(*files: str) -> str:
    kind, text = files
    return f"{{sample_paths: [], imports: [{{type: {kind}, file: {text}}}]}}"


HOPS = {f"{P}/": to("http://www.acme.test/"), "http://www.acme.test/": to(f"{W}/"),
        f"{W}/": to(f"{A}/")}  # fmt: skip
GROWS: dict[str, Answer | None] = {f"{A}/{'x/' * n}": to(f"/{'x/' * (n + 1)}") for n in range(14)}
OLD, NEW = f"{A}/old", f"{A}/new"
MAP = "from: /old, to: /new, status: permanent"
HOOK = "from: /old, to: /new, method: POST"
DOCS = "from: /docs/*, to: '/help/:splat', samples: [a]"

SPELLINGS = [
    Case(name="http is not upgraded", told=(("not-upgraded", f"{P}/"),), pages={f"{P}/": Answer()}),
    Case(name="one page is not upgraded", told=(("not-upgraded", f"{P}/pricing"),),
         pages={f"{P}/pricing": Answer()}, config=PRICING),
    Case(name="the app is not upgraded", told=(("not-upgraded", "http://app.acme.test/"),),
         pages={"http://app.acme.test/": Answer()}),
    Case(name="a chain of three", told=(("chain-too-long", f"{P}/"),), pages=dict(HOPS)),
    *(Case(name=f"{status} from http", told=(("temporary-redirect", f"{P}/"),),
           pages={f"{P}/": to(f"{A}/", status)}) for status in (302, 303, 307)),
    Case(name="www shows the site", told=(("wrong-canonical-host", f"{W}/"),),
         pages={f"{W}/": Answer()}),
    Case(name="the site moves to the app", told=(("wrong-canonical-host", "https://app.acme.test/"),),
         pages={f"{A}/": to("https://app.acme.test/")}),
    Case(name="www forgets the path", told=(("path-dropped", f"{W}/pricing"),),
         pages={f"{W}/pricing": to(f"{A}/")}, config=PRICING),
    Case(name="http forgets the path", told=(("path-dropped", f"{P}/pricing"),),
         pages={f"{P}/pricing": to(f"{A}/")}, config=PRICING),
    Case(name="a page is dumped on the front page", told=(("path-dropped", f"{A}/pricing"),),
         pages={f"{A}/pricing": to("/")}, config=PRICING),
    Case(name="http forgets the query", told=(("query-dropped", f"{P}{ASKED}"),),
         pages={f"{P}{ASKED}": to(f"{A}/pricing")}, config=QUERY),
    Case(name="www forgets the query", told=(("query-dropped", f"{W}{ASKED}"),),
         pages={f"{W}{ASKED}": to(f"{A}/pricing")}, config=QUERY),
    Case(name="a query encoded twice", told=(("query-dropped", f"{W}{ASKED}"),),
         pages={f"{W}{ASKED}": to(f"{A}/pricing?utm_source=x&q=a%2520b")}, config=QUERY),
    Case(name="a slash nobody wants", told=(("trailing-slash", f"{A}/pricing/"),),
         pages={f"{A}/pricing": to("/pricing/"), f"{A}/pricing/": Answer()},
         config="{policy: {trailing_slash: never}, sample_paths: [/pricing]}"),
    Case(name="a slash that is missing", told=(("trailing-slash", f"{A}/pricing"),),
         config="{policy: {trailing_slash: always}, sample_paths: [/pricing]}"),
]  # fmt: skip

CHAINS = [
    front("a redirect to itself", "redirect-loop", to("/")),
    front("Cloudflare in Flexible mode", "redirect-loop", to(f"{A}/", 301, "CF-RAY: 8f-AMS")),
    front("https sends back to http", "redirect-loop", to(f"{P}/")),
    front("apex and www send to each other", "redirect-loop", to(f"{W}/")),
    front("a new cookie each time", "redirect-loop", to("/", 302, "Set-Cookie: a=1; Path=/"),
          **{f"{A}/ a=1": to("/", 302, "Set-Cookie: a=2; Path=/"),
             f"{A}/ a=2": to("/", 302, "Set-Cookie: a=1; Path=/")}),
    Case(name="a slash that flips", told=(("redirect-loop", f"{A}/pricing"),), config=PRICING,
         pages={f"{A}/pricing": to("/pricing/"), f"{A}/pricing/": to("/pricing")}),
    Case(name="an address that grows", config=PRICING, pages=GROWS | {f"{A}/pricing": to("/")},
         told=(("too-many-hops", f"{A}/pricing"),)),
    front("down to http and up again", "downgrade-hop", to(f"{P}/new"),
          **{f"{P}/new": to(f"{A}/new")}),
    front("down to http to stay", "downgrade-hop", to(f"{P}/x"), **{f"{P}/x": Answer()}),
    front("staging by its name", "staging-in-chain", to("https://staging.acme.test/")),
    front("staging by its word", "staging-in-chain", to("https://dev-2.acme.test/")),
    front("Vercel's own name", "preview-in-chain", to("https://acme-x1.vercel.app/")),
    front("Cloudflare's own name", "preview-in-chain", to("https://acme.pages.dev/", 302)),
    front("a stranger", "foreign-host", to("https://evil.test/")),
    front("a stranger by two slashes", "foreign-host", to("//evil.test/")),
    front("a stranger by a backslash", "foreign-host", to("/\\evil.test/")),
    front("a stranger by a scheme and backslashes", "foreign-host", to("https:\\\\evil.test")),
    front("a stranger that starts like us", "foreign-host", to("https://acme.test.evil.test/")),
    front("a stranger behind a user name", "foreign-host", to("https://acme.test@evil.test/")),
    front("a stranger spelt like us", "foreign-host", to("https://\u0430cme.test/")),
    front("a stranger behind a tab", "foreign-host", to(b"\thttps://ev\til.test/")),
    front("an internal port", "port-leak", to(f"{A}:8443/")),
    front("port 80 over https", "port-leak", to(f"{A}:80/")),
    front("this machine", "port-leak", to("http://localhost:3000/")),
    front("a private address", "port-leak", to("http://10.0.0.5/")),
    front("the private address of clouds", "port-leak", to("http://169.254.169.254/latest/")),
    front("an IPv6 loopback", "port-leak", to("http://[::1]/")),
    front("a bare name", "port-leak", to("http://backend/")),
    front("no Location", "no-location", Answer(status=301, body="")),
    front("an empty Location", "no-location", to("")),
    front("two Locations", "no-location", to("/a", 301, "Location: /b")),
    front("a file", "no-location", to("file:///etc/passwd")),
    front("ftp", "no-location", to("ftp://acme.test/")),
    front("a script as Location", "no-location", to("javascript:alert(1)")),
    front("64 kB of Location", "no-location", to("/" + "x" * 65_000)),
    front("a Location without host", "no-location", to("https://")),
    Case(name="an error at the end", told=(("ends-in-error", f"{A}/gone"),),
         pages={f"{A}/": to("/gone"), f"{A}/gone": Answer(status=404)}),
    front("a server that fails", "ends-in-error", Answer(status=500)),
]  # fmt: skip
PAGES_ = [
    front("a Refresh header", "script-redirect", Answer(lines=("Refresh: 0; url=/new",))),
    front("a meta refresh", "script-redirect",
          Answer(body="<meta http-equiv=refresh content='0; url=/new'>")),
    front("a script that moves on", "script-redirect",
          Answer(body="<script>window.location = '/new'</script>")),
    Case(name="anything is a page", told=(("soft-404", NOWHERE),), pages={NOWHERE: Answer()}),
    Case(name="lost pages lead home", told=(("soft-404", NOWHERE),), pages={NOWHERE: to("/", 302)}),
    Case(name="lost pages break the server", told=(("ends-in-error", NOWHERE),),
         pages={NOWHERE: Answer(status=500)}),
    Case(name="no HSTS on a redirect", told=(("hsts-missing", host_of(W)),),
         pages={f"{W}/": to(f"{A}/", hsts=False)}),
    Case(name="no HSTS on a page", told=(("hsts-missing", host_of(A)),),
         pages={f"{A}/": Answer(hsts=False)}),
    Case(name="HSTS taken back", told=(("hsts-missing", host_of(A)),),
         pages={f"{A}/": Answer(lines=("Strict-Transport-Security: max-age=0",))}),
    param("sends anywhere", "addresses", {f"{A}/login?next={one}": to(OTHER_WORLD, 302)
          for one in ("https%3A%2F%2Flaunchready.example%2F",)}),
    param("sends anywhere", "two slashes", {
        f"{A}/login?next=%2F%2Flaunchready.example%2F": to("//launchready.example/", 302)}),
    param("sends anywhere", "backslashes", {
        f"{A}/login?next=%2F%5Claunchready.example%2F": to("/\\launchready.example/", 302)}),
    param("sends anywhere", "users", {f"{A}/login?next=https%3A%2F%2Facme.test%40"
          "launchready.example%2F": to("https://acme.test@launchready.example/", 302)}),
]  # fmt: skip

MAPS = [
    rule("an old address is an error", "redirect-missing", MAP, {OLD: Answer(status=404)}, OLD),
    rule("an old address is still there", "redirect-missing", MAP, {OLD: Answer()}, OLD),
    rule("an old address leads elsewhere", "redirect-elsewhere", MAP, {OLD: to("/pricing")}, OLD),
    rule("a new address is an error", "ends-in-error", MAP,
         {OLD: to("/new"), NEW: Answer(status=404)}, NEW),
    rule("an old address leads on for now", "temporary-redirect", MAP, {OLD: to("/new", 302)}, OLD),
    rule("another status", "redirect-status", "from: /old, to: /new, status: 302",
         {OLD: to("/new", 301)}, OLD),
    rule("a retired page is there", "not-gone", "from: /old, gone: true", {OLD: Answer()}, OLD),
    rule("a retired page leads home", "not-gone", "from: /old, gone: true", {OLD: to("/")}, OLD),
    rule("a pattern nobody can try", "unverified-pattern", "from: /docs/*, to: /help", {},
         "/docs/*"),
    rule("a pattern that forgets the rest", "redirect-elsewhere", DOCS,
         {f"{A}/docs/a": to("/help/")}, f"{A}/docs/a"),
    rule("a query to keep is lost", "query-dropped", f"{MAP}, query: keep",
         {f"{OLD}{UTM}": to("/new")}, f"{OLD}{UTM}"),
    rule("a query to drop is kept", "redirect-elsewhere", f"{MAP}, query: drop",
         {f"{OLD}{UTM}": to(f"/new{UTM}")}, f"{OLD}{UTM}"),
    *(rule(f"a POST answered with {status}", "post-becomes-get", HOOK,
           {f"POST {OLD}": to("/new", status)}, OLD) for status in (301, 302, 303)),
    rule("a POST lost at a slash", "post-becomes-get", HOOK,
         {f"POST {OLD}": to("/old/")}, OLD),
    rule("a POST kept and led elsewhere", "redirect-elsewhere", HOOK,
         {f"POST {OLD}": to("/", 308)}, OLD),
    Case(name="a line of _redirects is not live", told=(("redirect-missing", f"{OLD}{UTM}"),),
         config=one_of("netlify", "_redirects"), files={"_redirects": "/old /new"}),
    Case(name="an old page is lost", told=(("old-page-lost", OLD),),
         config=one_of("csv", "old.csv"), files={"old.csv": "url\n/old\n"}),
    Case(name="a line depends on the country", told=(("import-not-tried", "_redirects"),),
         config=one_of("netlify", "_redirects"), files={"_redirects": "/a /b 302 Country=be"}),
]  # fmt: skip

FAULTS = [*SPELLINGS, *CHAINS, *PAGES_, *MAPS]

CONTROLS = [
    Case(name="a sound site"),
    Case(name="a sound site's pages and queries", config=QUERY),
    Case(name="a query in another order", config=QUERY,
         pages={f"{W}{ASKED}": to(f"{A}/pricing?q=a+b&utm_source=x")}),
    Case(name="a cookie that is wanted back",
         pages={f"{A}/": to("/", 302, "Set-Cookie: seen=1; Path=/; Secure; HttpOnly"),
                f"{A}/ seen=1": Answer()}),
    Case(name="a relative Location", pages={f"{A}/": to("new")}),
    Case(name="a Location of two slashes to us", pages={f"{A}/": to("//acme.test/new")}),
    Case(name="a Location without a path", pages={f"{P}/": to("https://acme.test")}),
    Case(name="capitals and the usual port", pages={f"{P}/": to("HTTPS://ACME.TEST:443/")}),
    Case(name="white space around a Location", pages={f"{P}/": to(b"  https://acme.test/ \t")}),
    Case(name="raw UTF-8 in a Location", pages={f"{A}/": to("/caf\u00e9")}),
    Case(name="the same Location twice", pages={f"{P}/": to(f"{A}/", 301, f"Location: {A}/")}),
    Case(name="a fragment", pages={f"{P}/": to(f"{A}/#top")}),
    Case(name="the app's own login", pages={"https://app.acme.test/": to("/login", 302)}),
    Case(name="a door with a password", pages={f"{A}/": Answer(status=401)}),
    Case(name="a stranger we allow", pages={f"{A}/": to("https://pay.other.test/", 303)}),
    Case(name="a kept map", config=f"{{rules: [{{{MAP}}}, {{from: /beta, gone: true}}]}}",
         pages={OLD: to("/new"), f"{A}/beta": Answer(status=410)}),
    Case(name="a POST that stays one", config=f"{{rules: [{{{HOOK}}}]}}",
         pages={f"POST {OLD}": to("/old/", 308), f"POST {OLD}/": to("/new", 307)}),
    Case(name="a login that keeps people", pages={f"{A}/login?*": to("/", 302)},
         config="{open_redirect_params: [{path: /login, param: next}]}"),
    Case(name="a kept _redirects", config=one_of("netlify", "_redirects"),
         files={"_redirects": "/old /new\n/beta 410"},
         pages={f"{OLD}{UTM}": to(f"/new{UTM}"), f"{A}/beta": Answer(status=410)}),
]  # fmt: skip

SILENCES = [
    Case(name="Cloudflare's challenge",
         pages={f"{A}/": Answer(status=403, lines=("cf-mitigated: challenge",))}),
    Case(name="too many requests", pages={f"{A}/": Answer(status=429)}),
    Case(name="a checkpoint", pages={
        f"{A}/": Answer(status=503, body="<title>Just a moment...</title>")}),
    Case(name="a server that hangs up", pages={f"{A}/": None}),
]  # fmt: skip
