"""What a single word form means to a codebook: the elements it matches, worked out once per distinct form.

An element is one word of an indicator (a lemma, an exact form, a wildcard) under a number; patterns of
several words are put together from these numbers elsewhere. Sentences and word classes are not seen here.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.language.inflection import guesses
from qualcode.language.spellings import irregular_forms
from qualcode.matching.kept import code_hash
from qualcode.matching.sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qualcode.language.lexicon import Lexicon
    from qualcode.matching.remembered import Remembered

HOWS = ("exact", "lemma", "variant", "compound", "wildcard", "fuzzy")
"""How an element was found, from the closest to the loosest step."""
EXACT, LEMMA, VARIANT, COMPOUND, WILDCARD, FUZZY = range(len(HOWS))

Found = tuple[tuple[int, int], ...]
"""(element, how) of a form; empty for the vast majority."""

SHORTEST_COMPOUND_PART = 4
"""Letters; a shorter word is a compound part only as an acronym (BUP, PPT): 'til', 'rå' hide everywhere."""
SHORTEST_FUZZY = 6
LONG_FUZZY = 10
"""Letters from which two edits, not one, may part a misspelling from the word."""

FUNCTION_WORDS = frozenset(
    (
        "alle alt at av bare ble bli blir da de deg dei dem den denne der dere det dette deg di din ditt "
        "dykk du eg ein eit eller en ei er et etter for fra frå fram før få får gi gjennom gjør gå går "
        "ha hadde han har hennes her ho hos hun hva hvem hver hvis hvor i igjen ikke ikkje inn innen ja "
        "jeg jo kan kom komme kunne kva kven la man med meg mellom men mer mot mye må nei no noe noen "
        "noko nokon nå når og også om opp oss over på sa samme seg si sin sitt ska skal skulle slik som "
        "så til tilbake under ut uten utan var ved vi vil ville vår vårt vere være å"
    ).split()
)
"""Words too common to start a search from, and too loose to be glued to the next word as a compound."""


class Forms:
    """The elements of a codebook and the forms that have been looked up in them.

    Args:
        lexicon: what lemmas a form can have, and the parts of a compound.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._sieve = Sieve(lexicon)
        self._numbers: dict[tuple[str, str], int] = {}
        self.texts: list[str] = []
        """The element as written, by number."""
        self._exact: dict[str, int] = {}
        self._by_key: dict[str, list[int]] = {}
        self._compound_key: dict[str, list[int]] = {}
        self._pair_key: dict[tuple[str, str], list[int]] = {}
        self._prefixes: dict[int, dict[str, int]] = {}
        self._any_prefix: tuple[str, ...] = ()
        self._suffixes: dict[int, dict[str, int]] = {}
        self._open: list[tuple[re.Pattern[str], int]] = []
        self._any_open: re.Pattern[str] | None = None
        self._fuzzy: dict[str, dict[str, int]] = {}
        self._starts: dict[str, tuple[str, ...]] = {}
        self._cache: dict[str, Found] = {}
        self.remembered: Remembered | None = None
        """What earlier runs found, asked before the lexicon; None where nothing is to be kept."""

    # --- building ------------------------------------------------------------------------------------

    def _number(self, kind: str, text: str) -> tuple[int, bool]:
        size = len(self.texts)
        number = self._numbers.setdefault((kind, text), size)
        if number == size:
            self.texts.append(text)
            self._cache.clear()
        return number, number == size

    def add_exact(self, form: str) -> int:
        """The element of one exact form (any letter case)."""
        low = form.lower()
        number, _ = self._number("exact", low)
        self._exact[low] = number
        return number

    def add_word(self, word: str) -> int:
        """The element of a word with its inflections, variants, compounds and misspellings."""
        low = word.lower()
        number, is_new = self._number("word", low)
        if not is_new:
            return number
        keys = {*self._lexicon.indicator_keys(word), *self._lexicon.indicator_keys(low.replace("-", ""))}
        for key in sorted(keys):
            self._by_key.setdefault(key, []).append(number)
        for text in {low, *keys}:
            self._sieve.add_word(text)
        if low in FUNCTION_WORDS:
            return number
        if len(low) >= SHORTEST_COMPOUND_PART or word.isupper():
            for key in sorted(key for key in keys if len(key) >= min(len(low), SHORTEST_COMPOUND_PART)):
                self._compound_key.setdefault(key, []).append(number)
                self._sieve.add_part(key)
            self._sieve.add_part(low)
        for text in {low, *keys}:
            if len(text) >= SHORTEST_FUZZY:
                self._fuzzy.setdefault(text[0], {}).setdefault(text, number)
        self._add_split(low.replace("-", ""))
        return number

    def add_glued(self, words: tuple[str, str]) -> int | None:
        """The element of two words written as one ('lav terskel', 'lavterskel'); None for function words."""
        first, second = (word.lower() for word in words)
        if {first, second} & FUNCTION_WORDS or min(len(first), len(second)) < 3:
            return None
        number, is_new = self._number("glued", f"{first} {second}")
        if is_new:
            self._sieve.add_word(first)
            self._sieve.add_part(first)
            heads = self._lexicon.indicator_keys(second)
            for link in ("", "s", "e"):
                for key in self._lexicon.indicator_keys(first + link + second) | {first + link + second}:
                    self._by_key.setdefault(key, []).append(number)
                    self._compound_key.setdefault(key, []).append(number)
            for left in self._lexicon.indicator_keys(first):
                for right in heads:
                    self._pair_key.setdefault((left, right), []).append(number)
        return number

    def add_wildcard(self, pattern: str) -> int:
        """The element of a word with `*` in it."""
        low = pattern.lower()
        number, is_new = self._number("wildcard", low)
        if not is_new:
            return number
        body = low.strip("*")
        if low[0] == "*" or "*" in body:
            self._sieve.add_tail(max(body.split("*"), key=len))
        if "*" in body or low.startswith("*") == low.endswith("*"):
            # Compiled one by one as well as together: the union says no for most forms in one step.
            source = ".*".join(map(re.escape, low.split("*")))
            self._open.append((re.compile(source, re.DOTALL), number))
            union = "|".join(pattern.pattern for pattern, _ in self._open)
            self._any_open = re.compile(union, re.DOTALL)
        elif low.endswith("*"):
            self._prefixes.setdefault(len(body), {})[body] = number
            self._any_prefix = (*self._any_prefix, body)
        else:
            self._suffixes.setdefault(len(body), {})[body] = number
        return number

    def _add_split(self, word: str) -> None:
        """Note where a compound may be written in two: both halves are words, a linking -s- or -e- aside."""
        knows = self._lexicon.knows
        for cut in range(3, len(word) - 2):
            left, right = word[:cut], word[cut:]
            if left in FUNCTION_WORDS or not knows(right):
                continue
            if knows(left) or (left[-1] in "se" and len(left) > 3 and knows(left[:-1])):
                heads = self._starts.get(left, ())
                if right[:3] not in heads:
                    self._starts[left] = (*heads, right[:3])

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that decides what a form matches."""
        parts = [code_hash(), self._lexicon.version, list(self._numbers)]
        return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()

    # --- looking up ----------------------------------------------------------------------------------

    def find(self, form: str) -> Found:
        """The elements a form matches.

        Args:
            form: a word in lower case and composed characters (NFC).

        Returns:
            (element, how), sorted by element; the closest `how` for each.
        """
        if form not in self._cache:
            self.learn([form])
        return self._cache[form]

    def learn(self, forms: Iterable[str]) -> None:
        """Look many forms up at once, so that `find` knows them: what most cannot mean is told together."""
        new = {form for form in forms if form not in self._cache}
        self._cache.update(dict.fromkeys(new, ()))
        near = self._near_misses(new)
        asked = self._sieve.passed(new) | near.keys()
        asked.update(form for form in new if form in self._exact or form.startswith(self._any_prefix))
        for form in asked:
            found = self.remembered.get(form) if self.remembered is not None else None
            if found is None:
                found = self.classify(form, near=near.get(form, ()))
                if self.remembered is not None:
                    self.remembered.add(form, found)
            self._cache[form] = found

    def classify(self, form: str, *, near: Collection[int] | None = None, sieve: bool = True) -> Found:
        """What `find` gives, worked out anew.

        Args:
            form: as in `find`.
            near: elements it is a slip of the pen away from; None works them out.
            sieve: False asks the lexicon about every form, however unlike the codebook's words.
        """
        if near is None:
            near = self._near_misses([form]).get(form, ())
        found: dict[int, int] = {}
        if form in self._exact:
            found[self._exact[form]] = EXACT
        if not sieve or self._sieve.asks_keys(form):
            keys = self._lexicon.keys(form)
            for key in keys:
                for number in self._by_key.get(key, ()):
                    found.setdefault(number, self._how(form, number))
            self._wildcards(form, keys, found)
        else:
            self._wildcards(form, frozenset(), found)
        if not sieve or self._sieve.asks_parts(form):
            self._compounds(form, found)
        # A word of the dictionary, or a compound of such, is no misspelling of another word.
        if near and not found and not self._lexicon.knows(form) and not self._lexicon.parts(form):
            found.update(dict.fromkeys(near, FUZZY))
        return tuple(sorted(found.items()))

    def find_joined(self, form: str, joined: str) -> Found:
        """The elements of several written words read as one: 'barne hage', 'samarbeids-møte'.

        Args:
            form: the words with hyphens between them.
            joined: the words with nothing between.
        """
        if not self._sieve.begins_alike(joined):
            return ()
        found: dict[int, int] = {}
        for key in self._lexicon.keys(joined) | self._lexicon.keys(form):
            for number in self._by_key.get(key, ()):
                found[number] = COMPOUND if self.texts[number] != form else EXACT
        return tuple(sorted(found.items()))

    def frequency(self, word: str) -> int:
        """How often a word stands in the treebank, with its forms that begin in another way (er, of være)."""
        others = [
            form
            for form in irregular_forms().get(word, ())
            if all(reading.lemma != form for reading in self._lexicon.readings(form))
        ]
        return sum(map(self._lexicon.frequency, (word, *others)))

    def starts(self, form: str) -> tuple[str, ...]:
        """How the next word must begin for the two to be one compound written in two; () for most forms."""
        return self._starts.get(form, ())

    def _how(self, form: str, number: int) -> int:
        text = self.texts[number]
        if form == text:
            return EXACT
        if " " in text:
            return COMPOUND
        own = {reading.lemma for reading in self._lexicon.readings(form)}
        written = {text} | {reading.lemma for reading in self._lexicon.readings(text)}
        return LEMMA if not own or own & written else VARIANT

    def _wildcards(self, form: str, keys: frozenset[str], found: dict[int, int]) -> None:
        for length, table in self._prefixes.items() if form.startswith(self._any_prefix) else ():
            if (number := table.get(form[:length])) is not None:
                found.setdefault(number, WILDCARD)
        if not (self._suffixes or self._any_open):
            return
        for text in (form, *sorted(keys - {form})):
            for length, table in self._suffixes.items():
                if (number := table.get(text[-length:])) is not None:
                    found.setdefault(number, WILDCARD)
            if self._any_open and self._any_open.fullmatch(text):
                for pattern, number in self._open:
                    if pattern.fullmatch(text):
                        found.setdefault(number, WILDCARD)

    def _compounds(self, form: str, found: dict[int, int]) -> None:
        parts = self._lexicon.parts(form)
        for part in parts:
            for key in part:
                for number in self._compound_key.get(key, ()):
                    found.setdefault(number, COMPOUND)
        if self._pair_key:
            for left, right in pairwise(parts):
                for first in left:
                    for second in right:
                        for number in self._pair_key.get((first, second), ()):
                            found.setdefault(number, COMPOUND)

    def _near_misses(self, forms: Iterable[str]) -> dict[str, set[int]]:
        """The elements that forms are one slip of the pen away from (two in a long word).

        Whichever are fewer are each held against all of the others at once; most forms are near no word.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        texts: dict[str, list[str]] = {}
        owners: dict[str, list[str]] = {}
        for form in forms:
            if len(form) >= SHORTEST_FUZZY - 1 and form[0] in self._fuzzy:
                own = (form, *guesses(form))
                texts.setdefault(form[0], []).extend(own)
                owners.setdefault(form[0], []).extend([form] * len(own))
        found: dict[str, set[int]] = {}
        for first, near in texts.items():
            table = self._fuzzy[first]
            words = list(table)
            is_few = len(near) < len(words)
            for i, one in enumerate(near if is_few else words):
                others = words if is_few else near
                for _, distance, j in process.extract(
                    one, others, scorer=OSA.distance, score_cutoff=2, limit=None
                ):
                    at, word = (i, words[j]) if is_few else (j, one)
                    if distance <= (1 if len(word) < LONG_FUZZY else 2):
                        found.setdefault(owners[first][at], set()).add(table[word])
        return found
