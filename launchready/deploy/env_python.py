"""Where Python reads the environment, by its syntax tree."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from launchready.deploy.env_use import CUSTOMARY, Use

_READS = re.compile(r"\benviron\b|getenv|\bdecouple\b|\bEnv\(|import env\b")
# A key that is asked for without a default is needed for what it opens; the rest may be absent.
_DOOR = re.compile(r"SECRET|PASSWORD|TOKEN|API_KEY|ACCESS_KEY|PRIVATE_KEY|DATABASE_URL")
_EXITS = ("exit", "_exit", "abort", "fail", "fatal")


@dataclass(frozen=True, slots=True)
class _Read:
    node: ast.expr
    name: str
    default: ast.expr | None = None
    # Whether Python itself raises, or the settings' library, where the variable is not there.
    is_strict: bool = False


def python_uses(text: str) -> list[Use] | None:
    """Every reading of a variable, None where the text is no Python of today. Never raises."""
    if not _READS.search(text):
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return list(_Module(tree, text).uses())


class _Module:
    """A parsed file: its readings, and the names that hold what they gave."""

    def __init__(self, tree: ast.Module, text: str) -> None:
        self._parents = {
            child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)
        }
        self._nodes = [tree, *self._parents]
        self._starts = [0, *(at.end() for at in re.finditer("\n", text))]
        self._has_decouple = "decouple" in text
        self._reads = [one for node in self._nodes if (one := self._read(node))]
        self._held = {
            name: one.name for one in self._reads for name in [self._kept(one.node)] if name
        }
        self._declared = set(self._with_defaults())
        self._tests = [(self._parents[t], t) for n in self._nodes for t in _tests_of(n)]

    def uses(self) -> Iterator[Use]:
        for one in self._reads:
            if not CUSTOMARY.match(one.name):
                continue
            either = self._either(one)
            yield Use(
                name=one.name,
                offset=self._starts[min(one.node.lineno, len(self._starts)) - 1],
                has_default=one.name in self._declared or either is True or _is_value(one.default),
                is_optional=self._is_optional(one),
                instead=either if isinstance(either, tuple) else (),
            )

    def _read(self, node: ast.AST) -> _Read | None:
        if isinstance(node, ast.Subscript) and _is_environ(node.value):
            name = _word(node.slice)
            return _Read(node, name, is_strict=True) if name and _is_load(node) else None
        if not isinstance(node, ast.Call) or not node.args:
            return None
        name, call = _word(node.args[0]), node.func
        default = node.args[1] if len(node.args) > 1 else _keyword(node, "default")
        if not name:
            return None
        if isinstance(call, ast.Attribute) and call.attr == "get" and _is_environ(call.value):
            return _Read(node, name, default)
        if _last(call) == "getenv":
            return _Read(node, name, default)
        base = call.value if isinstance(call, ast.Attribute) else call
        is_tool = isinstance(base, ast.Name) and (
            base.id == "env" or (base.id == "config" and self._has_decouple)
        )
        if is_tool and _last(call) not in ("get", "pop", "read_env"):
            return _Read(node, name, default, is_strict=True)
        return None

    def _with_defaults(self) -> Iterator[str]:
        """`environ.Env(DEBUG=(bool, False))`: a scheme with a default for each."""
        for node in self._nodes:
            if isinstance(node, ast.Call) and _last(node.func) == "Env":
                yield from (one.arg for one in node.keywords if one.arg)

    def _kept(self, node: ast.expr) -> str | None:
        """The variable, or attribute, a reading is kept in."""
        above: ast.AST = node
        while isinstance(above, ast.expr):
            above = self._parents[above]
        if isinstance(above, ast.Assign) and len(above.targets) == 1:
            return _last(above.targets[0])
        return _last(above.target) if isinstance(above, ast.AnnAssign) else None

    def _either(self, one: _Read) -> bool | tuple[str, ...]:
        """Whether `or` has a value for it, or which other variables do as well."""
        above = self._parents[one.node]
        while isinstance(above, ast.Call):
            above = self._parents[above]
        if not isinstance(above, ast.BoolOp) or not isinstance(above.op, ast.Or):
            return False
        others = tuple(
            read.name
            for read in self._reads
            if read is not one and any(read.node in ast.walk(value) for value in above.values)
        )
        is_last = any(node is one.node for node in ast.walk(above.values[-1]))
        if is_last:
            return others or True
        return any(n is r.node for r in self._reads for n in ast.walk(above.values[-1])) or (
            _is_value(above.values[-1])
        )

    def _is_optional(self, one: _Read) -> bool:
        if one.default is not None and not _is_value(one.default):
            return True
        asked = self._is_asked(one)
        if asked is not None:
            return asked
        if self._is_below_a_question(one.node):
            return True
        return not one.is_strict and not _DOOR.search(one.name)

    def _is_asked(self, one: _Read) -> bool | None:
        """Whether code looks if it is there: True where it goes on without, False where not."""
        kept = self._kept(one.node)
        found: bool | None = None
        for owner, test in self._tests:
            for node in ast.walk(test):
                is_it = node is one.node or (kept is not None and _last(node) == kept)
                if is_it or (_names_key(node) == one.name):
                    if _stops(owner):
                        return False
                    found = True
        return found

    def _is_below_a_question(self, node: ast.AST) -> bool:
        """Whether it is read only where another variable, or a debug switch, says so."""
        while node in self._parents:
            below, node = node, self._parents[node]
            if isinstance(node, ast.If | ast.IfExp) and below is not node.test:
                asks = any(self._is_of_environment(one) for one in ast.walk(node.test))
                if asks:
                    return True
            if isinstance(node, ast.Try) and below in node.body:
                caught = [_last(h.type) for h in node.handlers if h.type and not _stops(h)]
                if {"KeyError", "Exception"} & set(caught):
                    return True
        return False

    def _is_of_environment(self, node: ast.AST) -> bool:
        return (
            any(node is one.node for one in self._reads)
            or _is_environ(node)
            or (isinstance(node, ast.Name | ast.Attribute) and _last(node) in self._held)
        )


def _tests_of(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.If | ast.IfExp | ast.While | ast.Assert):
        yield node.test
    elif isinstance(node, ast.Compare):
        yield from (node.left, *node.comparators)
    elif isinstance(node, ast.Call) and _last(node.func) in ("bool", "any", "all"):
        yield from node.args


def _stops(owner: ast.AST) -> bool:
    """Whether what follows a question is the end: an exception or an exit."""
    if isinstance(owner, ast.Assert):
        return True
    body = owner.body if isinstance(owner, ast.If | ast.ExceptHandler) else []
    return any(
        isinstance(one, ast.Raise) or (isinstance(one, ast.Call) and _last(one.func) in _EXITS)
        for part in body
        for one in ast.walk(part)
    )


def _names_key(node: ast.AST) -> str | None:
    """The X of `"X" in os.environ`."""
    if isinstance(node, ast.Compare) and any(_is_environ(one) for one in node.comparators):
        return _word(node.left)
    return None


def _is_environ(node: ast.AST) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and _last(node) == "environ"


def _is_load(node: ast.Subscript) -> bool:
    return isinstance(node.ctx, ast.Load)


def _is_value(node: ast.expr | None) -> bool:
    return node is not None and not (isinstance(node, ast.Constant) and node.value in (None, ""))


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in node.keywords if one.arg == name), None)


def _word(node: ast.AST) -> str | None:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else None  # type: ignore[attr-defined]


def _last(node: ast.AST | None) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None
