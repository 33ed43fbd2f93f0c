"""What keys a word form has: lemmas of bokmål and nynorsk without context, folded to one key per word.

The dictionary (`data/lexicon.gz`, compiled by tools/lexicon) is searched, never unpacked into objects: 10 MB
in memory, a few microseconds for a form that was not asked for before.
"""

from __future__ import annotations

import gzip
import hashlib
import unicodedata
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from qualcode.language import compounds, inflection, normal_forms

_SHORTEST_COMPOUND = 6
_REMEMBERED = 50_000
"""Lines of the dictionary kept decoded before the memory is given back."""
_DATA = files("qualcode.language") / "data"


class Reading(NamedTuple):
    """One way to read a form: lemma, part of speech (N V A D, F function word, I, P proper name) and key."""

    lemma: str
    pos: str
    key: str


class Dictionary:
    """Form -> readings, frequency and cut, from the compiled file (format: tools/lexicon/README.md)."""

    def __init__(self, raw: bytes) -> None:
        """Take the content of lexicon.gz, unpacked."""
        self._blocks = raw.split(b"\n\n")
        self._heads = [block[: block.index(b"\t")] for block in self._blocks]
        self._lines: dict[str, str | None] = {}
        self._begun: dict[str, bool] = {}

    def _line(self, form: str) -> str | None:
        line = self._lines.get(form, "")
        if line == "":
            if len(self._lines) > _REMEMBERED:
                self._lines.clear()
            line = self._lines[form] = self._search(form)
        return line

    def _search(self, form: str) -> str | None:
        wanted = form.encode("utf-8")
        at = bisect_right(self._heads, wanted) - 1
        if at < 0:
            return None
        block = self._blocks[at]
        wanted += b"\t"
        start = 0 if block.startswith(wanted) else block.find(b"\n" + wanted) + 1
        if start == 0 and not block.startswith(wanted):
            return None
        end = block.find(b"\n", start)
        return block[start + len(wanted) : end if end >= 0 else len(block)].decode("utf-8")

    def __contains__(self, form: str) -> bool:
        return self._line(form) is not None

    def has_beginning(self, letters: str) -> bool:
        """Whether any form begins with the letters."""
        found = self._begun.get(letters)
        if found is None:
            wanted = letters.encode("utf-8")
            at = bisect_right(self._heads, wanted)
            found = self._begun[letters] = (
                (at < len(self._heads) and self._heads[at].startswith(wanted))
                or (at > 0 and self._heads[at - 1] == wanted)
                or (at > 0 and b"\n" + wanted in self._blocks[at - 1])
            )
        return found

    def readings(self, form: str) -> tuple[Reading, ...]:
        """Every reading of a lower-case form; () if it is not in the dictionary."""
        line = self._line(form)
        if line is None:
            return ()
        found = []
        for field in line.partition("\t")[0].split(" "):
            edit, _, key_edit = field[1:].partition("=")
            lemma = applied(form, edit)
            found.append(Reading(lemma, field[0], applied(lemma, key_edit) if key_edit else lemma))
        return tuple(found)

    def is_lemma(self, lemma: str, pos: str) -> bool:
        """Whether the lower-case word is a lemma with this part of speech."""
        line = self._line(lemma)
        if line is None or pos not in line:
            return False
        fields = line.partition("\t")[0].split(" ")
        return any(field == pos + "0" or field.startswith(pos + "0=") for field in fields)

    def frequency(self, form: str) -> int:
        """How often the form occurs in the treebank's training part; 0 if never."""
        return int(((self._line(form) or "") + "\t").split("\t")[1] or 0)

    def cut(self, form: str) -> int | None:
        """Where a lemma is cut as a compound, 0 if it is none; None for a form that is not a lemma."""
        line = self._line(form)
        if line is None:
            return None
        fields = line.split("\t")
        if not any(field[1:] == "0" or field[1:3] == "0=" for field in fields[0].split(" ")):
            return None
        return int(fields[2]) if len(fields) > 2 else 0


def applied(form: str, edit: str) -> str:
    """The form with as many letters stripped as the edit's number says, and what follows it added."""
    digits = 2 if edit[1:2].isdigit() else 1
    strip = int(edit[:digits])
    return form[: len(form) - strip] + edit[digits:]


