"""Expressions of a text that could be an indicator: words, two words side by side, a verb with its particle.

Each is written in the grammar of indicators, by lemma; what it finds elsewhere is the matcher's business.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from qualcode.matching.forms import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.language.lexicon import Lexicon

Kind = Literal["word", "pair", "particle"]

REACH = 3
"""Words between which a verb and its particle may stand."""
PARTICLES = frozenset(
    (
        "av bort etter fra fram frem gjennom hjem ifra igjen igjennom imot inn innom med mot ned om opp over "
        "på rundt sammen saman til tilbake under unna ut ved"
    ).split()
)
SHORTEST = 3
"""Letters of a word, acronyms aside."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Expression(NamedTuple):
    """A pattern and what kind of expression it is."""

    pattern: str
    kind: Kind


class _Word(NamedTuple):
    """A word form. lemma: as an indicator may name it, "" for a name; verb: the lemma, if it may be one's."""

    lemma: str
    verb: str
    says_something: bool


class Expressions:
    """Reads expressions out of texts.

    A form that may belong to several lemmas is taken for the one that most words of the texts may belong to:
    `skrev` is `skrive` where somebody also says `skriver`. A word with a capital letter inside a sentence is
    a name.

    Args:
        lexicon: lemmas and parts of speech of word forms.
        texts: all that will be read.
    """

    def __init__(self, lexicon: Lexicon, texts: Iterable[str]) -> None:
        self._lexicon = lexicon
        forms: Counter[str] = Counter()
        self._names: set[str] = set()
        for text in texts:
            end = 0
            for match in _WORD.finditer(text):
                forms[match[0]] += 1
                if end and match[0].istitle() and not text[end : match.start()].strip():
                    self._names.add(match[0])
                end = match.end()
        self._attested: Counter[str] = Counter()
        for form, times in forms.items():
            for lemma in {reading.lemma for reading in lexicon.readings(form.lower())}:
                self._attested[lemma] += times
        self._words = {form: self._look_up(form) for form in forms}

    def of(self, text: str) -> set[Expression]:
        """Every expression of a text, each once."""
        found: set[Expression] = set()
        words = [(self._words[m[0]], m) for m in _WORD.finditer(text)]
        for i, (word, match) in enumerate(words):
            if word.says_something:
                found.add(Expression(word.lemma, "word"))
            end = match.end()
            for distance, (after, its) in enumerate(words[i + 1 : i + 1 + REACH], start=1):
                if text[end : its.start()].strip():  # punctuation parts what belongs together
                    break
                end = its.end()
                side_by_side = distance == 1 and word.lemma and after.lemma
                if side_by_side and (word.says_something or after.says_something):
                    found.add(Expression(f"{word.lemma} {after.lemma}", "pair"))
                if word.verb and its[0].lower() in PARTICLES:
                    found.add(Expression(f"{word.verb} ~{REACH} {its[0].lower()}", "particle"))
        return found

    def _look_up(self, word: str) -> _Word:
        low = word.lower()
        if word in self._names or self._lexicon.is_hesitation(low):
            return _Word("", "", says_something=False)
        if word.isupper() and len(word) > 1:
            return _Word(word, "", says_something=True)
        readings = self._lexicon.readings(low)
        classes = {reading.pos for reading in readings}
        verb = self._likeliest(low, (r.lemma for r in readings if r.pos == "V" and "F" not in classes))
        if low in FUNCTION_WORDS or len(low) < SHORTEST or (classes and classes <= set("FI")):
            return _Word(low, verb, says_something=False)
        lemma = self._likeliest(low, (r.lemma for r in readings if r.pos in "NVAD"))
        if lemma:
            return _Word(lemma, verb if verb == lemma else "", says_something=lemma not in FUNCTION_WORDS)
        if readings or word[0].isupper():  # a name, or where a sentence begins a word nobody knows
            return _Word("", "", says_something=False)
        return _Word(min(self._lexicon.keys(low), key=lambda key: (len(key), key)), "", says_something=True)

    def _likeliest(self, form: str, lemmas: Iterable[str]) -> str:
        return min(set(lemmas), key=lambda one: (-self._attested[one], one != form, one), default="")
