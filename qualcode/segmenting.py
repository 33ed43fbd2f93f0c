"""Turns to segments, and text to sentences: rules for Norwegian writing and for unpunctuated speech.

Every function returns half-open code point ranges into the text it was given; nothing is rewritten.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from qualcode.model import UNKNOWN, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qualcode.model import Appearance, Source, Turn, Unit

Span = tuple[int, int]

DOCUMENT_GROUP = "dokument"
"""The group column of a case document's segments: documents are data, never informants."""

LONGEST_SENTENCE = 60
"""Words; a longer stretch without punctuation is split at a connective (speech recognition)."""
LONGEST_LOOSE_PARAGRAPH = 120
"""Words; where nobody's turns divide the text, a longer paragraph is split between sentences."""

# Abbreviations that never end a sentence, and those that may (then a capital must follow). Those that are
# also whole words ('eg.', 'ung.', 'art.') are left out: ending a sentence is what they do more often.
_INNER = frozenset(
    (
        "adm adr adv apr avd b.la bl.a bl.a.a ca d.e des div dr ekskl evt f f.eks f.o.m feb fhv forts frk "
        "gj.sn gnr hhv hr i.e ifb ifbm ifht ift iht inkl innb jf jfr jr kap kgl kl komm kst kv m.a m.h.t "
        "m.o.t mht mill mld mrd mnd mtp nov nr nto okt oppr pga pkt prof pst ref sep sept sj.nr sml spm spes "
        "st stk str t.d t.o.m tilsv tlf ts uk univ utg vedr vgs vha årg"
    ).split()
)
_FINAL = frozenset(
    "dvs d.v.s e.kr f.kr e.l el el.l etc m.fl m.m m.v mfl mm mv o.a o.l o.s.b o.s.v osb osv".split()
)

# It begins with one of four characters, which are searched for much faster than a choice of patterns.
_END = re.compile(r"[.!?…\n](?:(?<=\n)[^\S\n]*\n\s*|(?<!\n)[.!?…]*[\"'»”’)\]]*(?=\s|$))")
_SMALL_START = re.compile(r"[.!?]\s+[^\W\d_A-ZÆØÅ]")
_LAST_WORD = re.compile(r"[^\s(\[«\"“'–-]+$")
_FIRST_CHARACTER = re.compile(r"[\s–—-]*[«\"“'(\[]*(\w)?")
_WORD = re.compile(r"\S+")
# At most eight words on a line, a number before them perhaps, and no punctuation.
_HEADING = re.compile(r"(?:#+\s*)?(?:\d+(?:\.\d+)*\.?\s+)?[^\s.,:;!?…]+(?: [^\s.,:;!?…]+){0,7}")
# Where a speaker without punctuation most likely starts anew; the word itself opens the next stretch.
_CONNECTIVE = re.compile(
    r"(?<!\bog)(?<!\bmen)\s"
    r"(?=(?:og\s+(?:så|da|då|der|det|jeg|eg|vi|de|dei|hun|ho|han)|men|så|for|fordi|altså|ikke\s+sant|"
    r"ikkje\s+sant|nei|ja|også|da|då|når|hvis|viss|eller)\b)",
    re.IGNORECASE,
)


def sentences(text: str) -> list[Span]:
    """Split text into sentences.

    Abbreviations (f.eks., bl.a., kl. 10.30), ordinals and dates (3. klasse, 1. juni), initials and decimal
    numbers do not end a sentence; a blank line always does. Where at least LONGEST_SENTENCE words pass
    without a sentence end, line breaks (a recogniser's pauses) and then connectives divide the stretch.

    Args:
        text: any text.

    Returns:
        Ordered, disjoint ranges without surrounding white space that cover every other character.
    """
    lower_case = _is_lower_case_style(text)
    spans: list[Span] = []
    start = 0
    for end in _END.finditer(text):
        if end.start() >= start and _ends_sentence(text, start, end, lower_case=lower_case):
            spans.extend(_shorten(text, start, end.end()))
            start = end.end()
    return [*spans, *_shorten(text, start, len(text))]


