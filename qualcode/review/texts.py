"""The app's texts in bokmål, nynorsk and English, and numbers and times as the languages write them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from qualcode.settings_names import LANGUAGES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""The languages by their own names."""


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The texts of a language: format strings by key.

    Args:
        language: nb, nn or en.
    """
    return tomllib.loads((files("qualcode.review") / f"texts.{language}.toml").read_text("utf-8"))


class Texts:
    """A language's texts, called with a key and what its braces are filled with.

    Args:
        language: nb, nn or en; anything else is bokmål.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "nb"
        self._catalogue = catalogue(self.language)

    def __call__(self, key: str, **values: Any) -> str:
        """The text of a key, its braces filled."""
        return self._catalogue[key].format(**values)

    def count(self, key: str, n: int) -> str:
        """The text of `key_one` or `key_many` for a number."""
        return self(f"{key}_one" if n == 1 else f"{key}_many", n=n)

    def of(self, names: Mapping[str, str]) -> str:
        """A name or definition in the language; bokmål, else whatever there is, where it has none."""
        return names.get(self.language) or names.get("nb") or next(iter(names.values()), "")

    def decimal(self, value: float, places: int = 2) -> str:
        """A number with the language's decimal mark."""
        from babel.numbers import format_decimal

        return format_decimal(value, format=f"0.{'0' * places}", locale=self.language)

    def moment(self, at: dt.datetime) -> str:
        """A point of time in the machine's own zone, short."""
        from babel.dates import format_datetime

        return format_datetime(at.astimezone(), format="short", locale=self.language)
