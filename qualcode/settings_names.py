"""Names of one thing in several languages, as a study may give them: `{nb = "...", en = "..."}`."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("nb", "nn", "en")

Named = Mapping[str, str]
"""A name by language."""


def named_in(named: Named, language: str) -> str:
    """A name in a language, else in the first there is.

    Args:
        named: at least one name.
        language: nb, nn or en.
    """
    return named.get(language) or next(named[known] for known in LANGUAGES if known in named)
