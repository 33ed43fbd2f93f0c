"""A segment as the page shows it: the text in pieces with its marks, and a row for each code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.model import Code, Segment
    from qualcode.passes import BlindCoding, Card, CodingState
    from qualcode.review.texts import Texts
    from qualcode.study import Study


@dataclass(frozen=True, slots=True)
class Vote:
    """Whether a blind coder set a code, and why, where they say."""

    coder: str
    yes: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A code on the segment, with what speaks for it and what has been decided.

    number: 1, 2, ... as shown and typed. spoken, against: the words that carry it, as they stand in the text.
    learnt, asked: whether the examples, or the question asked, spoke for it. score: 0 to 1, None where no
    machine proposed it. span: the words it is narrowed to. mine: what stands is the reader's own decision.
    said: in an adjudication, what each blind coder chose.
    """

    number: int
    code: str
    name: str
    theme: str
    definition: str
    status: str
    spoken: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    learnt: bool = False
    asked: bool = False
    score: float | None = None
    coder: str | None = None
    valence: str | None = None
    uncertain: bool = False
    span: str | None = None
    mine: bool = False
    said: tuple[Vote, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether somebody has accepted or rejected it."""
        return self.status != "suggested"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text under the same marks; rows: the numbers of the rows it belongs to."""

    text: str
    marks: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


class Names:
    """The codes' names and definitions in a language.

    Args:
        study: the study with its codebooks.
        texts: the language.
    """

    def __init__(self, study: Study, texts: Texts) -> None:
        self.codes: dict[str, Code] = {
            code.id: code for codebook in study.codebooks for code in codebook.codes
        }
        self._texts = texts
        self._order = {code: i for i, code in enumerate(self.codes)}

    def name(self, code: str) -> str:
        """A code's name; its id where the codebooks no longer have it."""
        return self._texts.of(self.codes[code].name) if code in self.codes else code

    def theme(self, code: str) -> str:
        """The name of a sub-code's theme; empty for a theme."""
        known = self.codes.get(code)
        return self.name(known.parent) if known and known.parent else ""

    def label(self, code: str) -> str:
        """Theme and name: `Tidlig innsats: Lav terskel`."""
        theme = self.theme(code)
        return f"{theme}: {self.name(code)}" if theme else self.name(code)

    def definition(self, code: str) -> str:
        """A code's definition, possibly empty."""
        return self._texts.of(self.codes[code].definition) if code in self.codes else ""

    def rank(self, code: str) -> tuple[int, str]:
        """Where a code stands in the codebooks."""
        return self._order.get(code, len(self._order)), code


def rows(card: Card, names: Names, reader: str) -> list[Row]:
    """A row for each code of a card, in the codebooks' order.

    Args:
        card: the segment with its codings.
        names: the codes' names.
        reader: the coder who reads.
    """
    states = {state.code: state for state in card.codings}
    said: dict[str, dict[str, BlindCoding | None]] = {}
    for blind in card.blind_codings:
        said.setdefault(blind.code, dict.fromkeys(sorted(card.blind_coders)))[blind.coder] = blind
    # In an adjudication those on which the blind coders said something come first.
    codes = sorted({*states, *said}, key=lambda code: (code not in said, names.rank(code)))
    found = []
    for number, code in enumerate(codes, start=1):
        votes = said.get(code, {})
        plain = Row(
            number,
            code,
            names.name(code),
            names.theme(code),
            names.definition(code),
            "suggested",
            said=tuple(
                Vote(coder, bool(b and b.status == "accepted"), b.reason if b else None)
                for coder, b in votes.items()
            ),
        )
        found.append(_row(plain, states[code], card, reader) if code in states else plain)
    return found


def _row(plain: Row, state: CodingState, card: Card, reader: str) -> Row:
    evidence = dict(state.evidence or {})
    span = None
    if state.start is not None and state.end is not None:
        span = card.segment.text[state.start - card.segment.start : state.end - card.segment.start]
    return replace(
        plain,
        status=state.status,
        spoken=_surfaces(m.surface for m in state.matches if not m.counter),
        against=_surfaces(m.surface for m in state.matches if m.counter),
        learnt=evidence.get("classifier", 0.0) > 0,
        asked=evidence.get("context", 0.0) > 0,
        score=state.score,
        coder=state.coder,
        valence=state.valence,
        uncertain=state.uncertain,
        span=span,
        mine=state.coder == reader,
    )


def _surfaces(found: Iterable[str]) -> tuple[str, ...]:
    """Each wording once, and none that stands within a longer one."""
    whole = list(dict.fromkeys(" ".join(words.split()) for words in found))
    return tuple(w for w in whole if not any(w != other and w in other for other in whole))


def pieces(segment: Segment, codings: Sequence[CodingState], shown: Sequence[Row]) -> list[Piece]:
    """The segment's text cut wherever a mark begins or ends; put together it is the text again.

    Args:
        segment: the segment.
        codings: with matches relative to the segment's text, and spans in the source's.
        shown: the rows; a mark names those it belongs to.
    """
    number = {row.code: row.number for row in shown}
    marks = [
        (match.start, match.end, "against" if match.counter else "for", number[state.code])
        for state in codings
        for match in state.matches
    ]
    marks += [
        (state.start - segment.start, state.end - segment.start, "span", number[state.code])
        for state in codings
        if state.start is not None and state.end is not None and state.status == "accepted"
    ]
    cuts = sorted({0, len(segment.text), *(m[0] for m in marks), *(m[1] for m in marks)})
    cuts = [cut for cut in cuts if 0 <= cut <= len(segment.text)]
    found = []
    for start, end in pairwise(cuts):
        over = [m for m in marks if m[0] <= start and end <= m[1]]
        kinds = tuple(kind for kind in ("for", "against", "span") if any(m[2] == kind for m in over))
        found.append(Piece(segment.text[start:end], kinds, tuple(sorted({m[3] for m in over}))))
    return found
