"""Checks of what is quoted: word for word, once, by several, without a third person's name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.analysis.quotable import NOT_QUOTED
from qualcode.analysis.quote_words import alike
from qualcode.intake.overrides import FILE_NAME
from qualcode.report.checked_draft import bare
from qualcode.report.citing import quoted, stands_in
from qualcode.report.context import QuoteView, Sentence
from qualcode.report.findings import Remark, Spot, short
from qualcode.report.overrides import overrides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.report.checked_draft import Draft


def verbatim(draft: Draft) -> Iterator[Remark]:
    """Quotes that are not word for word in their source, or not an informant's words."""
    for spot in draft.spots:
        if isinstance(spot.what, QuoteView):
            row = draft.row.get(spot.what.segment)
            if row is None or not stands_in(spot.what.text, row["text"]):
                yield Remark(spot, "verbatim", {"segment": spot.what.segment})
        elif isinstance(spot.what, Sentence) and spot.own:
            for words in quoted(spot.text):
                if bare(words) not in draft.names:
                    yield from _own_quote(draft, spot, words)


def _own_quote(draft: Draft, spot: Spot, words: str) -> Iterator[Remark]:
    found = draft.quotable.find(words)
    if found is None:
        yield Remark(spot, "nowhere", {"quote": short(words)})
        return
    segment = found.segment["segment_id"]
    if not found.exact:
        values = {"quote": short(words), "passage": short(found.passage), "segment": segment}
        yield Remark(spot, "differs", values)
    elif found.segment["kind"] in NOT_QUOTED or found.segment["fidelity"] == "notes":
        yield Remark(spot, "paraphrase", {"segment": segment})
    elif segment in draft.rejected:
        yield Remark(spot, "quote_rejected", {"segment": segment})


def twice(draft: Draft) -> Iterator[Remark]:
    """The same utterance quoted a second time, by the draft or by the author."""
    earlier: list[tuple[str, Spot]] = []
    for spot in draft.spots:
        if isinstance(spot.what, QuoteView):
            here = [spot.text]
        elif isinstance(spot.what, Sentence) and spot.own:
            here = [words for words in quoted(spot.text) if bare(words) not in draft.names]
        else:
            continue
        for words in here:
            other = next((place for said, place in earlier if alike(words, said)), None)
            if other:
                yield Remark(spot, "twice", {"where": other.titles[-1]})
            earlier.append((words, spot))


def one_voice(draft: Draft) -> Iterator[Remark]:
    """Every quote of a section from one person, though several have the theme there."""
    by_section: dict[str, list[Spot]] = {}
    for spot in draft.spots:
        if isinstance(spot.what, QuoteView) and spot.what.segment in draft.row:
            by_section.setdefault(spot.section, []).append(spot)
    for spots in by_section.values():
        voices = Counter(draft.row[s.what.segment]["person"] for s in spots if isinstance(s.what, QuoteView))
        if len(spots) > 1 and len(voices) == 1:
            yield Remark(spots[-1], "one_voice", {"n": draft.words.number(len(spots))})


def names(draft: Draft) -> Iterator[Remark]:
    """What may be a third person's name in what is quoted; pinned by the author, it is chosen knowingly."""
    for spot in draft.spots:
        if isinstance(spot.what, QuoteView):
            found = () if spot.what.pinned else draft.names_in(spot.text)
            segment = spot.what.segment
        elif isinstance(spot.what, Sentence) and spot.own:
            said = [words for words in quoted(spot.text) if bare(words) not in draft.names]
            found, segment = tuple(name for words in said for name in draft.names_in(words)), ""
        else:
            continue
        if found:
            listed = draft.words.listed([draft.words.quoted(name) for name in dict.fromkeys(found)])
            check = "name" if segment else "own_name"
            yield Remark(spot, check, {"names": listed, "segment": segment, "first": found[0]})


def overridden(draft: Draft) -> Iterator[Remark]:
    """Pinned and banned quotes that can no longer be followed, where the method tells of them."""
    told = [spot for spot in draft.spots if spot.section == "metode"]
    spot = next((s for s in told if FILE_NAME in s.text), told[0] if told else None)
    for one in overrides(draft.data):
        if one.problem and spot:
            where = f"{FILE_NAME}, {draft.words['line']} {one.line}"
            yield Remark(spot, f"quote_{one.problem}", {"segment": one.segment}, where)
