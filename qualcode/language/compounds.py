"""Splitting Norwegian compounds into their parts, and joining compounds that were written apart.

A cut is judged by how many compounds of the dictionary its first and last part explain (`data/parts.gz`,
counted by tools/lexicon/families.py), by length, and by the word lists of `data/compound_words.txt`.
docs/language.md says what counts as a compound.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from math import log
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Analyse = Callable[[str], Iterable[tuple[str, str]]]
    """Form -> (lemma, part of speech) it may be."""

# Cuts that would fall inside a suffix: -skap, -messig, -aktig.
_INSIDE = (("s", "kap"), ("mes", "sig"), ("ak", "tig"), ("s", "jon"), ("s", "tasjon"))
_SUFFIXES = tuple((before + after, len(before)) for before, after in _INSIDE)

_UNSEEN = 0.15
_IF_COMPOUND = log(_UNSEEN) - 1.0
"""Weight of a part that no dictionary has and that is a compound itself."""
_PER_LETTER = 1.1
_OWN_FAMILY = 0.8
_OPAQUE_FIRST = 4.0
_SHORT = 1.0
_KNOWN = 11.0
_NEW = 6.0


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The sections of `data/compound_words.txt` by name; the file says what each is for."""
    text = (files("qualcode.language") / "data" / "compound_words.txt").read_text(encoding="utf-8")
    tables: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            words = tables.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            words.update(line.split())
    return {name: frozenset(found) for name, found in tables.items()}


class Cut(NamedTuple):
    """A word cut in two, with how plausible the cut is."""

    score: float
    at: int


class Families:
    """How many compounds each word begins and ends, from `parts.gz`."""

    def __init__(self, text: str) -> None:
        """Take the unpacked lists: first parts as spelt, a blank line, last parts as lemmas."""
        first, last = text.split("\n\n")
        self.first = {part: int(n) for part, _, n in (line.partition("\t") for line in first.splitlines())}
        self.last = {part: int(n) for part, _, n in (line.partition("\t") for line in last.splitlines())}


