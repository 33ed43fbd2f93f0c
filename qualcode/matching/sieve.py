"""A quick no to the word forms that no indicator can mean, so that the lexicon is asked about few.

The lexicon is quick about a form of its dictionary and slow about one that it has to take apart. So a form
is held against the beginnings of the codebook's words first. What is held back wrongly is an irregular form
inside a compound that no dictionary has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.language import normal_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.language.lexicon import Lexicon

SHORT = 4
"""Letters up to which a form is always let through: there are few such forms."""
SHORTEST_PART = 2
"""Letters of the shortest second part, as far as they follow the beginning of the first (barn-ehage)."""
LONG_FIRST_PART = 9
"""Letters from which a first part is taken to be a compound itself, which the dictionary may lack."""

# First letters that bokmål, nynorsk or an irregular plural write in another way.
_OTHER_STARTS = (
    *(("hv", "kv"), ("syk", "sjuk"), ("skol", "skul"), ("hjem", "heim"), ("frem", "fram"), ("høy", "høg")),
    *(
        ("lav", "låg"),
        ("vei", "veg"),
        ("for", "føre"),
        ("sammen", "saman"),
        ("uten", "utan"),
        ("hel", "heil"),
    ),
    *(("innen", "innan"), ("selv", "sjøl"), ("enkelt", "einskild"), ("en", "ein"), ("hoved", "hovud")),
    *(("øst", "aust"), ("bok", "bøk"), ("hånd", "hend"), ("natt", "nett"), ("stad", "sted"), ("mor", "mød")),
    *(("far", "fed"), ("bror", "brød"), ("datt", "døtr"), ("mann", "menn"), ("fot", "føt"), ("rot", "røt")),
)


class Beginnings:
    """The first letters of some words, in every spelling they have, `longest` letters at most."""

    def __init__(self, variants: dict[str, list[str]], longest: int) -> None:
        self._variants, self._longest = variants, longest
        self._of_length: dict[int, set[str]] = {}

    def add(self, word: str) -> None:
        """Remember how a word begins."""
        for text in (word, *self._variants.get(word, ())):
            self._add(text)
            for one, other in _OTHER_STARTS:
                if text.startswith(one):
                    self._add(other + text[len(one) :])

    def _add(self, word: str) -> None:
        # A last -e or -a gives way to an ending: møte, møta, møtene.
        stem = word[:-1] if len(word) > 3 and word[-1] in "ea" else word
        beginning = stem[: self._longest]
        self._of_length.setdefault(len(beginning), set()).add(beginning)

    def at_start(self, form: str) -> bool:
        """Whether a form begins like one of the words."""
        return any(form[:length] in known for length, known in self._of_length.items())

    def places(self, form: str) -> Iterator[tuple[int, int]]:
        """Where letters of a form are the beginning of one of the words: (start, end)."""
        for length, known in self._of_length.items():
            for at in range(len(form) - length + 1):
                if form[at : at + length] in known:
                    yield at, at + length


class Sieve:
    """Tells which forms to ask the lexicon about.

    Args:
        lexicon: whose readings of a form are tried when the form itself shows nothing.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        only, also = normal_forms.function_words()
        self._function_words = only.keys() | also.keys()
        variants: dict[str, list[str]] = {}
        for variant, key in sorted(normal_forms.variants().items()):
            variants.setdefault(key, []).append(variant.partition("/")[0])
        self._words = Beginnings(variants, 4)
        self._parts = Beginnings(variants, 5)
        self._tails = Beginnings(variants, 5)

    def add_word(self, word: str) -> None:
        """A word or key that whole forms may be of."""
        self._words.add(word)

    def add_part(self, word: str) -> None:
        """A word or key that parts of compounds may be of."""
        self._parts.add(word)

    def add_tail(self, body: str) -> None:
        """The letters of a wildcard that an inflected form ends in or holds."""
        self._tails.add(body)

    def asks_keys(self, form: str) -> bool:
        """Whether a lower-case form may be a form of one of the words."""
        if len(form) <= SHORT or form in self._function_words:
            return True
        # A form and its lemma begin alike unless the dictionary says otherwise (gikk, gå).
        if self._words.at_start(form) or any(True for _ in self._tails.places(form)):
            return True
        return any(self._words.at_start(reading.lemma) for reading in self._lexicon.readings(form))

    def begins_alike(self, form: str) -> bool:
        """Whether a lower-case form begins like one of the words."""
        return self._words.at_start(form)

    def asks_parts(self, form: str) -> bool:
        """Whether a lower-case form may be a compound with one of the words in it."""
        for start, end in self._parts.places(form) if len(form) > SHORT else ():
            if len(form) - end >= SHORTEST_PART if start == 0 else self._may_come_first(form[:start]):
                return True
        return False

    def _may_come_first(self, letters: str) -> bool:
        """Whether letters before a part may be the parts before it: a word, a linking -s- or -e- aside."""
        if len(letters) > LONG_FIRST_PART or self._lexicon.knows(letters):
            return True
        return letters[-1] in "se" and self._lexicon.knows(letters[:-1])
