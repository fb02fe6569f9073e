"""The values of octoDNS records, each made into the one text that answers are compared with."""

from launchready.dns import service_value
from launchready.dns.forms import FORMS, SERVICES, Field, put_together
from launchready.dns.written import mistake, part, scalar
from launchready.values.node import Block, Node, Text
from launchready.values.problem import ConfigError, Problem, nearest

_PARAMETERS = "svcparams"


def value(type_: str, node: Node) -> str:
    """One value of a record of a supported type. Raises ConfigError with every problem of it."""
    form = FORMS[type_]
    if callable(form):
        return form(scalar(node))
    if not isinstance(node, Block):
        keys = ", ".join(one.names[0] for one in form)
        raise mistake(node.at, f"this value of {type_} is no mapping", f"it has {keys}")
    more = (_PARAMETERS,) if type_ in SERVICES else ()
    made = put_together(type_, _parts(type_, form, node, more))
    return made + service_value.from_yaml(part(node, _PARAMETERS)) if more else made


def _parts(type_: str, form: tuple[Field, ...], node: Block, more: tuple[str, ...]) -> list[str]:
    known = [*(name for one in form for name in one.names), *more]
    problems = [_strange(key, known) for key in node if key not in known]
    parts: list[str] = []
    for one in form:
        given = next((part for key, part in node.items() if key in one.names), None)
        try:
            if given is not None:
                parts.append(one.read(_text(given, one)))
            elif one.usual is not None:
                parts.append(one.usual)
            else:
                raise mistake(node.at, f"{one.names[0]} is missing", f"{type_} needs it")
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return parts


def _text(node: Node, field: Field) -> Text:
    """An empty text in quotes is one, as NAPTR's regexp often is."""
    if isinstance(node, Text) and field.names[0] in ("flags", "service", "regexp"):
        return node
    return scalar(node)


def _strange(key: Text, known: list[str]) -> Problem:
    near = nearest(key, known)
    meant = f"did you mean {near}?" if near else f"the keys here are {', '.join(known)}"
    return Problem(at=key.at, found=f"{key} is not a key here", meant=meant)
