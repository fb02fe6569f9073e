"""Reads YAML into text with places, refusing what hides things from a reader.

Anchors, aliases, tags, merge keys, duplicate keys and several documents are refused: each lets
a file mean something other than what a person reads (and aliases can grow without end).
"""

import yaml

from launchready.core.location import Location
from launchready.values.node import Block, Node, Row, Text
from launchready.values.problem import ConfigError, Problem

# A config is read by people: past these it is not one, and each is far above any real file.
LARGEST = 1024 * 1024  # bytes
DEEPEST = 40  # levels

_TOO_DEEP = f"nested more than {DEEPEST} levels deep"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NO_TAG = (None, "!")


def parse(raw: bytes, file: str, *, largest: int = LARGEST) -> Node:
    """The document of a YAML file. Raises ConfigError with every problem that could be told."""
    text = _decoded(raw, file, largest)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise ConfigError([*builder.problems, _syntax(error, file)]) from None
    except yaml.reader.ReaderError as error:
        raise ConfigError([*builder.problems, _unreadable(error, text, file)]) from None
    if not builder.problems and builder.root is None:
        builder.complain(Location(file=file), "the file is empty", "start with 'version: 1'")
    if builder.problems or builder.root is None:
        raise ConfigError(builder.problems)
    return builder.root


def _decoded(raw: bytes, file: str, largest: int) -> str:
    if len(raw) > largest:
        size = f"the file has {len(raw):,} bytes"
        limit = f"at most {largest:,} are read"
        raise ConfigError([Problem(at=Location(file=file), found=size, meant=limit)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        at = _at_end_of(before, file)
        found = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise ConfigError([Problem(at=at, found=found, meant="save the file as UTF-8")]) from None


def _at_end_of(before: str, file: str) -> Location:
    line = before.count("\n") + 1
    return Location(file=file, line=line, column=len(before) - before.rfind("\n"))


def _unreadable(error: yaml.reader.ReaderError, text: str, file: str) -> Problem:
    # libyaml counts bytes where the Python reader counts characters.
    before = text.encode("utf-8", "replace")[: error.position].decode("utf-8", "replace")
    character = error.character
    code = ord(character[:1] or "\0") if isinstance(character, str) else int(character)
    found = f"the character U+{code:04X} may not stand in YAML"
    return Problem(at=_at_end_of(before, file), found=found, meant="delete it")


def _syntax(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    at = Location(file=file, line=line, column=column)
    found = f"not YAML: {error.problem or error.context}"
    if "nesting depth" in found:  # libyaml looks ahead and gives up before we do
        return Problem(at=at, found=_TOO_DEEP, meant="flatten it")
    meant = "indent with spaces" if "\\t" in found else "check the indentation, quotes and colons"
    return Problem(at=at, found=found, meant=meant)


class _Builder:
    """Makes nodes of events, with a stack of its own so that depth costs no recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._open: list[Block | Row] = []
        self._keys: list[Text | None] = []
        self._too_deep = 0
        self._documents = 0

    def complain(self, at: Location, found: str, meant: str = "") -> None:
        self.problems.append(Problem(at=at, found=found, meant=meant))

    def take(self, event: yaml.Event) -> None:
        at = self._place(event)
        match event:
            case yaml.DocumentStartEvent():
                self._document(at)
            case yaml.AliasEvent():
                self.complain(at, f"*{event.anchor} is an alias", "write the value out")
                self._add(Text("", at=at, quoted=True))
            case yaml.ScalarEvent():
                self._plain_only(event, at)
                self._scalar(event, at)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._plain_only(event, at)
                self._start(
                    Block(at=at) if isinstance(event, yaml.MappingStartEvent) else Row(at=at)
                )
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end()

    def _place(self, event: yaml.Event) -> Location:
        mark = event.start_mark
        if mark is None:
            return Location(file=self.file)
        return Location(file=self.file, line=mark.line + 1, column=mark.column + 1)

    def _document(self, at: Location) -> None:
        self._documents += 1
        if self._documents > 1:
            self.complain(at, "a second document starts here", "keep one document a file")

    def _plain_only(self, event: yaml.NodeEvent, at: Location) -> None:
        if event.anchor:
            self.complain(at, f"&{event.anchor} is an anchor", "write the value where it is used")
        tag = getattr(event, "tag", None)
        if tag not in _NO_TAG:
            self.complain(at, f"{tag} is a tag", "leave it out; types follow from the key")

    def _scalar(self, event: yaml.ScalarEvent, at: Location) -> None:
        if self._documents == 1 and not (self._is_bare_end(event) and not self._open):
            self._add(Text(event.value, at=at, quoted=bool(event.style)))

    @staticmethod
    def _is_bare_end(event: yaml.ScalarEvent) -> bool:
        return not event.style and event.value == ""

    def _start(self, node: Block | Row) -> None:
        if self._too_deep or len(self._open) >= DEEPEST:
            if not self._too_deep:
                self.complain(node.at, _TOO_DEEP, "flatten it")
            self._too_deep += 1
            return
        self._add(node)
        self._open.append(node)
        self._keys.append(None)

    def _end(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
            if not self._too_deep:
                self._add(Text("", at=Location(file=self.file), quoted=True))
            return
        self._open.pop()
        self._keys.pop()

    def _add(self, node: Node) -> None:
        if self._too_deep:
            return
        if not self._open:
            self.root = self.root if self._documents > 1 else node
            return
        parent = self._open[-1]
        if isinstance(parent, Row):
            parent.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = self._as_key(node)
        else:
            self._put(parent, self._keys[-1], node)
            self._keys[-1] = None

    def _as_key(self, node: Node) -> Text:
        if isinstance(node, Text):
            return node
        self.complain(node.at, "a key is a list or a mapping", "use a plain word as the key")
        return Text(f"\0{len(self.problems)}", at=node.at)

    def _put(self, parent: Block, key: Text, node: Node) -> None:
        before = parent.key(key) if key in parent else None
        if key == "<<" and not key.quoted:
            self.complain(key.at, "<< is a merge key", "write the keys out")
        elif before is not None:
            self.complain(
                key.at, f"{key!s} is here twice", f"the first is in line {before.at.line}"
            )
        else:
            parent[key] = node
