"""What a draft holds, as plain data: the templates of every format print this and compute nothing.

All texts are as they shall be read, not yet escaped for any format.
"""

from __future__ import annotations

from dataclasses import dataclass

_PHONE_COLUMNS, _LONG = 3, 60
"""Columns, and characters of a cell, beyond which a table does not fit 360 px."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. shade: 0 (nothing) to 4 (nearly all), None in tables without shades."""

    text: str
    numeric: bool = False
    shade: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A numbered table; the first cell of a row names the row."""

    number: int
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str | None = None
    has_total: bool = False
    """Whether the last row is a sum."""

    @property
    def wide(self) -> bool:
        """Whether it is wider than a phone: many columns, or a column of running text."""
        return len(self.head) > _PHONE_COLUMNS or any(len(c.text) > _LONG for row in self.rows for c in row)


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote as printed, with the entry of the appendix it comes from."""

    text: str
    attribution: str
    entry: str
    reason: str
    asked: str | None = None
    """The survey question it answers, as a line before it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section with a heading; author: the author's own paragraphs, before ours."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    author: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """A theme: what is said of it, by whom, and what is silent.

    author: the author's own paragraphs, after the quotes; reading: where to write them, None when they
    are there.
    """

    anchor: str
    title: str
    definition: str | None
    author: tuple[str, ...]
    tendency: tuple[str, ...]
    tables: tuple[Table, ...]
    quotes: tuple[QuoteView, ...]
    no_quotes: str | None
    reading: str | None
    sub_themes: Table | None
    silence: tuple[str, ...]


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
class Heading:
    """A line of the contents."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ReportContext:
    """A whole draft.

    banner: title and sentence that say how far people have reviewed; warn is False when they are done.
    words: the catalogue's texts the templates need (headings inside a theme, labels).
    """

    language: str
    title: str
    draft: str
    date: str | None
    iso_date: str | None
    banner: str
    banner_text: str
    warn: bool
    front: tuple[Section, ...]
    themes_title: str
    themes: tuple[ThemeSection, ...]
    back: tuple[Section, ...]
    appendix: Appendix
    words: dict[str, str]

    @property
    def contents(self) -> tuple[Heading, ...]:
        """The headings down to the themes, in the order of the draft."""
        return (
            *(Heading(1, s.title, s.anchor) for s in self.front),
            Heading(1, self.themes_title, "temaer"),
            *(Heading(2, s.title, s.anchor) for s in self.themes),
            *(Heading(1, s.title, s.anchor) for s in self.back),
            Heading(1, self.appendix.title, self.appendix.anchor),
        )
