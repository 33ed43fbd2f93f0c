"""Text cut at white space into chunks, each distinct chunk taken apart once: its words, what they start."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, compress, filterfalse
from typing import TYPE_CHECKING, NamedTuple

from qualcode.language.normal_forms import is_hesitation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qualcode.matching.compile import Compiled
    from qualcode.matching.forms import Found

# A word is letters and digits; combining characters and soft hyphens belong to the word they stand in.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad])*")
_HYPHENS = frozenset("-\u2010\u2011")
_MARKS = ".,;:?!…\"'()«»“”’"
"""What may stand around the one word of a chunk."""


class ChunkWord(NamedTuple):
    """A word of a chunk: where it stands in the chunk, its form to look up, what it matches."""

    start: int
    end: int
    form: str
    found: Found
    is_hesitation: bool


class Joined(NamedTuple):
    """Words of a chunk joined by hyphens and read as one: words `first` up to `last`, both included."""

    first: int
    last: int
    found: Found


class Chunk(NamedTuple):
    """A chunk's words and what several of them are together.

    elements: all that is found in it.
    plain: no word of it can be read together with another of it.
    all_words: there are words in it, and none is a sound of hesitation.
    continues: how the next word must begin to make a compound with the chunk's last word.
    """

    words: tuple[ChunkWord, ...]
    joined: tuple[Joined, ...]
    elements: frozenset[int]
    plain: bool
    all_words: bool
    continues: tuple[str, ...]


class Beside(NamedTuple):
    """A row of single words to try around a chunk, and what shows at once that it does not stand there.

    plan: its number. word: of the chunk, which the row is tried from. step: to the chunk beside it, 1 or -1.
    wanted: elements of which that chunk must have one.
    """

    plan: int
    word: int
    step: int
    wanted: frozenset[int]


Wide = tuple[int, frozenset[int]]
"""The number of a plan that takes the sentence, and elements of which the sentence must have one."""


class Start(NamedTuple):
    """What a chunk sets off.

    alone: (start, end, how, rule) of rules that match within the chunk.
    rows: rows of single words to try around it, where it is one word.
    local: (plan, word) of other plans to try around a word of it; word -1 is words joined by hyphens.
    wide: plans to try in the sentence, each with elements of which the sentence must have one.
    continues: how the next word must begin to make a compound with the chunk's last word.
    """

    alone: tuple[tuple[int, int, int, int], ...]
    rows: tuple[Beside, ...]
    local: tuple[tuple[int, int], ...]
    wide: tuple[Wide, ...]
    continues: tuple[str, ...]


class Begun:
    """What the words of one place set off, as it is gathered."""

    __slots__ = ("alone", "local", "wide")

    def __init__(self) -> None:
        self.alone: list[tuple[int, int, int, int]] = []
        self.local: set[tuple[int, int]] = set()
        self.wide: set[int] = set()


class Chunks(dict[str, Chunk]):
    """Chunk -> its words and what they are; filled as chunks are met."""

    def __init__(self, compiled: Compiled) -> None:
        super().__init__()
        self._compiled = compiled

    def __missing__(self, text: str) -> Chunk:
        chunk = self[text] = take_apart(text, self._compiled)
        return chunk


class Sides(dict[str, "frozenset[int] | None"]):
    """Chunk beside another -> what is found in it; None where it takes a closer look to tell."""

    def __init__(self, chunk: Callable[[str], Chunk]) -> None:
        super().__init__()
        self._chunk = chunk

    def __missing__(self, text: str) -> frozenset[int] | None:
        chunk = self._chunk(text)
        is_sure = chunk.plain and chunk.all_words and not chunk.continues
        side = self[text] = chunk.elements if is_sure else None
        return side


class Starts(dict[str, Start]):
    """Chunk -> what it sets off, for the few chunks that set anything off; `learn` takes new chunks in.

    Args:
        compiled: the codebooks.
    """

    def __init__(self, compiled: Compiled) -> None:
        super().__init__()
        self._compiled = compiled
        self.chunk: Callable[[str], Chunk] = Chunks(compiled).__getitem__
        """A chunk taken apart; kept, since words around a match recur."""
        self.sides = Sides(self.chunk)
        self.continues: dict[str, tuple[str, ...]] = {}
        """How the next word must begin, of the chunks whose last word may go on in it."""
        self._met: set[str] = set()
        self._elements: dict[str, frozenset[int]] = {}
        self._together: set[str] = set()

    def learn(self, texts: Iterable[str]) -> None:
        """Take in chunks, all at once: quicker than one by one, since most of them mean nothing."""
        new = list(filterfalse(self._met.__contains__, set(texts)))
        self._met.update(new)
        # Most chunks are one word, with a comma perhaps.
        words = {
            text: [normalise(bare)] if bare.isalpha() else list(map(normalise, _WORD.findall(text)))
            for text, bare in zip(new, (text.strip(_MARKS) for text in new), strict=True)
        }
        forms = self._compiled.forms
        learnt = set(chain.from_iterable(words.values()))
        forms.learn(learnt)
        telling = {form for form in learnt if forms.find(form) or forms.starts(form)}
        for text, own in words.items():
            if len(own) > 1 or not telling.isdisjoint(own):
                self._take_in(text)

    def _take_in(self, text: str) -> None:
        chunk = self.chunk(text)
        start = self._start(chunk)
        if start is not None:
            self[text] = start
        if chunk.elements:
            self._elements[text] = chunk.elements
        if chunk.continues:
            self.continues[text] = chunk.continues
        if not chunk.plain:
            self._together.add(text)

    def elements(self, chunks: Sequence[str]) -> set[int] | None:
        """All that is found in a run of chunks; None where it takes a closer look to tell."""
        if not self._met.issuperset(chunks):
            self.learn(chunks)
        if not self._together.isdisjoint(chunks):
            return None
        going_on = compress(range(len(chunks)), map(self.continues.__contains__, chunks))
        if any(self.goes_on(chunks, i) for i in going_on):
            return None
        telling = filter(self._elements.__contains__, chunks)
        return set().union(*map(self._elements.__getitem__, telling))

    def goes_on(self, chunks: Sequence[str], i: int) -> bool:
        """Whether the last word of chunk i may make a compound with the word after it."""
        continues = self.continues.get(chunks[i]) if 0 <= i < len(chunks) - 1 else None
        return continues is not None and chunks[i + 1].lower().startswith(continues)

    def _start(self, chunk: Chunk) -> Start | None:
        words = chunk.words
        if not words:
            return None
        begun = Begun()
        for at, word in enumerate(words):
            self.collect(word.found, (word.start, word.end), at, begun)
        for join in chunk.joined:
            self.collect(join.found, (words[join.first].start, words[join.last].end), -1, begun)
        if not (begun.alone or begun.local or begun.wide or chunk.continues):
            return None
        local = sorted(begun.local)
        rows = tuple(filter(None, (self._beside(*one) for one in local))) if len(words) == 1 else ()
        left = tuple(one for one in local if one not in {(row.plan, row.word) for row in rows})
        return Start(tuple(begun.alone), rows, left, self.with_hints(begun.wide), chunk.continues)

    def _beside(self, number: int, word: int) -> Beside | None:
        plan = self._compiled.plans[number]
        if not plan.slots or word < 0:
            return None
        step = 1 if plan.anchor + 1 < len(plan.slots) else -1
        return Beside(number, word, step, plan.slots[plan.anchor + step])

    def with_hints(self, plans: Iterable[int]) -> tuple[Wide, ...]:
        """Plans that take the sentence, each with what shows soonest that it does not match there."""
        every = self._compiled.plans
        return tuple((number, (every[number].others or every[number].needed)[0]) for number in sorted(plans))

    def collect(self, found: Found, place: tuple[int, int], word: int, begun: Begun) -> None:
        """Add what the elements found at a place set off."""
        start, end = place
        compiled = self._compiled
        for element, how in found:
            begun.alone.extend((start, end, how, rule) for rule in compiled.alone.get(element, ()))
            begun.local.update((plan, word) for plan in compiled.local.get(element, ()))
            begun.wide.update(compiled.wide.get(element, ()))


def take_apart(text: str, compiled: Compiled) -> Chunk:
    """The words of a chunk, looked up singly and, where hyphens join them, together."""
    forms = compiled.forms
    words = []
    for match in _WORD.finditer(text):
        form = normalise(match.group())
        found = forms.find(form)
        words.append(ChunkWord(match.start(), match.end(), form, found, not found and is_hesitation(form)))
    joined = []
    for first, last in _hyphenated(text, words) if len(words) > 1 else ():
        for i in range(first, last):
            for j in {i + 1, last}:
                run = [word.form for word in words[i : j + 1]]
                if found := forms.find_joined("-".join(run), "".join(run)):
                    joined.append(Joined(i, j, found))
    elements = {element for word in words for element, _ in word.found}
    elements |= {element for join in joined for element, _ in join.found}
    plain = not joined and not any(forms.starts(word.form) for word in words[:-1])
    all_words = bool(words) and not any(word.is_hesitation for word in words)
    continues = forms.starts(words[-1].form) if words else ()
    return Chunk(tuple(words), tuple(sorted(joined)), frozenset(elements), plain, all_words, continues)


def normalise(word: str) -> str:
    """The form to look up: composed characters, lower case, no soft hyphens."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word).replace("\u00ad", "").lower()


def _hyphenated(text: str, words: list[ChunkWord]) -> list[tuple[int, int]]:
    """Runs of words with one hyphen between, as (first, last)."""
    runs: list[tuple[int, int]] = []
    first = 0
    for i in range(1, len(words) + 1):
        if i == len(words) or text[words[i - 1].end : words[i].start] not in _HYPHENS:
            if i - 1 > first:
                runs.append((first, i - 1))
            first = i
    return runs
