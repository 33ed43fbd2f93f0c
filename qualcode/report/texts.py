"""A draft's texts in its language, and its numbers, shares, lists, quotation marks and dates."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Self

from qualcode.errors import StudyError
from qualcode.settings_names import LANGUAGES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The texts of a language, `texts.<language>.toml` beside this module: format strings by key.

    Args:
        language: nb, nn or en.

    Raises:
        StudyError: the language has no catalogue.
    """
    if language not in LANGUAGES:
        raise StudyError(
            f"drafts cannot be written in language {language!r}",
            where="qualcode.toml",
            fix=f"Set language to one of: {', '.join(LANGUAGES)}.",
        )
    return tomllib.loads((files("qualcode.report") / f"texts.{language}.toml").read_text("utf-8"))


class Number(str):
    """A number as it is printed, which in a text can choose between one and many.

    `{n:ett utdrag|_ utdrag}` prints the first for 1 and the second, with the number in place of `_`, for all
    others; `{n}` prints the number alone.
    """

    __slots__ = ("n",)
    n: int

    def __new__(cls, text: str, n: int) -> Self:
        """Make one of what is printed and the number it stands for."""
        made = super().__new__(cls, text)
        made.n = n
        return made

    def capitalize(self) -> Number:
        """The same to begin a sentence with."""
        return Number(super().capitalize(), self.n)

    def __format__(self, spec: str) -> str:
        """The number alone, or with the form of the words beside it that goes with it."""
        if not spec:
            return str(self)
        one, many = spec.split("|")
        chosen = (one if self.n == 1 else many).replace("_", str(self))
        # Forms that hold the number stand in its place, at the beginning perhaps; others only agree with it.
        return chosen[0].upper() + chosen[1:] if self[:1].isupper() and "_" in many else chosen


class Words:
    """A report language: its texts by key, and how it writes numbers, lists and dates.

    Args:
        language: nb, nn or en.

    Raises:
        StudyError: the language has no catalogue.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = catalogue(language)
        self._locale = self["locale"].replace("-", "_")
        self._small = self["numbers"].split()

    def __getitem__(self, key: str) -> str:
        """The text of a key, its braces not yet filled."""
        return self._texts[key]

    def text(self, key: str, /, **values: Any) -> str:
        """The text of a key, its braces filled."""
        counted = {name: Number(str(v), v) if type(v) is int else v for name, v in values.items()}
        return self[key].format(**counted)

    def number(self, n: int, *, none: bool = False) -> Number:
        """A number in running text: words to twelve, digits from 13.

        Args:
            n: 0 or more.
            none: whether 0 is `ingen`.
        """
        if none and not n:
            return Number(self["none"].lower(), 0)
        return Number(self._small[n], n) if n < len(self._small) else self.grouped(n)

    def grouped(self, n: int, *, from_: int = 10_000) -> Number:
        """Digits, in groups of three from `from_` up: 10 000 in running text, 1000 in a column."""
        from babel.numbers import format_decimal

        return Number(format_decimal(n, locale=self._locale) if n >= from_ else str(n), n)

    def decimal(self, value: float, places: int = 2) -> str:
        """A number with the language's decimal mark."""
        from babel.numbers import get_decimal_symbol

        return f"{value:.{places}f}".replace(".", get_decimal_symbol(self._locale))

    def percent(self, share: float) -> str:
        """A share as whole per cent."""
        return self.text("percent", n=round(share * 100))

    def listed(self, names: Sequence[str]) -> str:
        """`a`, `a og b`, `a, b og c`."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])}{self['and_']}{names[-1]}"

    def quoted(self, text: str) -> str:
        """A text in the language's quotation marks."""
        return f"{self['quote_open']}{text}{self['quote_close']}"

    def date(self, day: dt.date | None) -> str | None:
        """A date written out, None when there is none."""
        from babel.dates import format_date

        return format_date(day, format="long", locale=self._locale) if day else None
