"""Writes launchready.yml of what was seen: commented, and only sections that could be filled."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from launchready import __version__
from launchready.core.destination import host_of
from launchready.discover.existing import Existing
from launchready.discover.look import Live
from launchready.discover.pages import Found
from launchready.discover.seen import Later
from launchready.discover.senders import Sender
from launchready.discover.yaml_text import comment, row, scalar, spelt

SCHEMA = (
    f"https://raw.githubusercontent.com/org/launchready/v{__version__}/docs/launchready.schema.json"
)
_MODELINE = f"# yaml-language-server: $schema={SCHEMA}"
_HEAD = f"""\
# What must hold before this goes live. `launchready check` holds it against the world and says
# go, no-go or unknown. Written by `launchready init` of what it saw: read it over, and correct
# what is not what you promise.
{_MODELINE}
version: 1
"""


@dataclass(slots=True, kw_only=True)
class Given:
    """All that the text is made of. `map_file` and `baseline` are "" where there is none;
    `imports` are files of redirects by kind."""

    product: str
    live: Live | None
    existing: Existing | None
    map_file: str = ""
    baseline: str = ""
    imports: tuple[tuple[str, str], ...] = ()
    later: list[Later] = field(default_factory=list)


def config_text(given: Given) -> str:
    """The whole file; what an existing one says stays as it is, and only what it lacks is added."""
    before = given.existing
    sections = [
        (name, lines)
        for name, lines in _sections(given)
        if lines and not (before is not None and before.has(name))
    ]
    body = "\n".join("\n".join(lines) + "\n" for _, lines in sections)
    if before is not None:
        head = before.text if before.text.endswith("\n") else before.text + "\n"
        if not sections:
            return head
        modeline = "" if "yaml-language-server" in head else f"{_MODELINE}\n"
        return f"{modeline}{head}\n# Added by `launchready init`.\n{body}{_later(given.later)}"
    return f"{_HEAD}{body}{_later(given.later)}"


def _later(later: Iterable[Later]) -> str:
    lines = [f"# later: {one.section}: {comment(one.text, 300)}" for one in later]
    return "\n".join(["", *lines]) + "\n" if lines else ""


def _sections(given: Given) -> list[tuple[str, list[str]]]:
    live = given.live
    has_hosts = live is not None and bool(live.own)
    found: list[tuple[str, list[str]]] = []
    if given.product:
        found.append(("product", [f"product: {scalar(given.product)}"]))
    if live is not None and has_hosts:
        found.append(("hosts", _hosts(live)))
        found.append(("environments", _environments(live)))
    found.append(("secrets", _secrets(given)))
    if live is not None and given.map_file:
        found.append(("dns", _dns(live, given.map_file)))
    if live is not None and has_hosts:
        found.append(("tls", _tls()))
    if live is not None and has_hosts and live.canonical:
        found.append(("web", _web(live, given.imports)))
    if live is not None and live.mail is not None and live.mail.says_anything:
        found.append(("email", _email(live)))
    if live is not None and has_hosts:
        found.append(("smoke", _smoke(live, _variables(given))))
    return found


def _hosts(live: Live) -> list[str]:
    lines = ["# What is yours: only these are asked, and redirects may end nowhere else.", "hosts:"]
    if live.canonical:
        lines.append(f"  canonical: {scalar(live.canonical)}")
    lines += row("own", [scalar(one.name) for one in live.own], "  ")
    if live.staging:
        lines += row("staging", [scalar(one.name) for one in live.staging], "  ")
    for host, why in live.left_out[:12]:
        lines.append(f"  # left out: {comment(host.name)}: {comment(why)}")
    return lines


def addresses(live: Live) -> dict[str, str]:
    """base_url and api_url of production."""
    base = live.base or live.front
    found = {"base_url": f"{base.scheme}://{base.name}"} if base is not None else {}
    if live.api is not None:
        found["api_url"] = f"{live.api.scheme}://{live.api.name}"
    return found


def _environments(live: Live) -> list[str]:
    said = {"production": addresses(live)}
    if live.staging:
        one = live.staging[0]
        said["staging"] = {"base_url": f"{one.scheme}://{one.name}"}
    lines = ["environments:"]
    for name, variables in said.items():
        inner = ", ".join(f"{key}: {_quoted(value)}" for key, value in variables.items())
        lines.append(f"  {name}: {{{inner}}}")
    return lines if said["production"] else []


def _quoted(text: str) -> str:
    made = scalar(text)
    return made if made.startswith('"') else f'"{made}"'


def _secrets(given: Given) -> list[str]:
    if not given.baseline:
        return ["# Keys in the files as they stand; `launchready check --history` looks further.",
                "secrets: {}"]  # fmt: skip
    return [
        "# What the baseline lists looks like a secret and is let stand; go through it with",
        "# `launchready baseline --audit`.",
        "secrets:",
        f"  baseline: {scalar(given.baseline)}",
    ]


def _dns(live: Live, map_file: str) -> list[str]:
    lines = ["# The map holds the zone as it was live today; from now on it is what you promise."]
    lines += ["dns:", "  zones:", f"    - map: {scalar(map_file)}"]
    lines.append('      ignore: ["_acme-challenge*"]')
    if live.zone.wildcard:
        lines.append(f"      # *.{comment(live.zone.name)} answers for every name.")
    return lines


def _tls() -> list[str]:
    return ["# Every host of hosts.own.", "tls: {warn: 14d, fail: 3d}"]


def _web(live: Live, imports: tuple[tuple[str, str], ...]) -> list[str]:
    is_walled = _is_walled(live)
    lines = ["web:", "  redirects:"]
    shown = [scalar(one) for one in ("/", *live.samples)]
    lines += row("sample_paths", shown, "    ")
    if live.next_parameter is not None:
        url, name = live.next_parameter
        inner = f"path: {_quoted(url)}, param: {scalar(name)}"
        lines.append(f"    open_redirect_params: [{{{inner}}}]")
    if imports:
        lines.append("    imports:")
        lines += [f"      - {{type: {scalar(k)}, file: {scalar(f)}}}" for k, f in imports]
    pages = ["/", *([_quoted(live.login.url)] if live.login and not _is_front(live) else [])]
    lines += (
        row("headers", [], "  ") if not pages else [f"  headers: {{pages: [{', '.join(pages)}]}}"]
    )
    lines.append("  caching: {assets: [/]}")
    lines.append(f"  leaks: {{pages: [{', '.join(pages)}]}}")
    if live.shut:
        # A portal beside the site is kept out of search on purpose; a whole site hardly ever.
        lines.append(f"  # indexing: true    ({comment(live.canonical)} {comment(live.shut)})")
    elif is_walled:
        lines.append("  # indexing: true    (the front page asks for a login; nothing to index)")
    else:
        lines.append("  indexing: true")
    return lines


def _is_walled(live: Live) -> bool:
    """Whether who comes to the front page is asked for a password."""
    return _is_front(live) or (live.front is not None and live.next_parameter is not None
                               and live.base is None)  # fmt: skip


def _is_front(live: Live) -> bool:
    login, front = live.login, live.front
    if login is None or front is None or front.chain is None:
        return False
    return login.url.rstrip("/") == front.chain.url.partition("?")[0].rstrip("/")


def _email(live: Live) -> list[str]:
    mail = live.mail
    assert mail is not None  # noqa: S101 - the caller saw it
    lines = ["email:", "  domains:", f"    - domain: {scalar(mail.domain)}"]
    if mail.senders:
        lines.append("      senders:")
        lines += [f"        - {_sender(one)}" for one in mail.senders]
    if mail.addresses:
        lines += row("sending_ips", [_quoted(one) for one in mail.addresses], "      ")
    return lines


def _sender(one: Sender) -> str:
    inner = f"name: {scalar(one.name)}"
    if one.dkim:
        inner += f", dkim: [{', '.join(scalar(each) for each in one.dkim)}]"
    if one.spf:
        inner += f", spf: {scalar(one.spf)}"
    return f"{{{inner}}}  # {comment('; '.join(one.why))}"


def _variables(given: Given) -> dict[str, str]:
    """The addresses that may be written as `${NAME}`; an existing file has names of its own."""
    if given.live is None or (given.existing and given.existing.has("environments")):
        return {}
    return addresses(given.live)


def _smoke(live: Live, variables: dict[str, str]) -> list[str]:
    lines: list[str] = []
    taken: set[str] = set()
    for page in live.found:
        lines += _page(page, variables, taken)
    if live.openapi.pages:
        lines.append(f"    # Of {comment(live.openapi.file)}, as they answered today.")
        for one in live.openapi.pages:
            url = f"{live.openapi.base}{one.path}"
            name = _free(one.name, taken)
            lines += [f"    - name: {scalar(name)}", f"      url: {_url(url, variables)}"]
            lines.append(f"      expect: {{status: {one.status}}}")
    for said in live.openapi.otherwise[:12]:
        lines.append(f"    # {comment(said)}")
    if not taken:
        return []
    return ["smoke:", "  pages:", *lines]


def _page(page: Found, variables: dict[str, str], taken: set[str]) -> list[str]:
    expect = "status: 200"
    if page.is_json and page.text:
        expect += f', json: {{"$.status": {scalar(page.text)}}}'
    elif page.text:
        expect += f", contains: {_quoted(page.text)}"
    name = _free(page.name, taken)
    return [
        f"    - name: {scalar(name)}",
        f"      url: {_url(page.url, variables)}",
        f"      expect: {{{expect}}}",
    ]


def _free(name: str, taken: set[str]) -> str:
    made, count = name, 2
    while made in taken:
        made, count = f"{name} {count}", count + 1
    taken.add(made)
    return made


def _url(url: str, variables: dict[str, str]) -> str:
    for name, base in variables.items():
        same = host_of(url) == host_of(base) and urlsplit(url).scheme == urlsplit(base).scheme
        if same and url.startswith(base):
            return spelt("${" + name + "}" + url.removeprefix(base).replace("${", "$${"))
    return _quoted(url)
