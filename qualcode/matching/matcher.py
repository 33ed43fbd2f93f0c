"""Finds where a compiled codebook's indicators stand in text, in one pass that looks closely at few words.

The text is cut at white space; a chunk met before costs a dictionary lookup. Patterns of several words are
tried only around the rarest word they need, gaps only inside the sentence that holds it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import defaultdict
from contextlib import contextmanager
from hashlib import sha256
from itertools import accumulate, compress, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.collecting import without_collection
from qualcode.matching.blocks import BLOCK, Block, blocks
from qualcode.matching.chunks import Begun, Starts
from qualcode.matching.compile import Compiled
from qualcode.matching.rows import Hit, Reading, hits_in, is_break, longest_leftmost, reader, row_of
from qualcode.segmenting import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qualcode.language.lexicon import Lexicon
    from qualcode.matching.chunks import Chunk, ChunkWord, Start, Wide
    from qualcode.matching.compile import Plan
    from qualcode.matching.forms import Found
    from qualcode.matching.kept import Kept
    from qualcode.model import Codebook

    Read = Callable[[list[str]], "list[list[Reading]]"]
    """Sentences -> the language pipeline's words of each."""

REACH = 3
"""Chunks to look further on each side of a phrase, for hesitations inside it."""

_NOT_SPACE = re.compile(r"\S+")

_UNSURE = Hit(-1, 0, 0, 0, ())
"""Stands for: look closer."""


class News(NamedTuple):
    """What a process found that no earlier run had: of forms, texts and sentences, by keyed hash."""

    forms: dict[bytes, Found]
    hits: dict[str, str]
    readings: dict[str, str]