class Splitter:
    """Cuts words into parts; every answer is worked out once."""

    def __init__(
        self,
        families: Families,
        analyse: Analyse,
        is_lemma: Callable[[str, str], bool],
        fold: Callable[[str, str], str],
        stored: Callable[[str], int | None],
        *,
        may_be_lemma: Callable[[str], bool],
    ) -> None:
        """Take the families and five questions to the dictionary.

        Args:
            families: counts of first and last parts.
            analyse: a form's (lemma, part of speech), by its ending if it is unknown.
            is_lemma: is (word, part of speech) a lemma.
            fold: key of (lemma, part of speech).
            stored: where a lemma is cut, 0 if it is no compound, None if the dictionary does not say.
            may_be_lemma: False for a word that `analyse` gives neither itself nor its fold.
        """
        self._may_be_lemma = may_be_lemma
        self._fold = fold
        self._stored = stored
        self._words = word_lists()
        self._not_first = self._words["not_first"] | self._words["never_first"]
        self._two_letters = self._words["short_first"] | self._words["particle"]
        self._bound_last = tuple(sorted(self._words["bound_last"]))
        self._families = families
        self._analyse = analyse
        self._is_lemma = is_lemma
        self._cuts: dict[str, Cut | None] = {}
        self._firsts: dict[str, float | None] = {}

    def split(self, form: str) -> tuple[str, ...]:
        """Every part of a compound as spelt, linking -s and -e with the part before: ('barne', 'hage').

        Args:
            form: lower-case word.

        Returns:
            The parts, the head last; the form alone if it is no compound.
        """
        cut = self.cut(form)
        if cut is None:
            return (form,)
        first, last = form[: cut.at], form[cut.at :]
        return (*self._split_first(first), *self.split(last))

    def constituents(self, form: str, *, known: Callable[[str], bool]) -> tuple[str, ...]:
        """The words a compound should be found by, the head last: its parts, and the compounds among them.

        A first part of four letters or fewer is left out when the compound is in the dictionary: 'mål' does
        not find 'målgruppe'. Words listed as opaque are not found by their parts, light heads not at all.

        Args:
            form: lower-case word.
            known: is the form in the dictionary.
        """
        cut = self.cut(form)
        if cut is None or self._lemmas(form) & self._words["opaque"]:
            return ()
        first, last = form[: cut.at], form[cut.at :]
        base = self._base(first)
        found: list[str] = []
        if not (len(base) <= 4 and known(form)):
            found += [*self.constituents(base, known=known), base]
        found += self.constituents(last, known=known)
        if not self._lemmas(last) & self._words["light"]:
            found.append(last)
        return tuple(dict.fromkeys(found))

    def is_first(self, surface: str) -> bool:
        """Whether the spelling stands first in compounds of the dictionary ('barne', 'samarbeids')."""
        return surface in self._words["bound_first"] or self._families.first.get(surface, 0) > 2

    def folded(self, first: str) -> str:
        """The first part of an unknown compound, its own parts folded: 'skule' becomes 'skole'."""
        return "".join(self._folded_part(part) for part in self._split_first(first))

    def _folded_part(self, part: str) -> str:
        base = self._base(part)
        return self._fold(base, "N") + part[len(base) :]

    def _base(self, first: str) -> str:
        """The word a first part most likely is: the longest in the dictionary, else the part as spelt."""
        if first in self._words["bound_first"]:
            return first
        for wanted in ("N", "NVADFP"):  # a noun if it can be one: 'barne' is of 'barn', not the verb 'barne'
            for base in self.bases(first):
                for lemma, pos in self._analyse(base):
                    if pos in wanted and lemma in {base, self._fold(base, pos)}:
                        return base
                if self.cut(base):
                    return base
        return first

    def _lemmas(self, form: str) -> set[str]:
        return {lemma for lemma, _ in self._analyse(form)}

    def _split_first(self, first: str) -> tuple[str, ...]:
        if first in self._words["bound_first"]:
            return (first,)
        for base in self.bases(first):
            inner = self.split(base)
            if len(inner) > 1:
                return (*inner[:-1], first[len("".join(inner[:-1])) :])
        return (first,)

    def cut(self, form: str) -> Cut | None:
        """The best place to cut a lower-case word in two, None if it is no compound."""
        if form not in self._cuts:
            at = self._stored(form)
            if at is None:
                self._cuts[form] = None  # guards the recursion
                self._cuts[form] = self._find_cut(form)
            else:
                self._cuts[form] = Cut(0.0, at) if at else None
        return self._cuts[form]

    def _find_cut(self, form: str) -> Cut | None:
        if len(form) < 5 or not form.isalpha():
            return None
        whole = set(self._analyse(form))
        classes = {pos for _, pos in whole} & set("NVA")
        if (whole and not classes) or any(lemma in self._words["simple"] for lemma, _ in whole):
            return None
        lemmas = {lemma for lemma, pos in whole if pos in "NVA" and lemma != form}
        alike = {lemma for lemma in lemmas if lemma[:4] == form[:4] and lemma[4:-3] in form}
        if whole and alike == lemmas and all(lemma != form for lemma, _ in whole):
            return self._cut_by_lemma(form, lemmas)
        # The best cut that stands: whether a part is itself a compound is asked last, since it costs most.
        limit = _KNOWN if whole else _NEW
        for cut, first, last in sorted(self._possible(form, classes), key=lambda p: (-p[0].score, p[0].at)):
            if cut.score < limit:
                return None
            if (not first or any(map(self._is_cuttable, first))) and (not last or self.cut(last)):
                return cut
        return None

    def _possible(self, form: str, classes: set[str]) -> Iterator[tuple[Cut, tuple[str, ...], str]]:
        """Each cut, with the first parts of which one, and the last part that, must be compounds for it."""
        # A word that many compounds are made with is itself rather simple: 'rapport' is not rap + port.
        own = _OWN_FAMILY * log(1 + max(self._families.last.get(form, 0), self._families.first.get(form, 0)))
        inside = _inside_suffixes(form)
        begun = len(form)  # where the shortest first part ends that is a word: no compound comes before it
        for at in range(2, len(form) - 1):
            if at in inside:
                continue
            first, last = form[:at], form[at:]
            spellings: tuple[str, ...] = (first,)
            if at > 3 and form[at - 1] == form[at]:
                spellings = (first, first + form[at])  # musikk + kollektiv: of three like consonants one goes
            weights = [weight for weight in map(self._weigh_first, spellings) if weight is not None]
            begun = min(begun, at) if weights else begun
            unsure = () if weights or begun > at - 2 else tuple(filter(self._may_be_compound, spellings))
            if not (weights or unsure):
                continue
            weight_last = self._weigh_last(first, last, classes)
            is_sure = weight_last is not None
            if weight_last is None:
                if len(last) <= 5 or first in self._words["particle"]:
                    continue
                weight_last = _IF_COMPOUND
            score = max(weights, default=_IF_COMPOUND) + weight_last + _PER_LETTER * min(len(form), 14) - own
            score += _OPAQUE_FIRST * (first in self._words["opaque"])
            score -= _SHORT * ((len(first) < 4) + (len(last) < 4))
            yield Cut(score, at), unsure, "" if is_sure else last

    def _cut_by_lemma(self, form: str, lemmas: set[str]) -> Cut | None:
        """An inflected form is cut where its lemma is; endings then cannot pass for parts."""
        found = []
        for lemma in sorted(lemmas):
            cut = self.cut(lemma)
            if cut is not None and form[: cut.at] == lemma[: cut.at]:
                found.append(cut)
        return max(found, default=None)

    def bases(self, first: str) -> Iterator[str]:
        """The words a first part may be, linking sounds taken off."""
        yield first
        if first.endswith("s") and not first.endswith("ss") and (len(first) > 3 or first == "års"):
            yield first[:-1]
        if first.endswith("e") and len(first) > 3:
            yield first[:-1]

    def _weigh_first(self, first: str) -> float | None:
        if first not in self._firsts:
            self._firsts[first] = self._find_first(first)
        return self._firsts[first]

    def _find_first(self, first: str) -> float | None:
        if first in self._not_first or (len(first) == 2 and first not in self._two_letters):
            return None
        if first in self._words["bound_first"]:
            return log(self._families.first.get(first, 0) + 20)
        best = self._families.first.get(first, 0)
        known = best > 0
        for base in self.bases(first):
            if len(base) < 3 and base not in self._words["short_first"]:
                continue
            # An unknown word that folds to no other is no lemma, whatever its ending suggests.
            for lemma, pos in self._analyse(base) if self._may_be_lemma(base) else ():
                folded = self._fold(base, pos)
                if pos in ("N" if base != first else "NAP") and lemma in {base, folded}:
                    known = True
                    best = max(best, self._families.first.get(folded + first[len(base) :], 0))
            known = known or (
                base.endswith("ing") and any(self._is_lemma(base[:-3] + e, "V") for e in ("e", ""))
            )
        return log(best + _UNSEEN) if known else None

    def _may_be_compound(self, first: str) -> bool:
        """Whether a first part that is no word may be a compound that no dictionary has."""
        barred = first in self._not_first or (len(first) == 2 and first not in self._two_letters)
        return not barred and len(first) > 4

    def _is_cuttable(self, first: str) -> bool:
        return any(len(base) > 4 and self.cut(base) is not None for base in self.bases(first))

    def _weigh_last(self, first: str, last: str, classes: set[str]) -> float | None:
        if len(last) == 2 and last not in self._words["short_last"]:
            return None
        best: float | None = None
        for lemma, pos in self._analyse(last):
            if (
                lemma in self._words["not_last"]
                or last in self._words["not_last"]
                or pos not in "NVA"
                or (classes and pos not in classes)
            ):
                continue
            if first in self._words["particle"] and not self._particle_compounds(first, lemma, pos):
                continue
            family = self._families.last.get(lemma, 0) or self._families.last.get(self._fold(lemma, pos), 0)
            weight = log(family + _UNSEEN)
            best = weight if best is None else max(best, weight)
        if best is None and first not in self._words["particle"] and last.startswith(self._bound_last):
            best = 0.0
        return best

    def _particle_compounds(self, particle: str, lemma: str, pos: str) -> bool:
        """Whether particle + noun make a compound (etternavn), not the noun of a particle verb (innhold)."""
        if (
            pos != "N"
            or lemma in self._words["deverbal"]
            or lemma.endswith(("ing", "else", "sel", "nad", "het", "skap"))
        ):
            return False
        if lemma.endswith(("er", "ar")) and self._is_lemma(
            lemma[:-1].removesuffix("a").removesuffix("e") + "e", "V"
        ):
            return False
        stem = lemma.removesuffix("er").removesuffix("ar").removesuffix("e")
        return not any(self._is_lemma(particle + verb, "V") for verb in (lemma, stem, stem + "e"))


def _inside_suffixes(form: str) -> frozenset[int]:
    """Where a cut would fall inside a suffix."""
    found = []
    for suffix, before in _SUFFIXES:
        at = form.find(suffix)
        while at >= 0:
            found.append(at + before)
            at = form.find(suffix, at + 1)
    return frozenset(found)
