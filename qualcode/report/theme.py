"""A theme's section: tendency with its number, tables, quotes, sub-themes, and what is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import INTERVIEWS
from qualcode.analysis.prevalence import TOTAL
from qualcode.report.author import FOLDER
from qualcode.report.claims import tendency_sentences
from qualcode.report.context import Cell, QuoteView, Table, ThemeSection
from qualcode.report.facts import NO_PERSONS, Facts
from qualcode.report.texts import number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.quotes import Quote

ONE_VOICE = 0.5
"""Share of a theme's segments from which one informant's part is pointed out."""
_ONE_VOICE_LEAST = 4
"""Segments a theme must have before one voice's share says anything."""


def theme_section(
    facts: Facts,
    code: str,
    quotes: Sequence[Quote],
    anchors: Mapping[str, str],
    author: tuple[str, ...],
) -> ThemeSection:
    """Build a theme's section.

    Args:
        facts: the study.
        code: the theme.
        quotes: chosen for it.
        anchors: of the appendix, by segment id.
        author: the author's paragraphs.
    """
    dimensions = [d for d in ("group", "site", "phase", "item") if facts.values[d]]
    return ThemeSection(
        anchor=f"tema-{code}",
        title=facts.code_name(code),
        definition=facts.codebook[code]["definition"],
        author=author,
        tendency=tuple(_tendency(facts, code)),
        tables=tuple(_table(facts, code, dimension) for dimension in dimensions),
        quotes=tuple(
            QuoteView(
                q.text,
                q.attribution,
                anchors[q.segment_id],
                q.reason,
                facts.text("asked", question=q.question) if q.question else None,
            )
            for q in quotes
        ),
        reading=None if author else facts.text("reading", file=f"{FOLDER}/{code}.md"),
        no_quotes=None if quotes else facts.words["no_quotes" if facts.counted[code] else "nothing_to_quote"],
        sub_themes=_sub_themes(facts, code),
        silence=tuple(_silence(facts, code)),
    )


# --- tendency ----------------------------------------------------------------------------------------


def _tendency(facts: Facts, code: str) -> list[str]:
    warning = one_voice(facts, facts.spread[code])
    return [" ".join(tendency_sentences(facts, code)), *([warning] if warning else [])]


def one_voice(facts: Facts, row: Mapping[str, Any]) -> str | None:
    """A sentence when more than half of a theme's segments are one informant's (row: of `spread`)."""
    said = row["informant_segments"]
    if said < _ONE_VOICE_LEAST or row["top_share"] <= ONE_VOICE:
        return None
    return facts.text("one_voice", share=percent(row["top_share"]), k=row["top_segments"], n=said)


# --- tables ------------------------------------------------------------------------------------------


def _table(facts: Facts, code: str, dimension: str) -> Table:
    rows = [
        [Cell(facts.value_name(dimension, value)), *_numbers(facts, facts.cell(code, dimension, value))]
        for value in facts.values[dimension]
    ]
    whole = dimension in ("group", "site")
    if whole:
        rows.append([Cell(facts.words["total"]), *_numbers(facts, facts.cell(code, "total", TOTAL))])
    head = [facts.words[key] for key in (dimension, "informants", "segments", "sources", "state")]
    caption = facts.text(f"by_{dimension}", name=facts.code_name(code))
    notes = []
    if dimension == "group" and facts.in_several:
        notes.append(facts.words["informants_note"])
    if whole and facts.has("survey") and facts.has(*INTERVIEWS):
        notes.append(facts.words["survey_note"])
    if whole and facts.has("document"):
        notes.append(facts.words["documents_note"])
    return facts.table(caption, head, rows, note=" ".join(notes) or None, has_total=whole)