class Lexicon:
    """Keys of word forms, each form worked out once.

    A key is a lower-case lemma that stands for one word across bokmål, nynorsk, radical and dialect forms; it
    is for finding, not for showing. Homographs have several keys: 'bruker' has 'bruker' and 'bruke'.
    """

    def __init__(self, raw: bytes, parts: str, version: str, *, stored_cuts: bool = True) -> None:
        """Take the unpacked dictionary and families, and the hash of all that decides the outcome.

        `stored_cuts=False` works every cut out anew, as the compiler of the dictionary does.
        """
        self.version = version
        self._dictionary = Dictionary(raw)
        self.is_lemma = self._dictionary.is_lemma
        self._folds: dict[tuple[str, str], str] = {}
        self._splitter = compounds.Splitter(
            compounds.Families(parts),
            self.analyse,
            self.is_lemma,
            self._simple_fold,
            self._dictionary.cut if stored_cuts else lambda _: None,
            may_be_lemma=lambda word: word in self._dictionary or normal_forms.may_fold(word),
        )
        self._keys: dict[str, frozenset[str]] = {}
        self._parts: dict[str, tuple[frozenset[str], ...]] = {}
        self._analyses: dict[str, frozenset[tuple[str, str]]] = {}
        self._only, self._also = normal_forms.function_words()

    def knows(self, form: str) -> bool:
        """Whether the form is a word of the dictionary or the table of function words, in any case."""
        low = form.lower()
        return low in self._only or low in self._also or low in self._dictionary

    def is_hesitation(self, form: str) -> bool:
        """Whether the form is a sound of hesitation (eh, ehm, mm, hm), not a word."""
        return normal_forms.is_hesitation(form)

    def readings(self, form: str) -> tuple[Reading, ...]:
        """Lemmas, parts of speech and keys the dictionary gives a form; () if it does not have it."""
        return self._dictionary.readings(form.lower())

    def frequency(self, form: str) -> int:
        """How often a lower-case form stands in the treebank's training part."""
        return self._dictionary.frequency(form)

    def analyse(self, form: str) -> frozenset[tuple[str, str]]:
        """(lemma, part of speech) a lower-case form may be: from the dictionary, else by its ending.

        Lemmas of the dictionary are unfolded; lemmas found by an ending are folded.
        """
        found = self._analyses.get(form)
        if found is None:
            known = {(r.lemma, r.pos) for r in self._dictionary.readings(form)}
            found = self._analyses[form] = frozenset(known or self._by_ending(form))
        return found

    def split(self, form: str) -> tuple[str, ...]:
        """The full linguistic split of a compound, as spelt: ('bruker', 'medvirknings', 'prosessen').

        Returns:
            The form alone if it is no compound. For what a compound is found by, see `parts`.
        """
        return self._splitter.split(normalise(form))

    def cut(self, form: str) -> int:
        """Where a lower-case word is cut in two as a compound; 0 if it is none."""
        found = self._splitter.cut(form)
        return found.at if found else 0

    def keys(self, form: str) -> frozenset[str]:
        """All keys a word form can have without context.

        Args:
            form: one word, any case.

        Returns:
            At least one key; for an unknown form the form itself in lower case, and the stems its
            endings suggest.
        """
        found = self._keys.get(form)
        if found is None:
            found = self._keys[form] = self._find_keys(normalise(form))
        return found

    def indicator_keys(self, word: str) -> frozenset[str]:
        """The keys a word of a codebook stands for: itself if it is a lemma, else what `keys` gives.

        Args:
            word: one word as the author of the codebook wrote it.
        """
        low = normalise(word)
        if low in self._only:
            return self._only[low]
        own = {r.key for r in self._dictionary.readings(low) if r.lemma == low}
        if not own and low in normal_forms.variants():
            own = {self._simple_fold(low, "N")}
        return frozenset(own) or self.keys(word)

    def parts(self, form: str) -> tuple[frozenset[str], ...]:
        """Keys of each part of a compound that it should be found by, head last; () if it is no compound."""
        found = self._parts.get(form)
        if found is None:
            found = self._parts[form] = self._find_parts(normalise(form))
        return found

    def joined(self, first: str, second: str) -> frozenset[str]:
        """Keys of the compound two words make if it was written apart: 'barne hage', 'samarbeids møte'.

        Args:
            first: the word before, any case.
            second: the word that follows it.

        Returns:
            The keys of the joined word; empty unless the first word is a noun or a form that only occurs in
            compounds, and the joined word is cut between the two.
        """
        start, head = normalise(first), normalise(second)
        joined = start + head
        if (
            not (start.isalpha() and head.isalpha())
            or start in self._only
            or head in self._only
            or len(joined) < 6
        ):
            return frozenset()
        readings = self._dictionary.readings(start)
        genitive = start.endswith("s")
        bound = self._splitter.is_first(start) and not any(
            r.pos in "NAD" and (r.lemma == start or not genitive) for r in readings
        )
        if bound:
            cut = self._splitter.cut(joined)
            return self.keys(joined) if cut is not None and cut.at == len(start) else frozenset()
        if any(r.pos == "A" for r in readings):
            return frozenset()  # 'stor familie' is not 'storfamilie'
        named = start == "foreldre" or any(r.pos == "N" and r.lemma == start for r in readings)
        if named and any(r.pos == "N" for r in self._dictionary.readings(head)):
            cut = self._splitter.cut(joined)
            if joined in self._dictionary or (cut is not None and cut.at == len(start)):
                return self.keys(joined)
        return frozenset()

    def fold(self, lemma: str, pos: str) -> str:
        """The key of a lemma; the compiler of the dictionary stores it, so a known form never comes here.

        A compound that no rule or table folds as a whole is folded part by part: ungdomsskulelærar,
        ungdomsskolelærer.
        """
        folded = self._simple_fold(lemma, pos)
        if folded == lemma and pos in "NVA" and (cut := self._splitter.cut(lemma)) is not None:
            return self._splitter.folded(lemma[: cut.at]) + self._simple_fold(lemma[cut.at :], pos)
        return folded

    def _simple_fold(self, lemma: str, pos: str) -> str:
        key = self._folds.get((lemma, pos))
        if key is None:
            if len(self._folds) > _REMEMBERED:
                self._folds.clear()
            folds = pos not in "NVA" or normal_forms.may_fold(lemma)
            key = normal_forms.fold(lemma, pos, self.is_lemma) if folds else lemma
            self._folds[lemma, pos] = key
        return key

    def _find_keys(self, low: str) -> frozenset[str]:
        if low in self._only:
            return self._only[low]
        keys = {r.key for r in self._dictionary.readings(low)} | self._also.get(low, frozenset())
        if keys:
            return frozenset(keys)
        if "-" in low:
            head, _, tail = low.rpartition("-")
            joined = head.replace("-", "")
            keys = {joined + key for key in self.keys(tail)} if head and tail else {joined or low}
            return frozenset(keys | {low})
        keys = {lemma for lemma, _ in self._by_ending(low)}
        if not keys:
            keys = self._by_head(low)
        return frozenset(keys or {low, *inflection.guesses(low)})

    def _by_ending(self, low: str) -> set[tuple[str, str]]:
        """Folded (lemma, part of speech) of a form the dictionary lacks, by its ending or as a genitive."""
        kept = min(max(len(low) - inflection.LONGEST_ENDING - 1, inflection.SHORTEST_STEM), 6)
        if not self._dictionary.has_beginning(low[:kept]) and not normal_forms.may_fold(low):
            return set()
        found = self._stems(low)
        if not found and low.endswith("s") and len(low) > 3:
            low = low[:-1]
            nouns = {(r.key, r.pos) for r in self._dictionary.readings(low) if r.pos in "NP"}
            found = nouns or {(lemma, pos) for lemma, pos in self._stems(low) if pos == "N"}
        return found

    def _stems(self, low: str) -> set[tuple[str, str]]:
        found = set()
        for pos in "NVA" if normal_forms.may_fold(low) else "":
            folded = self._simple_fold(low, pos)
            if folded != low:
                found.add((folded, pos))
        for lemma, pos in inflection.known_stems(low):
            if self.is_lemma(lemma, pos):
                found.update((r.key, pos) for r in self._dictionary.readings(lemma) if r[:2] == (lemma, pos))
            elif (folded := self._simple_fold(lemma, pos)) != lemma:
                found.add((folded, pos))
        return found

    def _by_head(self, low: str) -> set[str]:
        """Keys of a compound the dictionary lacks: its first parts, folded, and the lemmas of its head."""
        cut = self._splitter.cut(low)
        if cut is None:
            return set()
        first, head = low[: cut.at], low[cut.at :]
        return {self._splitter.folded(first) + key for key in self.keys(head)}

    def _find_parts(self, low: str) -> tuple[frozenset[str], ...]:
        if "-" in low.strip("-"):
            pieces = [piece for piece in low.split("-") if piece]
            inner = [part for piece in pieces[:-1] for part in (*self.parts(piece), self.keys(piece))]
            return (*inner, *self.parts(pieces[-1]), self.keys(pieces[-1]))
        if len(low) < _SHORTEST_COMPOUND:
            return ()
        return tuple(self.keys(word) for word in self._splitter.constituents(low, known=self._is_lexicalised))

    def _is_lexicalised(self, form: str) -> bool:
        """Whether a lemma of the form is in the dictionary ('barnevernets' by 'barnevern')."""
        return any(lemma in self._dictionary for lemma, _ in self.analyse(form))


def normalise(form: str) -> str:
    """Lower case, composed characters, soft hyphens and a trailing genitive apostrophe dropped."""
    low = unicodedata.normalize("NFC", form).lower().replace("\u00ad", "").replace("\u2011", "-")
    return low.rstrip("'’")


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with the package, loaded at the first call (about 0.15 s)."""
    packed = (_DATA / "lexicon.gz").read_bytes()
    parts = (_DATA / "parts.gz").read_bytes()
    digest = hashlib.sha256(packed + parts)
    for name in ("function_words.txt", "variants.txt", "compound_words.txt"):
        digest.update((_DATA / name).read_bytes())
    for module in ("lexicon.py", "compounds.py", "inflection.py", "normal_forms.py"):
        source = files("qualcode.language") / module
        digest.update(source.read_bytes() if source.is_file() else b"")
    families = gzip.decompress(parts).decode("utf-8")
    return Lexicon(gzip.decompress(packed), families, digest.hexdigest())
