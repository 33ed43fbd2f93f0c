"""A quick no to the word forms that no indicator can mean, so that the lexicon is asked about few.

The lexicon is quick about a form of its dictionary and slow about one that it has to take apart. So forms
are held against the beginnings of the codebook's words first, many at once; what the dictionary spells in
another way than that is listed (language/spellings.py). Held back wrongly are some compounds that no
dictionary has, nearly all of them chance ones (moll-stemt).
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from qualcode.language import normal_forms
from qualcode.language.inflection import LONGEST_ENDING
from qualcode.language.spellings import LETTERS, irregular_forms, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualcode.language.lexicon import Lexicon

SHORT = 4
"""Letters up to which a form is always let through: there are few such forms."""
SHORTEST_PART = 2
"""Letters of the shortest second part, as far as they follow the beginning of the first (barn-ehage)."""
SHORTEST_SPELLING = 3
"""Letters of another spelling of a part: shorter ones stand in every other word."""
LONG_FIRST_PART = 9
"""Letters from which a first part is taken to be a compound itself, which the dictionary may lack."""

_WORD_START = LETTERS
"""Letters of a word's beginning that are looked at."""
_LONGEST_START = 7
"""As many at most of a form that the dictionary does not have."""
_SHORTEST_COMPOUND = 4
_LONG = 14
"""Letters from which no form is of a word of five letters: endings are shorter."""

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

_WRITTEN_OTHERWISE = tuple(one for one, _ in _OTHER_STARTS)