def _numbers(facts: Facts, row: Mapping[str, Any]) -> list[Cell]:
    pairs = [
        ("informants_with", "informants_asked"),
        ("segments_with", "segments"),
        ("sources_with", "sources"),
    ]
    unasked = row["state"] == "ikke_spurt"  # '0 av 58' would look like an answer
    cells = [
        Cell(facts.of(row[k], row[n]) if row[n] and not unasked else "–", numeric=True) for k, n in pairs
    ]
    state = facts.words["utsagn_uspurt" if facts.only_volunteers(row) else row["state"]]
    return [*cells, Cell(state)]


def _sub_themes(facts: Facts, code: str) -> Table | None:
    rows = []
    for sub, row in facts.codebook.items():
        if not sub.startswith(f"{code}."):
            continue
        total = facts.cell(sub, "total", TOTAL)
        rows.append(
            [
                Cell(facts.code_name(sub)),
                Cell(facts.of(total["informants_with"], total["informants_asked"]), numeric=True),
                Cell(str(total["segments_with"]), numeric=True),
                Cell(row["definition"] or ""),
            ]
        )
    if not rows:
        return None
    head = [facts.words[key] for key in ("sub_theme", "informants", "segments", "definition")]
    return facts.table(f"{facts.words['sub_themes']}: {facts.code_name(code)}", head, rows)


# --- silence -----------------------------------------------------------------------------------------


def _silence(facts: Facts, code: str) -> list[str]:
    sentences = []
    silent: list[tuple[str, str]] = []
    for dimension, value in ((d, v) for d in ("group", "site") for v in facts.values[d]):
        if value in NO_PERSONS:
            continue
        name = facts.value_name(dimension, value)
        if facts.cell(code, dimension, value)["state"] == "ikke_intervjuet":
            sentences.append(facts.text(f"silent_absent_{dimension}", name=name))
            continue
        voices = facts.voices(code, **{dimension: value})
        if not voices.asked:
            n = len(voices.volunteers)
            key = "silent_doubtful" if voices.doubtful else "silent_volunteered" if n else "silent_unasked"
            sentences.append(facts.text(key, name=name, n=number(n).capitalize()))
            continue
        if not voices.spoke:
            silent.append((dimension, value))
            sentences.append(facts.text("silent_asked", name=name, asked=_asked(facts, len(voices.asked))))
        left_out = len(voices.present - voices.asked)
        if left_out and dimension == "group":
            of = number(len(voices.present))
            sentences.append(facts.text("some_unasked", name=name, k=number(left_out), n=of))
    empty = _empty_sub_themes(facts, code)
    sentences += empty
    if silent or empty:
        sentences.append(_known(facts, None if empty else silent))
    if not sentences:
        heard = facts.voices(code).asked
        sentences.append(facts.words["silence_none" if heard else "tendency_no_data"])
    return sentences


def _asked(facts: Facts, n: int) -> str:
    return facts.text("asked_one" if n == 1 else "asked_many", n=number(n))


def _empty_sub_themes(facts: Facts, code: str) -> list[str]:
    """The sub-themes no informant speaks of; a nearly empty theme is a finding, not a gap in a table."""
    rows = [(sub, facts.cell(sub, "total", TOTAL)) for sub in facts.codebook if sub.startswith(f"{code}.")]
    return [
        facts.text(
            "silent_sub_theme",
            name=facts.code_name(sub),
            asked=_asked(facts, row["informants_asked"]),
        )
        for sub, row in rows
        if not row["informants_with"] and row["informants_asked"]
    ]


def _known(facts: Facts, silent: Sequence[tuple[str, str]] | None) -> str:
    """How it is known that these groups and sites (None: all) say nothing of it."""
    read = set(facts.data.run.get("people_read", ()))
    theirs = [
        row["segment_id"]
        for row in facts.segments
        if row["is_informant"]
        and (silent is None or any(row[dimension] == value for dimension, value in silent))
    ]
    done = sum(segment in read for segment in theirs)
    if theirs and done == len(theirs):
        return facts.words["known_people"]
    return facts.text("known_some", read=done, n=len(theirs)) if done else facts.words["known_machine"]
