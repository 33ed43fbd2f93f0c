"""Where in a TOML document a key stands: tomllib gives no positions."""

from __future__ import annotations

import re


def find_line(lines: list[str], path: tuple[str, ...]) -> int | None:
    """1-based line where a key of a TOML document stands; the nearest enclosing table's if the key is nested.

    tomllib gives no positions, so the lines are looked through for the table header and the key.
    """
    table: list[str] = []
    best: tuple[int, int] | None = None
    for number, line in enumerate(lines, start=1):
        header = re.match(r"\s*\[+([^\]#]+)\]+", line)
        if header:
            table = _dotted(header[1])
            here = table
        else:
            key = re.match(
                r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""", line
            )
            if not key:
                continue
            here = [*table, *_dotted(key[1])]
        depth = len(here)
        if tuple(here) == path[:depth] and (best is None or depth > best[0]):
            best = (depth, number)
    return best[1] if best else None


def _dotted(text: str) -> list[str]:
    return [a or b or c for a, b, c in re.findall(r""""([^"]*)"|'([^']*)'|([\w-]+)""", text)]
