"""Numbers a draft's claims in the order of print, and writes provenance.csv: what carries each."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.report.context import (
    Block,
    Bullets,
    Cell,
    Claim,
    Figure,
    Paragraph,
    QuoteView,
    Section,
    Sentence,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.report.context import Backing

COLUMNS = (
    *("claim", "chapter", "place", "text", "unit", "numerator", "denominator", "segments"),
    *("kind", "ids"),
)
"""kind: what the ids are of, where not segments carry the number: persons, sources ..."""


def file_name(suffix: str = "") -> str:
    """What the table of claims is called beside a draft.

    Args:
        suffix: of the draft's language, `.nn`; nothing for the main one.
    """
    return f"provenance{suffix}.csv"


def numbered(
    chapters: Sequence[Section], anchors: Mapping[str, str]
) -> tuple[tuple[Section, ...], tuple[Claim, ...]]:
    """Give every number and quote that segments carry its claim.

    Args:
        chapters: their tables and figures numbered (`references.referred`).
        anchors: of the appendix's entries, by segment id.
    """
    pass_ = _Pass(anchors)
    return tuple(pass_.section(chapter) for chapter in chapters), tuple(pass_.claims)


def provenance_csv(claims: Sequence[Claim]) -> bytes:
    """The claims as a table: UTF-8, comma; segments separated by blanks, other ids by `; `.

    Args:
        claims: of a draft.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for claim in claims:
        backing = claim.backing
        writer.writerow(
            [
                claim.id,
                claim.chapter,
                claim.place,
                claim.text.replace("\u00a0", " "),
                backing.unit,
                backing.numerator,
                "" if backing.denominator is None else backing.denominator,
                " ".join(backing.segments),
                backing.kind,
                "; ".join(backing.ids),
            ]
        )
    return out.getvalue().encode("utf-8", "replace")


class _Pass:
    """One walk through the draft; counts claims as it goes."""

    def __init__(self, anchors: Mapping[str, str]) -> None:
        self.claims: list[Claim] = []
        self._anchors = anchors

    def section(self, section: Section) -> Section:
        blocks = tuple(self._block(block, section.anchor) for block in section.blocks)
        return replace(section, blocks=blocks, sections=tuple(self.section(s) for s in section.sections))

    def _block(self, block: Block, chapter: str) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, sentences=tuple(self._sentence(s, chapter) for s in block.sentences))
        if isinstance(block, Bullets):
            return replace(block, items=tuple(self._sentence(s, chapter) for s in block.items))
        if isinstance(block, QuoteView):
            claim = self._claim(block.backing, chapter, "quote", block.text)
            return replace(block, claim=claim, entry=self._anchors[block.segment])
        if isinstance(block, Figure):
            return block
        rows = (tuple(self._cell(block, row, i, chapter) for i in range(len(row))) for row in block.rows)
        return replace(block, rows=tuple(rows))

    def _sentence(self, sentence: Sentence, chapter: str) -> Sentence:
        return replace(sentence, claim=self._claim(sentence.backing, chapter, "sentence", sentence.text))

    def _cell(self, table: Table, row: Sequence[Cell], column: int, chapter: str) -> Cell:
        text = f"{table.number}: {row[0].text} | {table.head[column]} | {row[column].text}"
        return replace(row[column], claim=self._claim(row[column].backing, chapter, "cell", text))

    def _claim(self, backing: Backing | None, chapter: str, place: str, text: str) -> str:
        if backing is None:
            return ""
        links = [self._anchors[s] for s in backing.segments if s in self._anchors]
        anchor = f"belegg_{len(self.claims) + 1}"
        named = tuple((link, link.rpartition("_")[2]) for link in links)
        self.claims.append(Claim(anchor, chapter, place, text, backing, named))
        return anchor