class Beginnings:
    """The first letters of some words, in every spelling they have.

    Args:
        variants: key -> spellings that are not the key's.
        longest: as many letters at most; None takes whole words.
    """

    def __init__(self, variants: dict[str, list[str]], longest: int | None) -> None:
        self._variants, self._longest = variants, longest
        self._texts: set[str] = set()
        self._pattern: tuple[re.Pattern[str], re.Pattern[str]] | None = None

    def add(self, word: str, letters: int | None = None) -> None:
        """Remember how a word begins; `letters` of it as spelt, where more than the usual are wanted."""
        self._pattern = None
        for text in (word, *self._variants.get(word, ())):
            self._add(text, letters or self._longest)
            for one, other in _OTHER_STARTS if text.startswith(_WRITTEN_OTHERWISE) else ():
                if text.startswith(one):
                    self._add(other + text[len(one) :], self._longest)

    def _add(self, word: str, letters: int | None) -> None:
        # A last -e or -a gives way to an ending: møte, møta, møtene.
        stem = word[:-1] if letters and len(word) > 3 and word[-1] in "ea" else word
        self._texts.add(stem[:letters])

    @property
    def pattern(self) -> str:
        """Finds the shortest of the beginnings at a place."""
        return _any_of(sorted(self._texts))

    def _compiled(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Finds the shortest of the beginnings at a place; finds every place where there is one."""
        if self._pattern is None:
            found = self.pattern
            self._pattern = re.compile(found), re.compile(f"(?=({found}))")
        return self._pattern

    def at_start(self, form: str) -> bool:
        """Whether a form begins like one of the words."""
        return self._compiled()[0].match(form) is not None

    def within(self, form: str) -> bool:
        """Whether letters of a form are the beginning of one of the words."""
        return self._compiled()[0].search(form) is not None

    def places(self, form: str) -> Iterator[tuple[int, int]]:
        """Where letters of a form are the beginning of one of the words: (start, end of the shortest)."""
        for match in self._compiled()[1].finditer(form):
            yield match.span(1)


def _any_of(texts: Sequence[str]) -> str:
    """A pattern for any of some sorted texts, beginnings in common tried once; the shortest wins."""
    if not texts:
        return r"(?!)"
    if not texts[0]:
        return ""
    branches = [
        re.escape(letter) + _any_of([text[1:] for text in group])
        for letter, group in groupby(texts, key=lambda text: text[0])
    ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


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
        self._words = Beginnings(variants, _WORD_START)
        self._of_unknown = Beginnings(variants, _WORD_START)
        self._of_long_unknown = Beginnings(variants, _WORD_START)
        self._parts = Beginnings(variants, 5)
        self._whole_parts = Beginnings(variants, None)
        self._part_keys: set[str] = set()
        self._tails = Beginnings(variants, 5)
        self._irregular: frozenset[str] | None = None
        self._any: re.Pattern[str] | None = None

    def add_word(self, word: str) -> None:
        """A word or key that whole forms may be of."""
        self._any = None
        self._words.add(word)
        letters = min(max(_WORD_START, len(word) // 2 + 1), _LONGEST_START)
        if len(word) >= _SHORTEST_COMPOUND:
            self._of_unknown.add(word, letters)
        if len(word) >= _LONG - LONGEST_ENDING - 2:
            self._of_long_unknown.add(word, letters)

    def add_part(self, word: str) -> None:
        """A word or key that parts of compounds may be of."""
        self._any = None
        for spelt in (word, *irregular_forms().get(word, ())):
            self._parts.add(spelt)
        # Of a verb the stem may stand first: 'brenne', 'brennstoff'.
        for spelt in (word, word.removesuffix("e"), *spellings()[1].get(word, ())):
            if spelt == word or len(spelt) >= SHORTEST_SPELLING:
                self._whole_parts.add(spelt)
        self._part_keys.add(word)

    def add_tail(self, body: str) -> None:
        """The letters of a wildcard that an inflected form ends in or holds."""
        self._any = None
        self._tails.add(body)

    def passed(self, forms: Iterable[str]) -> set[str]:
        """Those of many lower-case forms that may mean something to one of the words, by their letters."""
        if self._any is None:
            within = "|".join(b.pattern for b in (self._tails, self._parts, self._whole_parts))
            self._any = re.compile(rf"\A(?:.{{0,{SHORT}}}\Z|{self._words.pattern})|{within}", re.DOTALL)
            self._irregular = None
        begun = set(filter(self._any.search, forms))
        return begun.union(form for form in forms if form in self._function_words or self._is_irregular(form))

    def _is_irregular(self, form: str) -> bool:
        """Whether a form begins in another way than its lemma, and the lemma like one of the words."""
        if self._irregular is None:
            forms, _ = spellings()
            self._irregular = frozenset(f for f, own in forms.items() if any(map(self._words.at_start, own)))
        return form in self._irregular

    def asks_keys(self, form: str) -> bool:
        """Whether a lower-case form may be a form of one of the words."""
        if len(form) <= SHORT or form in self._function_words:
            return True
        # A form and its lemma begin alike unless the dictionary says otherwise (gikk, gå).
        if self._tails.within(form) or self._is_irregular(form):
            return True
        return self._words.at_start(form) and (self._lexicon.knows(form) or self._may_be_unknown(form))

    def _may_be_unknown(self, form: str) -> bool:
        """Whether a form that no dictionary has, and that begins like one of the words, may be a form of it.

        It is longer than the word by an ending at most, and of a compound more letters are the same.
        """
        if len(form) >= _LONG:
            return self._of_long_unknown.at_start(form)
        if len(form) <= _SHORTEST_COMPOUND + 2 or self._of_unknown.at_start(form):
            return True
        return bool(self._lexicon.analyse(form))

    def begins_alike(self, form: str) -> bool:
        """Whether a lower-case form begins like one of the words."""
        return self._words.at_start(form)

    def asks_parts(self, form: str) -> bool:
        """Whether a lower-case form may be a compound with one of the words in it.

        Before the last part a word stands as its lemma is spelt, a linking -s- or -e- after it; the last part
        may be inflected.
        """
        if len(form) <= SHORT:
            return False
        for start, end in self._whole_parts.places(form):
            if len(form) - end >= SHORTEST_PART and self._may_follow(form[:start]):
                return True
        return any(
            start > 0
            and self._may_follow(form[:start])
            and not self._part_keys.isdisjoint(self._lexicon.keys(form[start:]))
            for start, _ in self._parts.places(form)
        )

    def _may_follow(self, letters: str) -> bool:
        """Whether letters before a part may be parts of a compound: a word, a linking -s- or -e- aside."""
        if not letters or len(letters) > LONG_FIRST_PART or self._lexicon.knows(letters):
            return True
        return letters[-1] in "se" and self._lexicon.knows(letters[:-1])
