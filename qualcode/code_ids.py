"""What a code's dotted id says: `a.b.c` is a sub-code of `a.b`, which is one of the theme `a`."""

from __future__ import annotations


def theme_of(code: str) -> str:
    """The theme a code belongs to: `tidlig_innsats` for `tidlig_innsats.lavterskel`, a theme for itself."""
    return code.partition(".")[0]


def ancestors(code: str) -> list[str]:
    """The codes a sub-code implies, the nearest first: a.b.c gives a.b and a."""
    parts = code.split(".")
    return [".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]


def is_within(code: str, other: str) -> bool:
    """Whether a code is another or one of its sub-codes."""
    return code == other or code.startswith(f"{other}.")