class Matcher:
    """Finds every place of every rule; which of them stand against each other is settled in `scoring`.

    Args:
        codebooks: whose indicators to find.
        lexicon: keys and parts of word forms.
    """

    def __init__(self, codebooks: Iterable[Codebook], lexicon: Lexicon) -> None:
        books = tuple(codebooks)
        self.compiled = Compiled(books, lexicon)
        self._written = [
            [sorted(book.classes.items()), [i.pattern for code in book.codes for i in code.indicators]]
            for book in books
        ]
        self.rules = self.compiled.rules
        self._starts = Starts(self.compiled)
        self._hits: Kept | None = None
        self._readings: Kept | None = None

    @contextmanager
    def remembering(self, pipeline: str) -> Iterator[None]:
        """Inside, forms, hits and readings of earlier runs are taken from the user's cache folder, and kept.

        Args:
            pipeline: hash of the pipeline that is asked.
        """
        from qualcode.matching.kept import Kept
        from qualcode.matching.remembered import Remembered

        forms = self.compiled.forms
        forms.remembered = Remembered(forms.fingerprint)
        self._hits = Kept("hits", self.fingerprint(pipeline))
        self._readings = Kept("readings", pipeline or "none")
        try:
            yield
            self.save()
        finally:
            forms.remembered = self._hits = self._readings = None

    def save(self) -> None:
        """Within `remembering`: write what is new to the cache folder."""
        for kept in (self.compiled.forms.remembered, self._hits, self._readings):
            if kept is not None:
                kept.save()

    def hand_over(self) -> News:
        """Within `remembering`: what is new since the last time, for another process; nothing outside it."""
        forms, hits, readings = self.compiled.forms.remembered, self._hits, self._readings
        if forms is None or hits is None or readings is None:
            return News({}, {}, {})
        return News(forms.hand_over(), hits.hand_over(), readings.hand_over())

    def take(self, news: News) -> None:
        """Within `remembering`: keep what another process found."""
        forms, hits, readings = self.compiled.forms.remembered, self._hits, self._readings
        if forms is not None and hits is not None and readings is not None:
            forms.take(news.forms)
            hits.take(news.hits)
            readings.take(news.readings)

    def fingerprint(self, pipeline: str) -> str:
        """SHA-256 of all that decides which hits a text has; strengths and thresholds have no part in it."""
        parts = [self.compiled.forms.fingerprint, self._written, pipeline]
        return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()

    def find_many(self, texts: Sequence[str], read: Read | None = None) -> list[list[Hit]]:
        """Hits in each text, with positions in that text, sorted; see `find_in`."""
        if self._hits is None or not texts:
            return self._find_many(texts, read)
        name = ["texts", *texts]
        kept = self._hits.get(name)
        if kept is not None:
            return _hits_of(kept)
        found = self._find_many(texts, read)
        self._hits.put(name, found)
        return found

    def _find_many(self, texts: Sequence[str], read: Read | None) -> list[list[Hit]]:
        found: list[list[Hit]] = []
        batch: list[str] = []
        size = 0
        for text in texts:
            batch.append(text)
            size += len(text)
            if size >= BLOCK:
                found += self._joined(batch, read)
                batch, size = [], 0
        return found + self._joined(batch, read)

    def _joined(self, texts: list[str], read: Read | None) -> list[list[Hit]]:
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        bounds = [(start, start + len(text)) for start, text in zip(starts, texts, strict=False)]
        found = self._find_in("\n".join(texts), bounds, read)
        return [[hit.moved(-at) for hit in hits] for at, hits in zip(starts, found, strict=False)]

    @without_collection()
    def find_in(
        self, text: str, bounds: Sequence[tuple[int, int]], read: Read | None = None
    ) -> list[list[Hit]]:
        """Hits within each of some ranges of one text.

        Args:
            text: a whole source, say.
            bounds: ranges (segments), ordered and disjoint; no match leaves its range.
            read: the language pipeline, asked only about sentences in which a pattern with a word class or
                feature would match if it were fulfilled; None leaves such patterns out.

        Returns:
            For each range its hits with positions in `text`: of one rule the longest of the leftmost where
            they overlap; sorted by place.
        """
        if self._hits is None:
            return self._find_in(text, bounds, read)
        name = [text, repr(bounds)]
        kept = self._hits.get(name)
        if kept is not None:
            return _hits_of(kept)
        found = self._find_in(text, bounds, read)
        self._hits.put(name, found)
        return found

    def _find_in(self, text: str, bounds: Sequence[tuple[int, int]], read: Read | None) -> list[list[Hit]]:
        hits: dict[int, set[Hit]] = defaultdict(set)
        wide: dict[int, list[tuple[int, tuple[Wide, ...]]]] = defaultdict(list)
        for block, first in blocks(text, bounds):
            self._scan(block, bounds, first, hits=hits, wide=wide)
        if wide:
            self._in_sentences(text, bounds, wide, hits, read)
        return [longest_leftmost(hits[i]) if i in hits else [] for i in range(len(bounds))]

    # --- the pass over the text ----------------------------------------------------------------------

    def _scan(
        self,
        block: Block,
        bounds: Sequence[tuple[int, int]],
        segment: int,
        *,
        hits: dict[int, set[Hit]],
        wide: dict[int, list[tuple[int, tuple[Wide, ...]]]],
    ) -> None:
        chunks, ends = block.chunks, block.ends
        self._starts.learn(chunks)
        for i in compress(range(len(chunks)), map(self._starts.__contains__, chunks)):
            place = ends[i] + i
            while segment < len(bounds) and bounds[segment][1] <= place:
                segment += 1
            stop = place + len(chunks[i])
            # Nearly always one range; a chunk that ranges divide belongs to each of them in part.
            for k in range(segment, len(bounds)):
                if bounds[k][0] >= stop:
                    break
                plans = self._begin(block, i, self._starts[chunks[i]], bounds[k], own=hits[k])
                if plans:
                    wide[k].append((place, plans))

    def _begin(
        self,
        block: Block,
        i: int,
        here: Start,
        bound: tuple[int, int],
        *,
        own: set[Hit],
    ) -> tuple[Wide, ...]:
        """Take what chunk i sets off within one range; returns the plans that need the sentence."""
        place = block.ends[i] + i
        for s, e, how, rule in here.alone:
            if place + s >= bound[0] and place + e <= bound[1]:
                own.add(Hit(rule, place + s, place + e, how, ((place + s, place + e, how),)))
        local, plans = here.local, here.wide
        if here.continues and self._starts.goes_on(block.chunks, i):
            more = self._two_chunks(block, i, bound, own)
            local, plans = (*local, *more.local), (*plans, *self._starts.with_hints(more.wide))
        chunks, sides = block.chunks, self._starts.sides
        for number, word, step, wanted in here.rows:
            at = i + step
            if 0 <= at < len(chunks):
                side = sides[chunks[at]]
                is_fit = side is None or not wanted.isdisjoint(side)
                if is_fit or (step < 0 and self._starts.goes_on(chunks, at - 1)):
                    self._try(block, i, word, self.compiled.plans[number], bound=bound, own=own)
        for number, word in local:
            self._try(block, i, word, self.compiled.plans[number], bound=bound, own=own)
        return plans

    def _try(
        self, block: Block, i: int, word: int, plan: Plan, *, bound: tuple[int, int], own: set[Hit]
    ) -> None:
        """Add what a plan finds around a word of chunk i."""
        hit = self._side_by_side(block, i, word, plan) if plan.slots and word >= 0 else _UNSURE
        if hit is _UNSURE:
            self._around(block, i, bound, plan, own)
        elif hit and hit.start >= bound[0] and hit.end <= bound[1]:
            own.add(hit)

    def _side_by_side(self, block: Block, i: int, word: int, plan: Plan) -> Hit | None:
        """A row of single words around one of them: the hit, None, or _UNSURE where words may go together."""
        slots = plan.slots or ()
        chunk = self._starts.chunk
        here = chunk(block.chunks[i])
        if not here.plain:
            return _UNSURE
        words: list[tuple[int, ChunkWord]] = [(block.place(i), here.words[word])]
        for step, wanted in (
            (-1, slots[plan.anchor - 1 :: -1] if plan.anchor else ()),
            (1, slots[plan.anchor + 1 :]),
        ):
            at, k = i, word
            for slot in wanted:
                k += step
                beside = chunk(block.chunks[at])
                while not 0 <= k < len(beside.words):
                    at += step
                    if not 0 <= at < len(block.chunks):
                        return None
                    beside = chunk(block.chunks[at])
                    k = 0 if step > 0 else len(beside.words) - 1
                apart = not self._starts.goes_on(block.chunks, at if step > 0 else at - 1)
                if not beside.plain or beside.words[k].is_hesitation or not apart:
                    return _UNSURE
                if slot.isdisjoint(element for element, _ in beside.words[k].found):
                    return None
                words.append((block.place(at), beside.words[k]))
        words.sort()
        pieces = tuple(
            (place + w.start, place + w.end, min(how for element, how in w.found if element in slot))
            for (place, w), slot in zip(words, slots, strict=True)
        )
        for (_, end, _), (start, _, _) in pairwise(pieces):
            if is_break(block.text, end, start, hesitated=False):
                return None
        return Hit(plan.rule, pieces[0][0], pieces[-1][1], max(p[2] for p in pieces), pieces)

    def _two_chunks(self, block: Block, i: int, bound: tuple[int, int], own: set[Hit]) -> Begun:
        """A compound written as two words with a space between: adds what it matches, returns its plans."""
        begun = Begun()
        first = self._starts.chunk(block.chunks[i]).words[-1]
        second = self._starts.chunk(block.chunks[i + 1]).words[0]
        start, stop = block.place(i) + first.start, block.place(i + 1) + second.end
        within = bound[0] <= start and stop <= bound[1]
        if first.end == len(block.chunks[i]) and not second.start and within:
            found = self.compiled.forms.find_joined(f"{first.form}-{second.form}", first.form + second.form)
            self._starts.collect(found, (start, stop), -1, begun)
            own.update(Hit(rule, s, e, how, ((s, e, how),)) for s, e, how, rule in begun.alone)
        return begun

    def _around(self, block: Block, i: int, bound: tuple[int, int], plan: Plan, own: set[Hit]) -> None:
        reach = (plan.width or 2) + REACH
        low, high = max(0, i - reach), min(len(block.chunks), i + reach + 1)
        near = block.chunks[low:high]
        found = self._starts.elements(near)
        if found is not None and any(group.isdisjoint(found) for group in plan.needed):
            return
        around = ((block.place(k), self._starts.chunk(chunk)) for k, chunk in enumerate(near, low) if chunk)
        own.update(hits_in(plan, row_of(block.text, around, bound, self.compiled.forms)))

    # --- patterns that take a sentence -----------------------------------------------------------------

    def _in_sentences(
        self,
        text: str,
        bounds: Sequence[tuple[int, int]],
        wide: dict[int, list[tuple[int, tuple[Wide, ...]]]],
        hits: dict[int, set[Hit]],
        read: Read | None,
    ) -> None:
        unread: list[tuple[int, int, int, Plan]] = []
        for segment in sorted(wide):
            start, end = bounds[segment]
            found = self._starts.elements(text[start:end].split())
            begun = [
                (place, number)
                for place, plans in wide[segment]
                for number, hint in plans
                if found is None or not hint.isdisjoint(found)
            ]
            if not begun:
                continue
            for low, high, numbers in _by_sentence(text, start, end, begun):
                plans_here = self._possible(numbers, text[low:high].split())
                if not plans_here:
                    continue
                row = row_of(text, self._chunks_of(text, low, high), (low, high), self.compiled.forms)
                for plan in plans_here:
                    matched = hits_in(plan, row)
                    if not plan.reads:
                        hits[segment].update(matched)
                    elif matched and read is not None:
                        unread.append((segment, low, high, plan))
        if unread and read is not None:
            self._with_readings(text, unread, hits, read)

    def _possible(self, numbers: Iterable[int], chunks: list[str]) -> list[Plan]:
        """Those of some plans whose elements are all there, as far as can be told without looking closer."""
        found = self._starts.elements(chunks)
        plans = [self.compiled.plans[number] for number in sorted(numbers)]
        if found is None:
            return plans
        return [plan for plan in plans if not any(map(found.isdisjoint, plan.others))]

    def _with_readings(
        self, text: str, unread: list[tuple[int, int, int, Plan]], hits: dict[int, set[Hit]], read: Read
    ) -> None:
        readings = self._read({text[low:high] for _, low, high, _ in unread}, read)
        for segment, low, high, plan in unread:
            row = row_of(text, self._chunks_of(text, low, high), (low, high), self.compiled.forms)
            row.words.reads = reader(row, low, readings[text[low:high]])
            hits[segment].update(hits_in(plan, row))

    def _read(self, sentences: set[str], read: Read) -> dict[str, list[Reading]]:
        """The readings of sentences, each parsed once."""
        found: dict[str, list[Reading]] = {}
        if self._readings is not None:
            for sentence in sorted(sentences):
                if (kept := self._readings.get([sentence])) is not None:
                    found[sentence] = [Reading(s, e, pos, frozenset(own)) for s, e, pos, own in kept]
        wanted = sorted(sentences - found.keys())
        for sentence, words in zip(wanted, read(wanted) if wanted else (), strict=True):
            found[sentence] = words
            if self._readings is not None:
                self._readings.put([sentence], [[w.start, w.end, w.pos, sorted(w.features)] for w in words])
        return found

    def _chunks_of(self, text: str, low: int, high: int) -> Iterator[tuple[int, Chunk]]:
        for match in _NOT_SPACE.finditer(text, low, high):
            yield match.start(), self._starts.chunk(match.group())


def _by_sentence(
    text: str, start: int, end: int, begun: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, set[int]]]:
    """The sentences of a range in which plans (place, number) begin: where each stands, and their numbers."""
    spans = sentences(text[start:end])
    begins = [first for first, _ in spans]
    numbers: dict[int, set[int]] = defaultdict(set)
    for place, number in begun:
        numbers[max(bisect_right(begins, place - start) - 1, 0)].add(number)
    for which in sorted(numbers):
        yield start + spans[which][0], start + spans[which][1], numbers[which]


def _hits_of(kept: list[list[Any]]) -> list[list[Hit]]:
    """Hits as they were before they were kept as plain data."""
    return [
        [Hit(rule, s, e, how, tuple((a, b, c) for a, b, c in pieces)) for rule, s, e, how, pieces in hits]
        for hits in kept
    ]
