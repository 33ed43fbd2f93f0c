"""Which utterances a draft quotes, and why: typical, by many voices, and praise beside criticism."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from qualcode.analysis.attribution import Attributions
from qualcode.analysis.counting import counted_segments
from qualcode.analysis.data import records
from qualcode.analysis.names import NameCheck
from qualcode.analysis.quotable import candidates
from qualcode.analysis.quote_words import LONGEST, SHORTEST, alike
from qualcode.analysis.voices import Part
from qualcode.code_ids import is_within

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from qualcode.analysis.data import StudyData
    from qualcode.analysis.quotable import Candidate

Side = Literal["positiv", "kritisk"]

_OPPOSITE: dict[Side, Side] = {"positiv": "kritisk", "kritisk": "positiv"}

# What a repeated voice costs, in units of score: another speaker from another place is worth a little
# less typical a quote. A voice the draft quotes elsewhere costs less than one this theme already has.
_SAME_INFORMANT, _SAME_GROUP, _SAME_SITE, _ELSEWHERE = 1.0, 0.15, 0.1, 0.08


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a quote was chosen, for a draft to say in its language.

    voice: whose it is beside the quotes chosen before it: the `first`, `new`, or `repeated` for want of
    others. words: of the whole utterance.
    """

    score: float
    reviewed: bool
    voice: Literal["first", "new", "repeated"]
    new_group: bool
    new_site: bool
    words: int
    shortened: bool
    pinned: bool = False
    """By the author, for the cause in `note`."""
    note: str | None = None
    contrast: bool = False
    """Whether it stands beside a quote that takes the other side."""


@dataclass(frozen=True, slots=True)
class Quote:
    """An utterance chosen for print: the words as they stand in the source, shortened only where marked.

    text: what is printed, without quotation marks. attribution: `Barneverntjenesten`, `leder`,
    `leder, Åsheim`; never a name, label or id; None where nobody is registered.
    question: of a survey answer, which often means nothing without it. side: the one it takes in a pair of
    praise and criticism; None outside of pairs.
    """

    segment_id: str
    code: str
    text: str
    attribution: str | None
    level: str
    score: float
    reason: Reason
    question: str | None = None
    side: Side | None = None


def select_quotes(
    data: StudyData,
    code: str,
    *,
    limit: int = 3,
    group: str | None = None,
    taken: Sequence[Quote] = (),
) -> list[Quote]:
    """Choose quotes for a code, by the rules of `QuoteChooser.choose`.

    Args:
        data: the study.
        code: code id.
        limit: most quotes returned.
        group: only from this group.
        taken: quotes already in the draft.
    """
    return QuoteChooser(data).choose(code, limit=limit, part=Part(group=group), taken=taken)


