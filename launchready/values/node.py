"""What stands in a file, every scalar as written and every part with its place."""

from launchready.core.location import Location


class Text(str):
    """A scalar exactly as written (`1.10`, `no`, `012` stay text), with its place.

    `quoted` tells `"null"` from a bare `null`.
    """

    at: Location
    quoted: bool

    def __new__(cls, value: str, *, at: Location, quoted: bool = False) -> "Text":
        self = super().__new__(cls, value)
        self.at = at
        self.quoted = quoted
        return self

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written, which YAML calls null."""
        return not self.quoted and self in ("", "~", "null", "Null", "NULL")


class Row(list["Node"]):
    """A list with its place."""

    def __init__(self, items: "list[Node] | tuple[Node, ...]" = (), *, at: Location) -> None:
        super().__init__(items)
        self.at = at


class Block(dict[Text, "Node"]):
    """A mapping with its place; each key is a Text and knows its own."""

    def __init__(self, items: "dict[Text, Node] | None" = None, *, at: Location) -> None:
        super().__init__(items or {})
        self.at = at

    def key(self, name: str) -> Text | None:
        """The key as it was written, with its place."""
        return next((key for key in self if key == name), None)


Node = Text | Row | Block
