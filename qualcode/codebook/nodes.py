"""A YAML file as nodes that know their line and column. What a scalar means is left to whoever asks for it.

Only what a codebook needs is let through: no anchors, aliases or tags (a file that expands itself in memory
is not read), no key twice, bounded depth. No value is typed by its looks, so `nei` and `1.0` stay text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from qualcode.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 40

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTE_IT = "Put the whole indicator in quotation marks: '{}'."


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file, counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column}"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text. `quoted`: written in quotation marks. `inline`: on one line, without escapes."""

    place: Place
    text: str
    quoted: bool = False
    inline: bool = True

    @property
    def is_empty(self) -> bool:
        """Nothing, or a null."""
        return not self.quoted and self.text in {"", "~", "null"}

    @property
    def text_column(self) -> int:
        """Column of the first letter."""
        return self.place.column + (1 if self.quoted else 0)


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    items: tuple[YamlNode, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Keys and their values, in the order written; `keys` tells where each key stands."""

    place: Place
    values: dict[str, YamlNode] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)


YamlNode = Scalar | Items | Table


def read_nodes(text: str, file: str) -> YamlNode:
    """The one document of a YAML text.

    Args:
        text: the file's content.
        file: its name, for errors.

    Raises:
        CodebookError: with line and column, for anything that is not plain YAML.
    """
    try:
        return _Composer(text, file).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row, column = (mark.line, mark.column) if mark else (0, 0)
        raise CodebookError(
            f"not valid YAML: {error.problem or error.context or 'cannot be read'}",
            where=str(Place(file, row + 1, column + 1)),
            fix=_advice(_line(text, row), column),
        ) from None
    except yaml.YAMLError as error:
        raise CodebookError(
            f"not valid YAML: {str(error).splitlines()[0]}",
            where=file,
            fix="Save the file as plain UTF-8 text.",
        ) from None
    except RecursionError:
        raise _too_deep(Place(file, 1, 1)) from None


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number] if number < len(lines) else ""


def _advice(line: str, column: int) -> str:
    written = line.strip().removeprefix("- ").strip()
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "Indent with spaces, not with tabs."
    if written[:1] in {"@", "*", "!", "%", "&", "`"} or line[column : column + 1] in {"@", "*", "`"}:
        return _QUOTE_IT.format(written)
    if ": " in written:
        return "Put a text that holds a colon in quotation marks."
    return "Check indentation, brackets and quotation marks there and in the line before."


def _too_deep(place: Place) -> CodebookError:
    return CodebookError("nested too deep", where=str(place), fix=f"At most {MAX_DEPTH} levels are read.")


class _Composer:
    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))

    def document(self) -> YamlNode:
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise CodebookError("empty", where=self.file, fix="A codebook starts with `id:` and `name:`.")
        node = self._node(next(self.events), 0)
        next(self.events)
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise CodebookError(
                "a second document after '---'",
                where=str(self._place(event)),
                fix="One codebook a file: move the rest to a file of its own.",
            )
        return node

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _node(self, event: Any, depth: int) -> YamlNode:
        place = self._place(event)
        if depth > MAX_DEPTH:
            raise _too_deep(place)
        self._refuse(event, place)
        if isinstance(event, yaml.ScalarEvent):
            quoted = not event.implicit[0]
            first: Any = event.start_mark
            last: Any = event.end_mark
            length = len(event.value) + 2 * quoted
            inline = first.line == last.line and last.column - first.column == length
            return Scalar(place, event.value, quoted, inline)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self._node(event, depth + 1))
            return Items(place, tuple(items))
        table = Table(place)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                raise CodebookError(
                    "a key that is not text", where=str(key.place), fix="Expected `key: value`."
                )
            if key.text in table.values:
                raise CodebookError(
                    f"the key '{key.text}' stands twice",
                    where=str(key.place),
                    fix=f"It stands in line {table.keys[key.text].line} already; join the two.",
                )
            table.values[key.text], table.keys[key.text] = value, key.place
        return table

    def _refuse(self, event: Any, place: Place) -> None:
        if not isinstance(event, yaml.AliasEvent) and event.anchor is None and event.tag is None:
            return
        line = _line(self.text, place.line - 1).strip().removeprefix("- ").strip()
        if isinstance(event, yaml.AliasEvent):
            raise CodebookError(
                f"'*{event.anchor}' is a YAML alias, which a codebook cannot hold",
                where=str(place),
                fix=_QUOTE_IT.format(line),
            )
        if event.anchor is not None:
            raise CodebookError(
                f"'&{event.anchor}' is a YAML anchor, which a codebook cannot hold",
                where=str(place),
                fix="Write the text out, or put it in quotation marks.",
            )
        if event.tag is not None:
            raise CodebookError(
                f"'{event.tag}' is a YAML tag, which a codebook cannot hold",
                where=str(place),
                fix=_QUOTE_IT.format(line),
            )
