"""What a draft holds, as plain data: the templates of every format print this and compute nothing.

A draft is chapters of sections of blocks (paragraphs, tables, quotes, lists). All texts are as they shall be
read, not yet escaped for any format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PHONE_COLUMNS, _TEXT_COLUMNS, _LONG = 3, 5, 60
"""Columns beyond which a table does not fit 360 px, or a line of text; characters of a long cell."""


@dataclass(frozen=True, slots=True)
class Backing:
    """What carries a number or a quote: how many of how many of what, and the segments, or other ids.

    unit: what is counted, in the report's language. denominator: None where nothing is divided. kind: what
    carries it: `segments`; or, by their `ids`, `informants`, `answers` (to a closed question: who ticked it),
    `sources`, `groups`, `meetings` or `codes`.
    """

    unit: str
    numerator: int
    denominator: int | None
    segments: tuple[str, ...] = ()
    kind: str = "segments"
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check before printing found, for the author to mend or let stand.

    id: its anchor, numbered in the order of print. check: its short name. place: the anchor of the section;
    where: how the place is told on a terminal. at: the words it stands at. text, fix: what is wrong, and what
    to do about it.
    """

    id: str
    check: str
    place: str
    where: str
    at: str
    text: str
    fix: str

    @property
    def number(self) -> str:
        """Its number in the draft."""
        return self.id.rpartition("_")[2]


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that speak of a table or figure, and its anchor; for other parts of a text, "" for none."""

    text: str
    anchor: str = ""


def parts_of(text: str, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """A text cut where it speaks of tables and figures, in the order of print."""
    parts, rest = [], text
    for reference in references:
        before, _, rest = rest.partition(reference.text)
        parts += [Reference(before), reference] if before else [reference]
    return (*parts, Reference(rest)) if rest else tuple(parts)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or the part of one a number stands in. claim: the anchor of its evidence, "" for none.

    notes: what the checks say of it; so with tables and quotes. references: where it speaks of tables and
    figures, in order.
    """

    text: str
    backing: Backing | None = None
    claim: str = ""
    notes: tuple[Finding, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def parts(self) -> tuple[Reference, ...]:
        """The text, cut where it speaks of a table or figure."""
        return parts_of(self.text, self.references)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; style: text, author (their own words), definition, reading (a place to write), warning.

    file: the author's text it is of, or the place for one: the name of a file in `forfatter/` without `.md`.
    """

    kind: ClassVar[str] = "paragraph"
    sentences: tuple[Sentence, ...]
    style: str = "text"
    file: str = ""

    @property
    def text(self) -> str:
        """The whole of it."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    kind: ClassVar[str] = "bullets"
    items: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. shade: 0 (nothing) to 4 (nearly all), None in tables without shades."""

    text: str
    numeric: bool = False
    shade: int | None = None
    backing: Backing | None = None
    claim: str = ""
    references: tuple[Reference, ...] = ()

    @property
    def parts(self) -> tuple[Reference, ...]:
        """The text, cut where it speaks of a table or figure."""
        return parts_of(self.text, self.references)


@dataclass(frozen=True, slots=True)
class Table:
    """A table, numbered in the order of print; the first cell of a row names the row.

    number: below zero until it has its place in the draft.
    """

    kind: ClassVar[str] = "table"
    number: int
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str | None = None
    has_total: bool = False
    """Whether the last row is a sum."""
    notes: tuple[Finding, ...] = ()

    @property
    def anchor(self) -> str:
        """What leads to it."""
        return f"tabell-{self.number}"

    @property
    def wide(self) -> bool:
        """Whether it is wider than a phone: many columns, or a column of running text."""
        return len(self.head) > _PHONE_COLUMNS or any(len(c.text) > _LONG for row in self.rows for c in row)

    @property
    def broad(self) -> bool:
        """Whether its many columns of short texts need more room than a line of text, where there is any."""
        return len(self.head) > _TEXT_COLUMNS and not any(len(c.text) > _LONG for r in self.rows for c in r)

    @property
    def heat(self) -> bool:
        """Whether its cells are shaded."""
        return any(cell.shade is not None for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote as printed, with the entry of the appendix it comes from.

    lead: the line before it: what it speaks of, or the survey question it answers. pinned: that the author
    has chosen it, and why; "" where nobody has.
    """

    kind: ClassVar[str] = "quote"
    text: str
    attribution: str
    segment: str
    reason: str
    lead: str | None = None
    pinned: str = ""
    entry: str = ""
    backing: Backing | None = None
    claim: str = ""
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, numbered as tables are. svg: for a page; png: for Word; alt: all that it shows."""

    kind: ClassVar[str] = "figure"
    number: int
    caption: str
    alt: str
    svg: str
    png: bytes
    suffix: str = ""

    @property
    def anchor(self) -> str:
        """What leads to it."""
        return f"figur-{self.number}"

    @property
    def file(self) -> str:
        """What it is called beside a draft that cannot hold it."""
        return f"figur_{self.number}{self.suffix}.svg"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter's."""

    kind: ClassVar[str] = "heading"
    level: int
    title: str
    anchor: str


Block = Paragraph | Bullets | Table | QuoteView | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands under it, and sections within it."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def walk(self, level: int = 1) -> Iterator[Heading | Block]:
        """Headings and blocks in the order of print."""
        yield Heading(level, self.title, self.anchor)
        yield from self.blocks
        for section in self.sections:
            yield from section.walk(level + 1)

    def every(self) -> Iterator[Section]:
        """The section itself and all within it."""
        yield self
        for section in self.sections:
            yield from section.every()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that stand in it, not in sections within."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def quotes(self) -> tuple[QuoteView, ...]:
        """The quotes that stand in it, not in sections within."""
        return tuple(block for block in self.blocks if isinstance(block, QuoteView))

    @property
    def texts(self) -> tuple[str, ...]:
        """Its paragraphs and list items as text."""
        found: list[str] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                found.append(block.text)
            elif isinstance(block, Bullets):
                found += [item.text for item in block.items]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Claim:
    """A number or quote of the draft with what carries it: a row of provenance.csv.

    place: `sentence`, `cell` or `quote`. text: what is printed there. links: the segments' entries in the
    appendix, as (anchor, short name).
    """

    id: str
    chapter: str
    place: str
    text: str
    backing: Backing
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A coded segment in the appendix."""

    anchor: str
    segment_id: str
    source: str
    place: str
    codes: str
    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Appendix:
    """The segments behind the draft. entries: all that are coded, or the quoted ones when they are many."""

    anchor: str
    title: str
    warning: str
    intro_all: str
    intro_quotes: str
    entries: tuple[Entry, ...]

    @property
    def quoted(self) -> tuple[Entry, ...]:
        """The entries that are quoted."""
        return tuple(entry for entry in self.entries if entry.quoted)


@dataclass(frozen=True, slots=True)
class ReportContext:
    """A whole draft.

    banner: title and sentence that say how far people have reviewed; warn is False when they are done.
    words: the catalogue's texts the templates need. suffix: of its files, before their ending, in another
    language than the main one. findings: of the checks, in the order of print. word_template: the
    institution's own, for docx.
    """

    language: str
    title: str
    draft: str
    date: str | None
    iso_date: str | None
    banner: str
    banner_text: str
    warn: bool
    chapters: tuple[Section, ...]
    appendix: Appendix
    claims: tuple[Claim, ...]
    words: dict[str, str]
    suffix: str = ""
    findings: tuple[Finding, ...] = ()
    word_template: Path | None = None

    @property
    def blocks(self) -> tuple[Heading | Block, ...]:
        """Everything before the appendix, in the order of print."""
        return tuple(block for chapter in self.chapters for block in chapter.walk())

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The drawings, in the order of print."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in the order of print."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def sections(self) -> dict[str, Section]:
        """Every section by its anchor."""
        return {section.anchor: section for chapter in self.chapters for section in chapter.every()}

    @property
    def contents(self) -> tuple[Heading, ...]:
        """The headings of chapters and their sections."""
        found = [block for block in self.blocks if isinstance(block, Heading) and block.level <= 2]
        return (*found, Heading(1, self.appendix.title, self.appendix.anchor))
