"""The parts of a PromQL expression (prometheus.io/docs/prometheus/latest/querying/basics)."""

from dataclasses import dataclass

# Everything an expression may be made of; a literal stands as itself.
Node = "float | str | Selector | Subquery | Negated | Binary | Aggregate | Call"


class PromqlError(Exception):
    """No expression, or one that uses what we do not know; says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A label and what it must be: `sign` is =, !=, =~ or !~."""

    label: str
    sign: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Series by their labels; `span` and `back` are seconds, `span` None for an instant."""

    matchers: tuple[Matcher, ...]
    span: float | None = None
    back: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subquery:
    """An expression asked again and again over a stretch of time; `step` None for the usual."""

    inner: object
    span: float
    step: float | None = None
    back: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Negated:
    inner: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary:
    """Two sides and a sign; `on` are the labels that must agree, None for all but `ignoring`."""

    sign: str
    left: object
    right: object
    as_bool: bool = False
    on: tuple[str, ...] | None = None
    ignoring: tuple[str, ...] = ()
    many: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """`by` are the labels that are kept; with `without` all others are."""

    name: str
    inner: object
    labels: tuple[str, ...] = ()
    without: bool = False
    argument: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    name: str
    given: tuple[object, ...] = ()


def selectors(node: object) -> list[Selector]:
    """Every selector below a node."""
    match node:
        case Selector():
            return [node]
        case Subquery() | Negated():
            return selectors(node.inner)
        case Binary():
            return selectors(node.left) + selectors(node.right)
        case Aggregate():
            return selectors(node.inner) + selectors(node.argument)
        case Call():
            return [found for one in node.given for found in selectors(one)]
    return []


def joins(node: object) -> bool:
    """Whether a result may depend on more than one series: sums, what is absent, two sides that
    are matched by some labels."""
    match node:
        case Aggregate():
            return True
        case Subquery() | Negated():
            return joins(node.inner)
        case Binary():
            return (
                node.on is not None or bool(node.ignoring) or joins(node.left) or joins(node.right)
            )
        case Call():
            alone = node.name.lower() not in ("absent", "absent_over_time", "scalar")
            return not alone or any(joins(one) for one in node.given)
    return False


def name_of(selector: Selector) -> str:
    """The metric a selector names, "" where it names none."""
    found = (one.value for one in selector.matchers if one.label == "__name__" and one.sign == "=")
    return next(found, "")
