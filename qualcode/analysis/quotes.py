"""Which utterances a draft quotes, how they are shortened, and who they may be said to come from."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from qualcode.analysis.counting import counted_segments, speaker_unknown
from qualcode.analysis.data import records
from qualcode.analysis.voices import Part
from qualcode.model import UNKNOWN
from qualcode.segmenting import sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qualcode.analysis.data import StudyData

SHORTEST, LONGEST = 12, 90
"""Words of a quote that reads well in running text; longer utterances are elided."""
SHORTEST_ANSWER = 4
"""Words of a quote from an open survey answer, where a phrase is often the whole answer."""
ELISION = "(…)"
CROWD = 3
"""Informants of a group who must share an attribution before it is printed."""
ALIKE = 90.0
"""Similarity (0-100, RapidFuzz) from which two utterances are the same one said or filed twice."""
NOT_QUOTED = ("notes", "document")

# What a repeated voice costs, in units of score: another speaker from another place is worth a little
# less typical a quote. A voice the draft quotes elsewhere costs less than one this theme already has.
_SAME_INFORMANT, _SAME_GROUP, _SAME_SITE, _ELSEWHERE, _ELIDED, _SHORT = 1.0, 0.15, 0.1, 0.08, 0.05, 0.3
_REVIEWED = 0.1


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


@dataclass(frozen=True, slots=True)
class Quote:
    """An utterance chosen for print: the words as they stand in the source, shortened only where marked.

    text: what is printed, without quotation marks. attribution: `Barneverntjenesten`, `leder`,
    `leder, Åsheim`; never a name, label or id; None where nobody is registered.
    question: of a survey answer, which often means nothing without it.
    """

    segment_id: str
    code: str
    text: str
    attribution: str | None
    level: str
    score: float
    reason: Reason
    question: str | None = None


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
        self._segments = records(data.segments)
        self._persons = {row["segment_id"]: row["person"] for row in self._segments}
        self._carrying = counted_segments(data)
        self._attribute = Attributions(data)
        self._overrides = records(data.overrides)
        self._candidates: dict[str, list[_Candidate]] = {}

    def _of(self, code: str) -> list[_Candidate]:
        if code not in self._candidates:
            mine = [
                row
                for row in self._overrides
                if row["code"] is None or f"{row['code']}.".startswith(f"{code}.")
            ]
            self._candidates[code] = _candidates(self._data, code, self._segments, self._carrying[code], mine)
        return self._candidates[code]

    def choose(
        self, code: str, *, limit: int = 3, part: Part | None = None, taken: Sequence[Quote] = ()
    ) -> list[Quote]:
        """Choose quotes for a code.

        Only an informant's own words are candidates: no interviewer, unknown speaker, notes or document,
        and nothing from an interview whose text does not tell the speakers apart (see `speaker_unknown`);
        never a rejected coding, and with `count = "reviewed"` only reviewed ones. The most typical (highest
        score; a coder's own coding counts as 1, a reviewed one gains 0.1) comes first, less what it costs
        to repeat a voice, group or site; an utterance of fewer than 12 words (4 for survey answers) comes
        last. Of three quotes at most one is a survey answer, as long as an interview has a readable utterance
        by another voice. Nothing is quoted that is the same as an earlier quote. Equal candidates stand in
        the order of the segments. What the author has pinned for the code, or for all, comes before all
        else, in the order of sitater.csv and as short as it may be; what is banned never comes.

        Args:
            code: code id.
            limit: most quotes returned.
            part: only from this part of the study.
            taken: quotes already in the draft; neither repeated, nor their speakers preferred.
        """
        blocked = {quote.segment_id for quote in taken}
        within = part or Part()
        found = [c for c in self._of(code) if c.row["segment_id"] not in blocked and within.holds(c.row)]
        elsewhere = Counter(self._persons.get(quote.segment_id) for quote in taken)
        used = [quote.text for quote in taken]
        answers_left = max(1, limit // 3)
        chosen: list[Quote] = []
        voices: Counter[str] = Counter()
        groups: Counter[str] = Counter()
        sites: Counter[str | None] = Counter()
        while found and len(chosen) < limit:

            def worth(candidate: _Candidate) -> tuple[float, int]:
                row = candidate.row
                cost = (
                    _SAME_INFORMANT * voices[row["person"]]
                    + _SAME_GROUP * groups[row["group"]]
                    + _SAME_SITE * sites[row["site"]]
                    + _ELSEWHERE * elsewhere[row["person"]]
                )
                return (candidate.value - cost, -candidate.order)

            spoken = [c for c in found if c.row["kind"] != "survey"]
            enough = any(c.words >= SHORTEST and not voices[c.row["person"]] for c in spoken)
            pinned = [c for c in found if c.pin]
            best = max(spoken if enough and answers_left <= 0 else found, key=worth)
            if pinned:
                best = min(pinned, key=lambda c: c.pin["line"] if c.pin else 0)
            found.remove(best)
            if any(alike(best.text, other) for other in used):
                continue
            reason = _reason(best, voices, groups, sites)
            text, level = self._attribute(best.row)
            question = best.row["question"] if best.row["kind"] == "survey" else None
            chosen.append(
                Quote(best.row["segment_id"], code, best.text, text, level, best.score, reason, question)
            )
            answers_left -= best.row["kind"] == "survey"
            used.append(best.text)
            voices[best.row["person"]] += 1
            groups[best.row["group"]] += 1
            sites[best.row["site"]] += 1
        return chosen


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    row: Mapping[str, Any]
    order: int
    text: str
    score: float
    value: float
    words: int
    status: str
    pin: Mapping[str, Any] | None = None


def _candidates(
    data: StudyData,
    code: str,
    segments: Sequence[Mapping[str, Any]],
    carrying: Collection[str],
    overrides: Sequence[Mapping[str, Any]],
) -> list[_Candidate]:
    pins = {row["segment_id"]: row for row in reversed(overrides) if row["action"] == "pin"}
    banned = {row["segment_id"] for row in overrides if row["action"] == "ban"}
    codings = _best_codings(data, code)
    places = _places(data, code)
    found = []
    for order, row in enumerate(segments):
        segment = row["segment_id"]
        if segment not in carrying or segment in banned or unprintable(row):
            continue
        words = len(row["text"].split())
        if words < (SHORTEST_ANSWER if row["kind"] == "survey" else 2) and segment not in pins:
            continue
        score, status = codings.get(row["segment_id"], (0.0, "suggested"))
        here = [p - row["start"] for p in places.get(row["segment_id"], ()) if row["start"] <= p < row["end"]]
        text = shortened(row["text"], around=min(here, default=0))
        value = score + (_REVIEWED if status == "accepted" else 0.0)
        if words < SHORTEST and row["kind"] != "survey":
            value -= _SHORT
        if ELISION in text and text != row["text"]:
            value -= _ELIDED
        found.append(_Candidate(row, order, text, score, value, words, status, pins.get(segment)))
    return found


def unprintable(row: Mapping[str, Any]) -> Literal["document", "notes", "nobody", "speaker"] | None:
    """Why a segment may never be printed as a quote; None where it may.

    document, notes: nobody's own words. nobody: not said by an informant. speaker: the text does not tell the
    interviewer from the informant.

    Args:
        row: of the table of segments.
    """
    if row["kind"] == "document":
        return "document"
    if row["kind"] == "notes" or row["fidelity"] == "notes":
        return "notes"
    if not row["is_informant"]:
        return "nobody"
    return "speaker" if speaker_unknown(row) else None


def _best_codings(data: StudyData, code: str) -> dict[str, tuple[float, str]]:
    """Score and status by segment, of the code itself or of the sub-code that implies it."""
    best: dict[str, tuple[float, str]] = {}
    for row in records(data.codings):
        if row["status"] == "rejected" or not (row["code"] == code or row["code"].startswith(f"{code}.")):
            continue
        by_person = row["origin"] == "coder" or row["status"] == "accepted"
        score = row["score"] if row["score"] is not None else 1.0
        best[row["segment_id"]] = max(
            best.get(row["segment_id"], (0.0, "")), (score, "accepted" if by_person else "suggested")
        )
    return best


def _places(data: StudyData, code: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for row in records(data.matches):
        if row["start"] is not None and (row["code"] == code or row["code"].startswith(f"{code}.")):
            places.setdefault(row["segment_id"], []).append(row["start"])
    return places


# --- the words ---------------------------------------------------------------------------------------


def shortened(text: str, *, around: int = 0, longest: int = LONGEST) -> str:
    """Shorten an utterance to whole sentences, with (…) where something is left out.

    White space becomes single spaces; nothing else is changed. The sentence at `around` is kept and its
    neighbours added, after and before by turns, while they fit; a single sentence that is too long is
    cut between words.

    Args:
        text: the utterance.
        around: code point position that must be kept.
        longest: words.
    """
    if len(text.split()) <= longest:
        return " ".join(text.split())
    spans = sentences(text) or [(0, len(text))]
    middle = max((i for i, (start, _) in enumerate(spans) if start <= around), default=0)
    first = last = middle
    words = len(text[slice(*spans[middle])].split())
    if words > longest:
        return _cut(text, spans[middle], around, longest)
    grown = True
    while grown:
        grown = False
        for step in (last + 1, first - 1):
            if 0 <= step < len(spans) and not first <= step <= last:
                more = len(text[slice(*spans[step])].split())
                if words + more <= longest:
                    words += more
                    first, last, grown = min(first, step), max(last, step), True
    return _marked(text, spans[first][0], spans[last][1])


def _cut(text: str, span: tuple[int, int], around: int, longest: int) -> str:
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text) if span[0] <= m.start() < span[1]]
    here = max((i for i, (start, _) in enumerate(words) if start <= around), default=0)
    first = max(min(here - longest // 2, len(words) - longest), 0)
    return _marked(text, words[first][0], words[min(first + longest, len(words)) - 1][1])


def _marked(text: str, start: int, end: int) -> str:
    parts = [text[start:end]]
    if text[:start].strip():
        parts.insert(0, ELISION)
    if text[end:].strip():
        parts.append(ELISION)
    return " ".join(" ".join(parts).split())


def alike(a: str, b: str) -> bool:
    """Whether two texts are the same utterance, said or filed twice, or one of them a part of the other."""
    from rapidfuzz import fuzz

    one, other = _plain(a), _plain(b)
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short.split()) >= SHORTEST_ANSWER and f" {short} " in f" {long} ":
        return True
    return fuzz.ratio(one, other) >= ALIKE


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


# --- who said it -------------------------------------------------------------------------------------


class Attributions:
    """What is printed after a quote, at the study's level of attribution.

    `settings.attribution` `gruppe`, `rolle` and `rolle_sted` are the author's choice and printed as
    chosen, a coarser level where a role or site is missing. `auto` takes for each group the finest of
    role and site, role, and group at which every cell of the group (those without a role or site are a
    cell too) holds at least three informants (persons, a collective being one). Were only the large
    cells named, the one who is left at the coarser level could be told by subtraction. A group of fewer
    than three is still named: who was interviewed is what the report is about; then nothing finer is
    ever said.
    """

    def __init__(self, data: StudyData) -> None:
        self._settings = data.settings
        cells: dict[tuple[str, str | None], dict[tuple[str | None, ...], set[str]]] = {}
        for row in records(data.segments):
            if row["is_informant"]:
                for level in ("rolle", "rolle_sted"):
                    of_group = cells.setdefault((level, row["group"]), {})
                    of_group.setdefault(_cell(level, row), set()).add(row["person"])
        self._crowded = {
            level_and_group
            for level_and_group, of_group in cells.items()
            if all(len(people) >= CROWD for people in of_group.values())
        }

    def __call__(self, row: Mapping[str, Any]) -> tuple[str | None, str]:
        """The attribution of a segment's speaker, None where the group is unknown, and its level."""
        for level in ("rolle_sted", "rolle"):
            told = row["role"] and (row["site"] or level == "rolle")
            if told and self._allowed(level, row["group"]):
                site = (
                    f", {self._settings.sites.get(row['site'], row['site'])}" if level == "rolle_sted" else ""
                )
                return f"{self._settings.role_names.get(row['role'], row['role'])}{site}", level
        if not row["group"] or row["group"] == UNKNOWN:
            return None, "gruppe"
        return self._settings.groups.get(row["group"], row["group"]), "gruppe"

    def _allowed(self, level: str, group: str | None) -> bool:
        chosen = self._settings.attribution
        if chosen == "auto":
            return (level, group) in self._crowded
        return chosen == level or (chosen == "rolle_sted" and level == "rolle")


def _cell(level: str, row: Mapping[str, Any]) -> tuple[str | None, ...]:
    role = row["role"].casefold() if row["role"] else None
    return (role,) if level == "rolle" or role is None else (role, row["site"])


def _reason(
    candidate: _Candidate, voices: Counter[str], groups: Counter[str], sites: Counter[str | None]
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
