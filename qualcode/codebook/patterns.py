"""What can be asked of an indicator's tree: its classes, whether it needs a pipeline, sample texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codebook.syntax import ClassName, Either, Exact, Gap, Near, Phrase, Word

if TYPE_CHECKING:
    from qualcode.codebook.syntax import Node


def class_names(node: Node) -> frozenset[str]:
    """The classes a pattern names."""
    match node:
        case ClassName(name):
            return frozenset({name})
        case Phrase(parts) | Gap(parts) | Either(parts):
            return frozenset().union(*map(class_names, parts))
        case Near(left, _, right):
            return class_names(left) | class_names(right)
    return frozenset()


def needs_pipeline(node: Node) -> bool:
    """Whether a pattern asks for a word class or feature, which only a language pipeline can tell."""
    match node:
        case Word(_, tags) | Exact(_, tags):
            return bool(tags)
        case Phrase(parts) | Gap(parts) | Either(parts):
            return any(map(needs_pipeline, parts))
        case Near(left, _, right):
            return needs_pipeline(left) or needs_pipeline(right)
    return False


FILLER = "qxqx"
"""Stands in samples for the letters of a `*` and the words of a gap: no word contains it."""


def sample_texts(node: Node, members: dict[str, tuple[Node, ...]], limit: int = 12) -> list[str]:
    """Short texts that a pattern is written to find: one for each alternative, at most `limit`.

    What the pattern leaves open is filled with FILLER, so that only a pattern which leaves as much open finds
    all of the samples. A class named again gives its next member, since it means another one.

    Args:
        node: the pattern.
        members: the parsed members of each class.
        limit: the greatest number of texts.
    """
    return _samples(node, members, limit, 0)[:limit]


def _samples(node: Node, members: dict[str, tuple[Node, ...]], limit: int, turn: int) -> list[str]:
    match node:
        case Word(text):
            return [text.replace("*", FILLER)]
        case Exact(words):
            return [" ".join(words)]
        case ClassName(name):
            own = members[name]
            shift = turn % len(own)
            in_turn = own[shift:] + own[:shift]
            return [text for member in in_turn for text in _samples(member, members, limit, 0)][:limit]
        case Either(options):
            return [text for option in options for text in _samples(option, members, limit, turn)][:limit]
        case Near(left, distance, right):
            between = " " + f"{FILLER} " * (distance - 1)
            there = _together((left, right), between, members, limit, turn)
            back = _together((right, left), between, members, limit, turn)
            return [text for pair in zip(there, back, strict=False) for text in pair][:limit]
        case Gap(parts):
            return _together(parts, f" {FILLER} ", members, limit, turn)
        case Phrase(parts):
            return _together(parts, " ", members, limit, turn)


def _together(
    parts: tuple[Node, ...], between: str, members: dict[str, tuple[Node, ...]], limit: int, turn: int
) -> list[str]:
    seen: dict[str, int] = {}
    columns: list[list[str]] = []
    for part in parts:
        names = sorted(class_names(part))
        shift = max((seen.get(name, 0) for name in names), default=0)
        columns.append(_samples(part, members, limit, turn + shift))
        for name in names:
            seen[name] = seen.get(name, 0) + 1
    rows = min(limit, max(map(len, columns)))
    return [between.join(column[row % len(column)] for column in columns) for row in range(rows)]
