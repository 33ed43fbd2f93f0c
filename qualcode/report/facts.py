"""What the sections of a draft are built from: the tables computed once, and names as they are printed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from qualcode.analysis.counting import Reviewed, counted_segments, reviewed
from qualcode.analysis.data import StudyData, records
from qualcode.analysis.prevalence import dimension_values, prevalence
from qualcode.analysis.quotes import Quote, QuoteChooser, Reason, Side
from qualcode.analysis.spread import spread, themes
from qualcode.analysis.valence_judging import Valences
from qualcode.analysis.voices import Part, VoiceCounts, layer_of
from qualcode.model import UNKNOWN
from qualcode.report.author import author_folder
from qualcode.report.context import Backing, Cell, Paragraph, QuoteView, Sentence, Table
from qualcode.report.texts import Words
from qualcode.report.valences import split
from qualcode.segmenting import DOCUMENT_GROUP, sentences

NO_PERSONS = (DOCUMENT_GROUP, UNKNOWN)
"""Rows of the group dimension that hold text nobody in the register said."""

Row = Mapping[str, Any]


class Facts:
    """A study's tables and words for one draft; remembers which quotes and author's texts are printed."""

    def __init__(self, data: StudyData, author: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.data = data
        self.settings = data.settings
        self.words = Words(data.settings.language)
        self.quoted: list[Quote] = []
        self._author = dict(author or {})
        self._placed: set[str] = set()
        self._made = 0
        self.told_valence = False
        """Whether any sentence so far says what speakers think of a theme."""
        self.informant_tables = ""
        """Where the text speaks of the tables of informants."""
        self._rows: dict[tuple[str | None, Part], list[dict[str, Any]]] = {}

    # --- computed once -----------------------------------------------------------------------------

    @cached_property
    def segments(self) -> list[dict[str, Any]]:
        """The segments' rows."""
        return self.data.segment_rows

    @cached_property
    def counted(self) -> dict[str, set[str]]:
        """Segment ids by code."""
        return counted_segments(self.data)

    @cached_property
    def review(self) -> dict[str | None, Reviewed]:
        """How far the review has come."""
        return reviewed(self.data)

    @cached_property
    def prevalence(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        """Rows by code, dimension and value."""
        return {(r["code"], r["dimension"], r["value"]): r for r in records(prevalence(self.data))}

    @cached_property
    def spread(self) -> dict[str, dict[str, Any]]:
        """How each code is spread, by code."""
        return {row["code"]: row for row in records(spread(self.data))}

    @cached_property
    def themes(self) -> list[str]:
        """Top codes that are printed as themes; a code that holds relayed views is not."""
        return [code for code in themes(self.data) if code not in self.settings.report.relayed.values()]

    @cached_property
    def codebook(self) -> dict[str, dict[str, Any]]:
        """The codebook's rows by code."""
        return {row["code"]: row for row in records(self.data.codebook)}

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """The values of each dimension, in the order printed."""
        return {d: dimension_values(self.data, d) for d in ("group", "site", "phase", "item")}

    @cached_property
    def groups(self) -> list[str]:
        """The groups of people."""
        return [group for group in self.values["group"] if group not in NO_PERSONS]

    @cached_property
    def sites(self) -> list[str]:
        """The known sites."""
        return [site for site in self.values["site"] if site != UNKNOWN]

    @cached_property
    def voices(self) -> VoiceCounts:
        """Who was asked about a theme and who spoke of it."""
        return VoiceCounts(self.data)

    @cached_property
    def valences(self) -> Valences:
        """What the speakers think of what they speak of."""
        return Valences(self.data)

    @cached_property
    def collectives(self) -> set[str]:
        """The informants who are collectives."""
        return {row["person"] for row in self.segments if row["is_informant"] and row["collective"]}

    @cached_property
    def in_several(self) -> bool:
        """Whether somebody speaks in several groups, which then add up to more than the total."""
        groups: dict[str, set[str | None]] = {}
        for row in self.segments:
            if row["is_informant"]:
                groups.setdefault(row["person"], set()).add(row["group"])
        return any(len(found) > 1 for found in groups.values())

    @cached_property
    def layers(self) -> tuple[str | None, ...]:
        """The layers persons are counted in: interviews and surveys apart where there are both."""
        found = {layer_of(row) for row in self.segments if row["is_informant"]}
        return ("interview", "survey") if len(found) > 1 else (None,)

    @cached_property
    def _chooser(self) -> QuoteChooser:
        return QuoteChooser(self.data)

    def has(self, *kinds: str) -> bool:
        """Whether the study has segments from sources of these kinds."""
        return any(row["kind"] in kinds for row in self.segments)

    def cell(self, code: str, dimension: str, value: str) -> dict[str, Any]:
        """A row of the prevalence table."""
        return self.prevalence[code, dimension, value]

    def rows(self, code: str | None = None, part: Part | None = None) -> list[dict[str, Any]]:
        """The segments of a part of the study, or those of them that carry a code."""
        within = part or Part()
        if (code, within) not in self._rows:
            every = self.segments if code is None else self._carrying(code)
            self._rows[code, within] = [row for row in every if within.holds(row)]
        return self._rows[code, within]

    def _carrying(self, code: str) -> list[dict[str, Any]]:
        key = (code, Part())
        if key not in self._rows:
            self._rows[key] = [row for row in self.segments if row["segment_id"] in self.counted[code]]
        return self._rows[key]

    def subs(self, code: str) -> list[str]:
        """The sub-codes of a theme."""
        return [sub for sub in self.codebook if sub.startswith(f"{code}.")]

    @staticmethod
    def only_volunteers(row: Row) -> bool:
        """Whether all who speak of the theme do so unasked: a share would mislead (row: of prevalence)."""
        return bool(row["informants_unasked"]) and row["informants_unasked"] == row["informants_asked"]

    # --- names -------------------------------------------------------------------------------------

    def text(self, key: str, /, **values: Any) -> str:
        """A text of the catalogue with its places filled."""
        return self.words.text(key, **values)

    def code_name(self, code: str) -> str:
        """A code's name in the report language, else in another, else its id."""
        row = self.codebook[code]
        wanted = (self.settings.language, "nb", "nn", "en")
        return next((row[f"name_{lang}"] for lang in wanted if row[f"name_{lang}"]), code)

    def definition(self, code: str) -> str | None:
        """What a code covers, in the report language, else in bokmål."""
        row = self.codebook[code]
        own = None if self.settings.language == "nb" else row[f"definition_{self.settings.language}"]
        text: str | None = own or row["definition"]
        return text

    def value_name(self, dimension: str, value: str) -> str:
        """A group's, site's, phase's or item's printed name."""
        if dimension == "group":
            fixed = {DOCUMENT_GROUP: self.words["documents"], UNKNOWN: self.words["unknown_group"]}
            return fixed.get(value) or self.settings.groups.get(value, value)
        if dimension == "site":
            return self.words["unknown_site"] if value == UNKNOWN else self.settings.sites.get(value, value)
        return value

    def layer_name(self, layer: str | None) -> str:
        """The heading of a column of persons."""
        return self.words["informants" if layer is None else f"layer_{layer}"]

    # --- what is printed ---------------------------------------------------------------------------

    def say(self, key: str, backing: Backing | None = None, /, **values: Any) -> Sentence:
        """A sentence of the catalogue, with what carries its number."""
        return Sentence(self.text(key, **values), backing)

    def backing(self, what: str, k: int, n: int | None, segments: tuple[str, ...] | list[str]) -> Backing:
        """What carries a number; what: the catalogue's key of the unit."""
        return Backing(self.words[what].lower(), k, n, tuple(segments))

    def carried(self, what: str, k: int, n: int | None, kind: str, ids: Iterable[str]) -> Backing:
        """What carries a number that no segment does: persons, answers, sources (kind), by their ids."""
        return Backing(self.words[what].lower(), k, n, (), kind, tuple(sorted(ids)))

    def unplaced(self) -> int:
        """A number of its own for a table or figure that has no place in the draft yet."""
        self._made += 1
        return -self._made

    def table(
        self,
        caption: str,
        head: list[str],
        rows: list[list[Cell]],
        *,
        note: str | None = None,
        has_total: bool = False,
    ) -> Table:
        """A table, not yet numbered."""
        return Table(self.unplaced(), caption, tuple(head), tuple(tuple(r) for r in rows), note, has_total)

    def of(self, k: int, n: int) -> str:
        """`2 av 3`, with no-break spaces so that a number never stands alone."""
        return self.text("of", k=k, n=n).replace(" ", "\u00a0")

    def quotes(self, code: str, part: Part, limit: int) -> list[QuoteView]:
        """Up to `limit` quotes for a code from a part of the study, none of them in the draft already."""
        sides = split(self, code, part).sure_sides
        chosen = self._chooser.choose(code, limit=limit, part=part, taken=self.quoted, sides=sides)
        return self._views(chosen, code)

    def opposed(
        self, code: str, one: tuple[Side, Collection[str]], other: tuple[Side, Collection[str]]
    ) -> list[QuoteView]:
        """A pair of quotes that take opposite sides, each from its segments; none in the draft already."""
        return self._views(self._chooser.pair(code, one, other, self.quoted), code)

    def _views(self, chosen: list[Quote], code: str) -> list[QuoteView]:
        self.quoted += chosen
        beside = [quote.side for quote in chosen if quote.side]
        return [self._view(quote, code, against=quote.side in beside[1:]) for quote in chosen]

    def is_quoted(self, segment: str) -> bool:
        """Whether the draft quotes a segment already."""
        return any(quote.segment_id == segment for quote in self.quoted)

    def _view(self, quote: Quote, code: str, *, against: bool) -> QuoteView:
        lead = None
        if quote.question:
            lead = self.text("asked", question=quote.question)
        else:
            subs = [self.code_name(sub) for sub in self.subs(code) if quote.segment_id in self.counted[sub]]
            if subs:
                lead = self.text("lead", names=", ".join(self.words.quoted(name) for name in subs[:3]))
        if quote.side:
            told = self.words["against" if against else "pair"]
            side = self.words[f"pair_{quote.side}"]
            lead = told.format(side=f"{side}, {lead[0].lower()}{lead[1:]}" if lead else f"{side}:")
            lead = lead[0].upper() + lead[1:]
        backing = self.backing("segments", 1, None, (quote.segment_id,))
        said_by = quote.attribution or self.words["unknown_informant"]
        why = self._why(quote.reason)
        pinned = ""
        if quote.reason.pinned:
            note = quote.reason.note
            pinned = self.text("pinned_for", reason=note) if note else self.words["pinned"]
        return QuoteView(quote.text, said_by, quote.segment_id, why, lead, pinned, backing=backing)

    def _why(self, reason: Reason) -> str:
        """Why a quote was chosen, in words."""
        parts = [
            self.text("reason_score", score=self.words.decimal(reason.score)),
            self.words["reason_reviewed" if reason.reviewed else "reason_unreviewed"],
        ]
        if reason.voice == "repeated":
            parts.append(self.words["reason_repeated"])
        elif reason.voice == "new":
            new = (True, reason.new_group, reason.new_site)
            keys = ("reason_voice", "reason_group", "reason_site")
            parts += [self.words[key] for key, said in zip(keys, new, strict=True) if said]
        if reason.contrast:
            parts.append(self.words["reason_contrast"])
        length = self.text("reason_words", n=reason.words)
        parts.append(f"{length}, {self.words['reason_shortened']}" if reason.shortened else length)
        return "; ".join(parts)

    def author(self, name: str) -> list[Paragraph]:
        """The author's paragraphs for a section, each section's printed once."""
        return [Paragraph(_sentences(text), "author", name) for text in self._author.pop(name, ())]

    def reading(self, name: str) -> list[Paragraph]:
        """The author's reading, or the place for it."""
        if name in self._placed:
            return []
        self._placed.add(name)
        own = self.author(name)
        return own or [
            Paragraph(
                (
                    self.say(
                        "reading",
                        file=f"{author_folder(self.settings.language, self.settings.draft_suffix)}/{name}.md",
                    ),
                ),
                "reading",
                name,
            )
        ]

    def stray(self, besides: tuple[str, ...] = ()) -> list[Paragraph]:
        """The author's paragraphs that belong to no section printed so far, nor to one of these."""
        names = sorted(set(self._author) - set(besides))
        return [paragraph for name in names for paragraph in self.author(name)]


def _sentences(text: str) -> tuple[Sentence, ...]:
    """A paragraph of the author's, its sentences apart so that a note can stand at one of them."""
    parts = [text[start:end] for start, end in sentences(text)]
    return tuple(map(Sentence, parts)) if " ".join(parts) == text else (Sentence(text),)