def _is_lower_case_style(text: str) -> bool:
    """Whether sentences in this text start without capitals, as in chat and some recognisers."""
    if _SMALL_START.search(text) is None:
        return False
    starts = re.findall(r"[^\W\d_]{3,}[.!?]\s+([^\W\d_])", text)
    return len(starts) >= 2 and sum(first.isupper() for first in starts) < len(starts) / 5


def _ends_sentence(text: str, start: int, end: re.Match[str], *, lower_case: bool) -> bool:
    mark = end[0]
    if mark[0] == "\n":
        return True
    following = _FIRST_CHARACTER.match(text, end.end())
    first = following[1] if following else None
    if first is None:
        return True
    capital = not first.islower()
    if mark[0] in "!?":
        return capital or lower_case
    if mark.startswith(("..", "…")):
        return capital
    before = text[start : end.start()]
    last = _LAST_WORD.search(before)
    word = last[0] if last else ""
    short = word.casefold()
    if short in _INNER or (len(word) == 1 and word.isupper()):
        return False
    if short in _FINAL:
        return capital
    if re.fullmatch(r"\d+", word):
        is_list_number = not before[: -len(word)].rpartition("\n")[2].strip()
        return capital and not is_list_number and not first.isdigit()
    return capital or lower_case


def _shorten(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without surrounding white space; in pieces if nobody could say it in one breath."""
    span = _trim(text, start, end)
    if span is None:
        return
    # Words and the spaces between them: fewer characters than that hold no more words.
    is_short = span[1] - span[0] < 2 * LONGEST_SENTENCE
    if is_short or len(text[span[0] : span[1]].split(maxsplit=LONGEST_SENTENCE)) <= LONGEST_SENTENCE:
        yield span
        return
    cursor = span[0]
    for line in text[span[0] : span[1]].split("\n"):
        yield from _breaths(text, cursor, cursor + len(line))
        cursor += len(line) + 1


def _breaths(text: str, start: int, end: int) -> Iterator[Span]:
    """Pieces of 8 to LONGEST_SENTENCE words, cut before a connective where there is one."""
    words = [m.start() for m in _WORD.finditer(text, start, end)]
    openings = {m.end() for m in _CONNECTIVE.finditer(text, start, end)}
    begin = 0
    while begin < len(words):
        cut = len(words)
        if cut - begin > LONGEST_SENTENCE // 2:
            window = range(begin + 8, min(begin + LONGEST_SENTENCE, len(words) - 3))
            good = [i for i in window if words[i] in openings]
            early = [i for i in good if i - begin >= LONGEST_SENTENCE // 4]
            if early or good:
                cut = (early or good)[0]
            elif len(words) - begin > LONGEST_SENTENCE:
                cut = begin + LONGEST_SENTENCE
        span = _trim(text, words[begin], words[cut] if cut < len(words) else end)
        if span:
            yield span
        begin = cut


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if right > left else None


def paragraphs(text: str) -> list[Span]:
    """Split text at blank lines. Returns ordered, disjoint, trimmed ranges."""
    spans: list[Span | None] = []
    start = 0
    for gap in re.finditer(r"\n[^\S\n]*\n\s*", text):
        spans.append(_trim(text, start, gap.start()))
        start = gap.end()
    spans.append(_trim(text, start, len(text)))
    return [span for span in spans if span]


def _written(text: str) -> list[Span]:
    """As `_loose`, without the headings that stand over a paragraph: they announce, they do not say."""
    kept = paragraphs(text)
    for first, second in reversed(list(pairwise(kept))):
        if _HEADING.fullmatch(text, *first) and not _HEADING.fullmatch(text, *second):
            kept.remove(first)
    return [(start + a, start + b) for start, end in kept for a, b in _loose(text[start:end])]


def _loose(text: str) -> list[Span]:
    """Paragraphs, the long ones divided between sentences: for text that no turns divide."""
    spans: list[Span] = []
    for start, end in paragraphs(text):
        words, begin, last = 0, start, start
        for a, b in sentences(text[start:end]):
            count = len(text[start + a : start + b].split())
            if words and words + count > LONGEST_LOOSE_PARAGRAPH:
                spans.append((begin, last))
                words, begin = 0, start + a
            words += count
            last = start + b
        if last > begin:
            spans.append((begin, last))
    return spans


def segment(source: Source, unit: Unit, register: Mapping[str, Appearance]) -> list[Segment]:
    """Divide a source's turns into segments.

    Interviewers' turns and blank turns give none. `answer` joins a speaker's consecutive turns; a survey
    answer is always one segment; notes, documents and text without speakers are divided by paragraph (long
    ones between sentences) when the unit is turn or answer, since no turns divide them; a heading over a
    paragraph of notes or a document is then no segment.

    Args:
        source: a source as read by intake.
        unit: turn, sentence, answer or paragraph.
        register: the informants' appearances by id, for role, group and site.

    Returns:
        Segments in the order of the text; `source.text[s.start:s.end] == s.text` for each. An id is made of
        the source and the text, so it stands as long as the text does, on every machine.
    """
    segments: list[Segment] = []
    seen: Counter[str] = Counter()
    for turn, question, spans in _spans(source, unit):
        who = register.get(turn.informant) if turn.informant else None
        for start, end in spans:
            text = source.text[start:end]
            seen[text] += 1
            segments.append(
                Segment(
                    id=_segment_id(source.id, text, seen[text]),
                    source=source.id,
                    ordinal=len(segments),
                    turn=turn.index,
                    start=start,
                    end=end,
                    text=text,
                    speaker=turn.speaker,
                    informant=turn.informant,
                    role=who.role if who else None,
                    group=who.group if who else _group_of_nobody(source),
                    site=(who.site if who else None) or source.site,
                    question=question,
                    time=turn.time,
                    phase=turn.phase,
                )
            )
    return segments


def _group_of_nobody(source: Source) -> str:
    return DOCUMENT_GROUP if source.kind == "document" else UNKNOWN


def _segment_id(source: str, text: str, occurrence: int) -> str:
    content = "\0".join((source, text, str(occurrence)))
    return f"{source}-{sha256(content.encode()).hexdigest()[:10]}"


def _spans(source: Source, unit: Unit) -> Iterator[tuple[Turn, str | None, list[Span]]]:
    """Each informant turn (or run of turns) with its question and the ranges of its segments."""
    question: str | None = None
    for is_interviewer, run in groupby(source.turns, key=lambda turn: turn.is_interviewer):
        turns = list(run)
        if is_interviewer:
            question = source.text[turns[0].start : turns[-1].end].strip() or question
            continue
        join = unit == "answer" and source.kind != "survey"  # there every cell is an answer of its own
        for turn, start, end in _joined(turns) if join else ((t, t.start, t.end) for t in turns):
            split = _splitter(source, turn, unit)
            spans = [(start + a, start + b) for a, b in split(source.text[start:end])]
            if spans:
                yield turn, turn.question or question, spans


def _joined(turns: Iterable[Turn]) -> Iterator[tuple[Turn, int, int]]:
    for _, run in groupby(turns, key=lambda turn: (turn.speaker, turn.informant, turn.question)):
        answer = list(run)
        yield answer[0], answer[0].start, answer[-1].end


def _splitter(source: Source, turn: Turn, unit: Unit) -> Callable[[str], list[Span]]:
    if unit == "sentence":
        return sentences
    if unit == "paragraph":
        return paragraphs
    if source.kind in ("notes", "document"):
        return _written
    if turn.question is None and turn.speaker is None:
        return _loose
    return lambda text: [span] if (span := _trim(text, 0, len(text))) else []