class QuoteChooser:
    """Chooses quotes from a study, whose tables are read once."""

    def __init__(self, data: StudyData) -> None:
        self._data = data
        self._segments = data.segment_rows
        self._persons = {row["segment_id"]: row["person"] for row in self._segments}
        self._carrying = counted_segments(data)
        self._attribute = Attributions(data)
        self._overrides = records(data.overrides)
        self._names = NameCheck(data.settings)
        self._candidates: dict[str, list[Candidate]] = {}

    def _of(self, code: str) -> list[Candidate]:
        if code not in self._candidates:
            mine = [row for row in self._overrides if row["code"] is None or is_within(row["code"], code)]
            carrying = self._carrying[code]
            self._candidates[code] = candidates(
                self._data, code, self._segments, carrying, mine, names=self._names
            )
        return self._candidates[code]

    def choose(
        self,
        code: str,
        *,
        limit: int = 3,
        part: Part | None = None,
        taken: Sequence[Quote] = (),
        sides: Mapping[str, Side] | None = None,
        among: Collection[str] | None = None,
    ) -> list[Quote]:
        """Choose quotes for a code.

        Only an informant's own words are candidates: no interviewer, unknown speaker, notes or document,
        and nothing from an interview whose text does not tell the speakers apart (see `speaker_unknown`);
        never a rejected coding, and with `count = "reviewed"` only reviewed ones. The most typical (highest
        score; a coder's own coding counts as 1, a reviewed one gains 0.1, what may hold a name loses as much)
        comes first, less what it costs to repeat a voice, group or site; an utterance of fewer than 12 words
        (4 for survey answers) comes last. Of three quotes at most one is a survey answer, as long as an
        interview has a readable utterance by another voice. Nothing is quoted that is the same as an earlier
        quote. Equal candidates stand in the order of the segments. What the author has pinned for the code,
        or for all, comes before all else, in the order of sitater.csv and as short as it may be; what is
        banned never comes.

        Where some take the one side and some the other, and nothing is pinned, a pair shows both: the first
        quote and the best by another voice that takes the other side, or, if the first takes none, the best
        of each side after it.

        Args:
            code: code id.
            limit: most quotes returned.
            part: only from this part of the study.
            taken: quotes already in the draft; neither repeated, nor their speakers preferred.
            sides: the side of the segments that surely take one.
            among: only these segments.
        """
        blocked = {quote.segment_id for quote in taken}
        within = part or Part()
        found = [
            c
            for c in self._of(code)
            if c.segment not in blocked and within.holds(c.row) and (among is None or c.segment in among)
        ]
        elsewhere = Counter(self._persons.get(quote.segment_id) for quote in taken)
        used = [quote.text for quote in taken]
        answers_left = max(1, limit // 3)
        chosen: list[Quote] = []
        paired: list[Candidate] = []
        in_pair: set[str] = set()
        voices: Counter[str] = Counter()
        groups: Counter[str] = Counter()
        sites: Counter[str | None] = Counter()

        def worth(candidate: Candidate) -> tuple[float, int]:
            row = candidate.row
            cost = (
                _SAME_INFORMANT * voices[row["person"]]
                + _SAME_GROUP * groups[row["group"]]
                + _SAME_SITE * sites[row["site"]]
                + _ELSEWHERE * elsewhere[row["person"]]
            )
            return (candidate.value - cost, -candidate.order)

        while found and len(chosen) < limit:
            spoken = [c for c in found if c.row["kind"] != "survey"]
            enough = any(c.words >= SHORTEST and not voices[c.row["person"]] for c in spoken)
            pinned = [c for c in found if c.pin]
            best = max(spoken if enough and answers_left <= 0 else found, key=worth)
            if pinned:
                best = min(pinned, key=lambda c: c.pin["line"] if c.pin else 0)
            elif paired:
                best = paired.pop(0)
            found.remove(best)
            if any(alike(best.text, other) for other in used):
                continue
            reason = _reason(best, voices, groups, sites)
            text, level = self._attribute(best.row)
            question = best.row["question"] if best.row["kind"] == "survey" else None
            chosen.append(Quote(best.segment, code, best.text, text, level, best.score, reason, question))
            answers_left -= best.row["kind"] == "survey"
            used.append(best.text)
            voices[best.row["person"]] += 1
            groups[best.row["group"]] += 1
            sites[best.row["site"]] += 1
            if len(chosen) == 1 and sides and not best.pin and not any(c.pin for c in found):
                free = [c for c in found if not any(alike(c.text, other) for other in used)]
                paired = _contrast(best, free, sides, worth, room=limit - 1)
                in_pair = {c.segment for c in paired} | ({best.segment} if len(paired) == 1 else set())
        if sides and len(in_pair & {quote.segment_id for quote in chosen}) == 2:
            chosen = [_beside(quote, sides) if quote.segment_id in in_pair else quote for quote in chosen]
        return chosen

    def pair(
        self,
        code: str,
        one: tuple[Side, Collection[str]],
        other: tuple[Side, Collection[str]],
        taken: Sequence[Quote] = (),
    ) -> list[Quote]:
        """Two quotes that take opposite sides, by different voices; none where one side has nothing to print.

        Args:
            code: code id.
            one: a side and the segments it may come from.
            other: the other side, likewise.
            taken: quotes already in the draft.
        """
        first = self.choose(code, limit=1, taken=taken, among=one[1])
        second = self.choose(code, limit=1, taken=[*taken, *first], among=other[1]) if first else []
        if not second or self._persons[first[0].segment_id] == self._persons[second[0].segment_id]:
            return []
        sides = {first[0].segment_id: one[0], second[0].segment_id: other[0]}
        return [_beside(quote, sides) for quote in (*first, *second)]


def _contrast(
    first: Candidate,
    found: Sequence[Candidate],
    sides: Mapping[str, Side],
    worth: Callable[[Candidate], tuple[float, int]],
    *,
    room: int,
) -> list[Candidate]:
    """Whom to quote next so that praise stands beside criticism: the first one's opposite, or one of each."""
    taking: dict[str, list[Candidate]] = {"positiv": [], "kritisk": []}
    for candidate in found:
        if candidate.segment in sides:
            taking[sides[candidate.segment]].append(candidate)
    side = sides.get(first.segment)
    if side:
        others = [c for c in taking[_OPPOSITE[side]] if c.row["person"] != first.row["person"]]
        return [max(others, key=worth)] if others else []
    if room < 2 or not all(taking.values()):
        return []
    larger: Side = "kritisk" if len(taking["kritisk"]) > len(taking["positiv"]) else "positiv"
    one = max(taking[larger], key=worth)
    others = [c for c in taking[_OPPOSITE[larger]] if c.row["person"] != one.row["person"]]
    return [one, max(others, key=worth)] if others else []


def _beside(quote: Quote, sides: Mapping[str, Side]) -> Quote:
    """A quote as one of a pair."""
    return replace(quote, side=sides[quote.segment_id], reason=replace(quote.reason, contrast=True))


def _reason(
    candidate: Candidate, voices: Counter[str], groups: Counter[str], sites: Counter[str | None]
) -> Reason:
    row = candidate.row
    seen = bool(voices)
    return Reason(
        score=candidate.score,
        reviewed=candidate.status == "accepted",
        voice="repeated" if voices[row["person"]] else "new" if seen else "first",
        new_group=seen and not groups[row["group"]],
        new_site=seen and bool(row["site"]) and not sites[row["site"]],
        words=candidate.words,
        shortened=candidate.words > LONGEST,
        pinned=candidate.pin is not None,
        note=candidate.pin["reason"] if candidate.pin else None,
    )
