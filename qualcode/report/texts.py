"""The catalogue of a draft's texts, and words for numbers, shares, lists and dates."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from qualcode.errors import StudyError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

LANGUAGES = ("nb",)
"""Languages with a catalogue, `texts.<language>.toml` beside this module."""

_SMALL = ("null", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")


def texts(language: str) -> Mapping[str, str]:
    """The catalogue of a report language: format strings by key.

    Args:
        language: nb, nn or en.

    Raises:
        StudyError: the language has no catalogue.
    """
    if language not in LANGUAGES:
        raise StudyError(
            f"drafts cannot be written in language {language!r} yet",
            where="qualcode.toml",
            fix=f"Set language to one of: {', '.join(LANGUAGES)}.",
        )
    return _catalogue(language)


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    return tomllib.loads((files("qualcode.report") / f"texts.{language}.toml").read_text("utf-8"))


def number(n: int, *, neuter: bool = False) -> str:
    """A number in running text: words to tolv, digits from 13.

    Args:
        n: 0 or more.
        neuter: whether it counts something neuter: `ett utdrag`.
    """
    if n == 1 and neuter:
        return "ett"
    return _SMALL[n] if 0 <= n < len(_SMALL) else grouped(n)


def grouped(n: int, *, from_: int = 10_000) -> str:
    """Digits, in groups of three from `from_` up: 10 000 in running text, 1000 in a column."""
    return f"{n:,}".replace(",", "\u00a0") if n >= from_ else str(n)


def percent(share: float) -> str:
    """A share as whole per cent."""
    return f"{round(share * 100)} prosent"


def decimal(value: float, places: int = 2) -> str:
    """A number with a decimal comma."""
    return f"{value:.{places}f}".replace(".", ",")


def listed(names: list[str]) -> str:
    """`a`, `a og b`, `a, b og c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}" if names else ""


def date(day: dt.date | None, language: str) -> str | None:
    """A date written out, None when there is none."""
    from babel.dates import format_date

    return format_date(day, format="long", locale=language) if day else None
