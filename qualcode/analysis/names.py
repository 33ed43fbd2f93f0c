"""Words of a quote that may be a third person's name, for a person to look at before it is printed.

The rule, in the open: a word with a capital letter that the lexicon knows only as a name, or not at all, and
that is no place, service or programme of `names.toml`, nor a word the study allows. Inside a sentence also a
name that is a word besides (`Liv`, `Bjørn`). Capitals throughout (NAV), single letters (N, X) and what stands
in brackets ([navn]) are no names. Better one question too many: the word is shown, never altered. How far
that goes tests/analysis/names_probe.csv measures; the pipeline's own recogniser did worse there, and takes
two seconds to load.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualcode.language.lexicon import Lexicon
    from qualcode.settings import Settings

_TOKEN = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_BEGINS = re.compile(r"(?:^|[.!?:…\n]|[«“\"‘„–—-]\s*|\.\.\.)\W*$")
"""What stands before a word that begins a sentence, a line or someone's words."""
_PLACE_AFTER = re.compile(
    r"\s+(?:[a-zæøå]*skole|[a-zæøå]*skule|barnehage|kommune|sykehus|sjukehus|vest|øst|nord|sør|senter)n?\b"
)
_ENDINGS = re.compile(r"(?:ane|ene|ande)$|^(?:tjue|tretti|førti|femti|seksti|sytti|åtti|nitti)")
"""What forms look like that the lexicon does not list, and names it does not know do not."""
_PLACE_BEFORE = re.compile(r"\b[Ii]\s+$")
"""'i Bergen': hardly ever a person, unlike what stands after 'til', 'fra' and 'på'."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    begins: bool


def possible_names(text: str, allowed: Collection[str] = ()) -> list[str]:
    """The words of a text that may be names of persons, each once, first name and surname together.

    Args:
        text: an utterance.
        allowed: words, in lower case, that are no names in this study.
    """
    found: dict[str, None] = {}
    last: tuple[int, str] | None = None
    for word in _capitalised(text):
        joined = last is not None and text[last[0] : word.start] == " "
        if not _may_be_name(text, word, allowed, after_name=joined):
            last = None
            continue
        name = f"{last[1]} {word.text}" if last and joined else word.text
        if last and joined:
            found.pop(last[1], None)
        found[name] = None
        last = (word.end, name)
    return list(found)


class NameCheck:
    """Finds what may be names in the texts of a study, whose own groups, sites and roles are none.

    Args:
        settings: of the study; `not_names` are words that are no names either.
    """

    def __init__(self, settings: Settings) -> None:
        named = (*settings.groups.values(), *settings.sites.values(), *settings.role_names.values())
        self._allowed = words_of(*named, *settings.not_names)
        self._found: dict[str, tuple[str, ...]] = {}

    def __call__(self, text: str) -> tuple[str, ...]:
        """What may be names in a text, in its order."""
        if text not in self._found:
            self._found[text] = tuple(possible_names(text, self._allowed))
        return self._found[text]


def words_of(*texts: str | None) -> frozenset[str]:
    """Every word of some texts in lower case, to be allowed as no name: of groups, sites and codes.

    Args:
        texts: any; None is nothing.
    """
    return frozenset(m.group().casefold() for text in texts if text for m in _TOKEN.finditer(text))


def _capitalised(text: str) -> list[_Word]:
    blank = text
    for pattern in (_BRACKETS, _phrases()):
        blank = pattern.sub(lambda m: " " * len(m.group()), blank)
    return [
        _Word(m.group(), m.start(), m.end(), bool(_BEGINS.search(blank[: m.start()])))
        for m in _TOKEN.finditer(blank)
        if m.group()[0].isupper() and not m.group().isupper() and m.group()[1:2] != "-"  # N, NAV, D-vitamin
    ]


def _may_be_name(text: str, word: _Word, allowed: Collection[str], *, after_name: bool) -> bool:
    low = word.text.casefold()
    forms = {low, low.removesuffix("s").rstrip("'’")}
    if forms & _lists()["not_persons"] or not forms.isdisjoint(allowed):
        return False
    if _PLACE_AFTER.match(text, word.end) or (not word.begins and _PLACE_BEFORE.search(text[: word.start])):
        return False
    if forms & _lists()["rare_words"]:
        return True
    if not word.begins and (after_name or forms & _lists()["also_words"]):
        return True
    return not _is_word(low)


def _is_word(low: str) -> bool:
    """Whether a form is a word of the language besides being a name, or a compound of such words."""
    lexicon = _lexicon()
    readings = lexicon.readings(low)
    if readings:
        return any(reading.pos != "P" for reading in readings)
    return (
        lexicon.knows(low)
        or lexicon.is_hesitation(low)
        or bool(_ENDINGS.search(low))
        or bool(lexicon.parts(low))
    )


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists = tomllib.loads((files("qualcode.analysis") / "names.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in lists.items() if isinstance(words, str)}


@cache
def _phrases() -> re.Pattern[str]:
    phrases = tomllib.loads((files("qualcode.analysis") / "names.toml").read_text("utf-8"))["phrases"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)


def _lexicon() -> Lexicon:
    from qualcode.language.lexicon import lexicon

    return lexicon()
