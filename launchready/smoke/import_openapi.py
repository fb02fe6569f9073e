"""An OpenAPI file becomes pages: what a GET without parameters answers, and its schema."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from launchready.smoke.import_read import (
    comment,
    document,
    flow,
    host_and_base,
    literal,
    problem,
    quoted,
    unique,
    written,
)
from launchready.smoke.import_schema import TooMuchError, as_json_schema, pointed

_USUAL_BASE = "https://app.example.com"
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_KIND = re.compile(r"[\w.+-]+/[\w.+-]+")
_MOST_KEYS = 5  # of an answer that are asked for where its schema is not written


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The text of a config, the files of schemas beside it by path, and what was left out."""

    text: str
    files: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Operation:
    name: str
    path: str
    status: int | None
    media: str
    schema: Any
    needs_login: bool


@dataclass(slots=True)
class _Left:
    """What became no page, by why."""

    why: dict[str, int] = field(default_factory=dict)

    def out(self, why: str) -> None:
        self.why[why] = self.why.get(why, 0) + 1

    @property
    def notes(self) -> list[str]:
        return [f"left out: {count:,} {why}" for why, count in self.why.items()]


def import_openapi(raw: bytes, file: str, schemas: str = "") -> Imported:
    """A config with a page for each GET that asks for nothing.

    With `schemas`, a folder's path from the repository's root, each answer's schema becomes a
    file of it; without, its first required keys are asked for. Raises ConfigError.
    """
    root = document(raw, file)
    version = _version(root, file)
    left = _Left()
    operations = _operations(root, version, left)
    base = _base(root, version)
    notes = [] if base else ["it names no server; put the address into base_url"]
    lines = _head(root, file.rpartition("/")[2], base or _USUAL_BASE)
    files: dict[str, str] = {}
    taken: list[str] = []
    shut: list[str] = []
    for one in operations:
        name = unique(one.name, taken)
        taken.append(name)
        page = _page(one, name, root, schemas, files, notes)
        if one.needs_login:
            shut += [f"    # {line}" for line in page]
        else:
            lines += [f"    {line}" for line in page]
    shut_count = sum(one.needs_login for one in operations)
    if shut:
        notes.append(
            f"{shut_count:,} pages need a login and stand in comments; describe it under smoke: "
            "sessions: and take the # away"
        )
        is_all = shut_count == len(operations)
        lines[-1:] = ["  # pages:"] if is_all else lines[-1:]
        lines += ["    # These need a login: describe it under sessions:, as member.", *shut]
    if not operations:
        lines[-1] += " []"
        notes.append("no GET without required parameters was found")
    return Imported(
        text="\n".join(lines) + "\n",
        files=tuple(files.items()),
        notes=(*notes, *left.notes),
    )


def _version(root: Any, file: str) -> int:
    if isinstance(root, dict) and str(root.get("swagger", "")).startswith("2."):
        return 2
    if isinstance(root, dict) and str(root.get("openapi", "")).startswith("3."):
        return 3
    raise problem(file, "this is no OpenAPI file", "one that says openapi: 3.x or swagger: 2.0")


def _head(root: dict[str, Any], file: str, base: str) -> list[str]:
    host, _ = host_and_base(base) or ("app.example.com", "")
    info = root.get("info")
    title = str(info.get("title", "")) if isinstance(info, dict) else ""
    return [
        f"# Made by launchready import openapi of {comment(file)}; look it over first.",
        "version: 1",
        *([f"product: {written(literal(comment(title)))}"] if comment(title) else []),
        f"hosts: {{own: [{written(host)}]}}",
        f"environments: {{production: {{base_url: {quoted(literal(base))}}}}}",
        "smoke:",
        "  pages:",
    ]


def _base(root: dict[str, Any], version: int) -> str:
    """Where the API is: the first server over https that is whole, "" where there is none."""
    if version == 2:
        schemes = root.get("schemes")
        scheme = "http" if isinstance(schemes, list) and "https" not in schemes else "https"
        found = host_and_base(f"{scheme}://{root.get('host', '')}{root.get('basePath', '') or ''}")
        return found[1] if found and root.get("host") else ""
    servers = root.get("servers")
    listed = servers if isinstance(servers, list) else []
    urls = [_filled(one) for one in listed if isinstance(one, dict)]
    bases = [found[1] for one in urls if (found := host_and_base(one))]
    return next((one for one in bases if one.startswith("https:")), bases[0] if bases else "")


def _filled(server: dict[str, Any]) -> str:
    variables = server.get("variables")
    known = variables if isinstance(variables, dict) else {}

    def usual(match: re.Match[str]) -> str:
        one = known.get(match[1])
        return str(one.get("default", "")) if isinstance(one, dict) else ""

    return _VARIABLE.sub(usual, str(server.get("url", "")))


def _operations(root: dict[str, Any], version: int, left: _Left) -> list[_Operation]:
    found: list[_Operation] = []
    paths = root.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        given = _resolved(item, root)
        get = given.get("get")
        if not isinstance(get, dict):
            left.out("paths have no GET")
        elif "{" in str(path) or _needs_parameters([given, get], root):
            left.out("GETs need parameters")
        elif get.get("deprecated") is True:
            left.out("GETs are deprecated")
        else:
            found.append(_operation(str(path), get, root, version))
    return found


