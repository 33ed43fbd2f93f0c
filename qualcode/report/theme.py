"""A theme's section: tendency with its number, tables, quotes, sub-themes, and what is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.analysis.prevalence import TOTAL
from qualcode.model import UNKNOWN
from qualcode.report.context import Cell, QuoteView, Table, ThemeSection
from qualcode.report.facts import NO_PERSONS, Facts
from qualcode.report.tendency import quantity
from qualcode.report.texts import number, percent
from qualcode.segmenting import DOCUMENT_GROUP

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
        quotes=tuple(QuoteView(q.text, q.attribution, anchors[q.segment_id], q.reason) for q in quotes),
        no_quotes=None if quotes else facts.words["no_quotes" if facts.counted[code] else "nothing_to_quote"],
        sub_themes=_sub_themes(facts, code),
        silence=tuple(_silence(facts, code)),
    )


# --- tendency ----------------------------------------------------------------------------------------


def _tendency(facts: Facts, code: str) -> list[str]:
    total = facts.cell(code, "total", TOTAL)
    k, n, unasked = total["informants_with"], total["informants_asked"], total["informants_unasked"]
    sentences = [_claim(facts, k, n, unasked, total["state"])]
    if total["collectives_with"]:
        many = total["collectives_with"]
        sentences.append(facts.text("collectives" if many == 1 else "collectives_many", n=number(many)))
    if 0 < unasked < n:
        sentences.append(facts.text("volunteered" if unasked > 1 else "volunteered_one", n=number(unasked)))
    row = facts.spread[code]
    if k:
        spoken = [
            g
            for g in facts.values["group"]
            if g not in NO_PERSONS and facts.cell(code, "group", g)["segments"]
        ]
        sites = [s for s in facts.values["site"] if s != UNKNOWN and facts.cell(code, "site", s)["segments"]]
        where = (
            facts.text("spread_sites", sites=number(row["sites_with"]), of_sites=number(len(sites)))
            if len(sites) > 1
            else ""
        )
        if len(spoken) > 1:
            sentences.append(
                facts.text(
                    "spread_groups",
                    groups=number(row["groups_with"]),
                    of_groups=number(len(spoken)),
                    sites=where,
                )
            )
    for group, key in ((DOCUMENT_GROUP, "also_documents"), (UNKNOWN, "also_unknown")):
        if group in facts.values["group"] and (found := facts.cell(code, "group", group)["segments_with"]):
            sentences.append(facts.text(key, n=number(found, neuter=True)))
    warning = one_voice(facts, row)
    return [" ".join(sentences), *([warning] if warning else [])]


def _claim(facts: Facts, k: int, n: int, unasked: int, state: str) -> str:
    if state == "ikke_intervjuet":
        return facts.words["tendency_no_data"]
    if not n:
        return facts.words["tendency_nobody"]
    if unasked == n:  # those asked are none: all of them would mean the volunteers
        return facts.text("tendency_only_volunteers", n=number(n))
    if not k:
        return facts.text("tendency_none" if n > 1 else "tendency_none_one", n=number(n))
    return facts.text("tendency", words=quantity(k, n))


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
    return facts.table(caption, head, rows, has_total=whole)


def _numbers(facts: Facts, row: Mapping[str, Any]) -> list[Cell]:
    pairs = [
        ("informants_with", "informants_asked"),
        ("segments_with", "segments"),
        ("sources_with", "sources"),
    ]
    cells = [Cell(facts.of(row[k], row[n]) if row[n] else "–", numeric=True) for k, n in pairs]
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
        row, name = facts.cell(code, dimension, value), facts.value_name(dimension, value)
        if row["state"] == "ingen_utsagn":
            silent.append((dimension, value))
            n = row["informants_asked"]
            asked = facts.text("asked_one" if n == 1 else "asked_many", n=number(n))
            sentences.append(facts.text("silent_asked", name=name, asked=asked))
        elif row["state"] == "ikke_spurt":
            sentences.append(facts.text("silent_unasked", name=name))
        elif row["state"] == "ikke_intervjuet":
            sentences.append(facts.text(f"silent_absent_{dimension}", name=name))
    if silent:
        sentences.append(_known(facts, silent))
    return sentences or [facts.words["silence_none"]]


def _known(facts: Facts, silent: Sequence[tuple[str, str]]) -> str:
    """How it is known that these groups and sites say nothing of it."""
    read = set(facts.data.run.get("people_read", ()))
    theirs = [
        row["segment_id"]
        for row in facts.segments
        if row["is_informant"] and any(row[dimension] == value for dimension, value in silent)
    ]
    done = sum(segment in read for segment in theirs)
    if theirs and done == len(theirs):
        return facts.words["known_people"]
    return facts.text("known_some", read=done, n=len(theirs)) if done else facts.words["known_machine"]