def _resolved(value: Any, root: Any) -> dict[str, Any]:
    """A mapping, its own `$ref` followed, five at most."""
    for _ in range(5):
        if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
            break
        try:
            value = pointed(root, value["$ref"])
        except TooMuchError:
            return {}
    return value if isinstance(value, dict) else {}


def _needs_parameters(holders: list[dict[str, Any]], root: Any) -> bool:
    lists = [one.get("parameters") for one in holders]
    listed = [_resolved(p, root) for one in lists if isinstance(one, list) for p in one]
    return any(one.get("required") is True or one.get("in") == "path" for one in listed)


def _operation(path: str, get: dict[str, Any], root: dict[str, Any], version: int) -> _Operation:
    answers = get.get("responses")
    codes = {str(key): one for key, one in answers.items()} if isinstance(answers, dict) else {}
    good = sorted(code for code in codes if re.fullmatch(r"2[0-9]{2}", code))
    any_good = next((code for code in codes if code.upper() == "2XX"), "default")
    answer = _resolved(codes.get(good[0] if good else any_good), root)
    media, schema = _content(answer, get, root, version)
    summary = comment(str(get.get("summary") or get.get("operationId") or ""))[:60]
    security = get.get("security", root.get("security"))
    return _Operation(
        name=summary or path,
        path=path,
        status=int(good[0]) if good else None,
        media=media,
        schema=schema,
        needs_login=isinstance(security, list) and bool(security) and {} not in security,
    )


def _content(
    answer: dict[str, Any], get: dict[str, Any], root: dict[str, Any], version: int
) -> tuple[str, Any]:
    """The kind of the answer's body and its schema; "" and None where none is told."""
    if version == 2:
        produces = get.get("produces", root.get("produces"))
        kinds = [str(one) for one in produces] if isinstance(produces, list) else []
        schema = answer.get("schema")
        kind = next((one for one in kinds if _is_json(one)), kinds[0] if kinds else "")
        return kind, schema if _is_json(kind) or not kinds else None
    content = answer.get("content")
    if not isinstance(content, dict) or not content:
        return "", None
    kind = next((one for one in content if _is_json(str(one))), next(iter(content)))
    inner = content[kind]
    is_told = isinstance(inner, dict) and _is_json(str(kind))
    return str(kind), inner.get("schema") if is_told else None


def _is_json(kind: str) -> bool:
    plain = kind.partition(";")[0].strip().lower()
    return plain == "application/json" or plain.endswith("+json")


def _page(
    one: _Operation,
    name: str,
    root: Any,
    schemas: str,
    files: dict[str, str],
    notes: list[str],
) -> list[str]:
    lines = [
        f"- name: {written(literal(name))}",
        f"  url: {quoted('${base_url}' + literal(one.path))}",
    ]
    if one.needs_login:
        lines.append("  session: member")
    expect: dict[str, Any] = {} if one.status is None else {"status": one.status}
    kind = one.media.partition(";")[0].strip()
    told = _of_schema(one, name, root, schemas, files, notes)
    # As a line: what stands in quotes in a mapping is a text that stands for itself.
    listed = [f"[HEADER].content-type == pat({kind}*)"] if _KIND.fullmatch(kind) else []
    listed += told.pop("lines", [])
    expect |= {"lines": listed, **told} if listed else told
    return [*lines, *([f"  expect: {flow(expect)}"] if expect else [])]


def _of_schema(
    one: _Operation,
    name: str,
    root: Any,
    schemas: str,
    files: dict[str, str],
    notes: list[str],
) -> dict[str, Any]:
    if one.schema is None or one.schema == {}:
        return {}
    try:
        made = as_json_schema(one.schema, root)
    except TooMuchError as error:
        notes.append(f"{name}: its schema was left out: {error}")
        return {}
    if not schemas:
        keys = [json.dumps(literal(key)) for key in _required(made)[:_MOST_KEYS]]
        return {"lines": [f"has([BODY].$[{key}])" for key in keys]} if keys else {}
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "page"
    stem = unique(plain, [_stem(path) for path in files]).replace(" ", "-")
    path = f"{schemas.rstrip('/')}/{stem}.json"
    files[path] = json.dumps(made, indent=2, ensure_ascii=False, default=str) + "\n"
    return {"schema": path}


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".json")


def _required(schema: dict[str, Any]) -> list[str]:
    """The keys an object must have, `$ref` followed; none for a list."""
    seen: set[str] = set()
    one: Any = schema
    while isinstance(one, dict) and isinstance(one.get("$ref"), str) and one["$ref"] not in seen:
        seen.add(one["$ref"])
        one = schema.get("$defs", {}).get(one["$ref"].rpartition("/")[2])
    required = one.get("required") if isinstance(one, dict) else None
    return [str(key) for key in required] if isinstance(required, list) else []
