"""The tables of a theme: by group, site, phase and survey question, and the overview of all themes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.analysis.prevalence import TOTAL
from qualcode.analysis.voices import Part
from qualcode.model import UNKNOWN
from qualcode.report.context import Cell
from qualcode.report.facts import NO_PERSONS
from qualcode.segmenting import DOCUMENT_GROUP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.report.context import Table
    from qualcode.report.facts import Facts

_MOST_THEME_COLUMNS = 6


def people_cell(facts: Facts, code: str, part: Part, *, shaded: bool = False) -> Cell:
    """How many of those asked speak of a theme: `2 av 3`, and apart from them who did so unasked."""
    voices = facts.voices(code, part)
    k, n = len(voices.spoke), len(voices.asked)
    unit = "informants" if part.layer is None else f"layer_{part.layer}"
    if n:
        text = facts.of(k, n) + (f" (+{len(voices.volunteers)})" if voices.volunteers else "")
        back = facts.backing(unit, k, n, voices.segments)
        return Cell(text, True, shade(k, n) if shaded else None, back)
    if voices.volunteers:
        count = len(voices.volunteers)
        back = facts.backing("unasked_unit", count, None, voices.volunteered)
        return Cell(facts.text("unasked_cell", n=count), True, 0 if shaded else None, back)
    text = facts.words["ikke_spurt"] if voices.present else "–"
    return Cell(text, True, 0 if shaded else None)


def shade(k: int, n: int) -> int:
    """How dark a cell is: 0 for nothing, then a step for each quarter of the share."""
    return 0 if not k or not n else min((4 * k - 1) // n + 1, 4)


# --- one theme ---------------------------------------------------------------------------------------


def theme_tables(facts: Facts, code: str) -> list[Table]:
    """A theme by group, site, phase and survey question, as far as the study has them."""
    return [theme_table(facts, code, d) for d in ("group", "site", "phase", "item") if facts.values[d]]


def theme_table(facts: Facts, code: str, dimension: str) -> Table:
    """A theme by one dimension: persons and excerpts of each layer, and the state."""
    rows = [
        [Cell(facts.value_name(dimension, value)), *_numbers(facts, code, dimension, value)]
        for value in facts.values[dimension]
    ]
    whole = dimension in ("group", "site")
    if whole:
        rows.append([Cell(facts.words["total"]), *_numbers(facts, code, "total", TOTAL)])
    columns = [
        name
        for layer in _layers(facts, dimension)
        for name in (facts.layer_name(layer), facts.words["answers" if layer == "survey" else "segments"])
    ]
    if len(columns) == 2:
        columns.append(facts.words["sources"])
    head = [facts.words[dimension], *columns, facts.words["state"]]
    return facts.table(
        facts.text(f"by_{dimension}", name=facts.code_name(code)),
        head,
        rows,
        note=_note(facts, code, dimension, whole),
        has_total=whole,
    )


def _note(facts: Facts, code: str, dimension: str, whole: bool) -> str | None:
    notes = []
    if facts.voices(code).volunteers:
        notes.append(facts.words["unasked_note"])
    if dimension == "group" and facts.in_several:
        notes.append(facts.words["informants_note"])
    if dimension == "group" and facts.collectives:
        counts = {
            group: len(facts.voices(code, group=group).present & facts.collectives) for group in facts.groups
        }
        named = [f"{facts.value_name('group', group)} ({k})" for group, k in counts.items() if k]
        notes.append(facts.text("collectives_note", names=facts.words.listed(named)))
    if whole and facts.has("document"):
        notes.append(facts.words["documents_note"])
    return " ".join(notes) or None


def _layers(facts: Facts, dimension: str) -> Sequence[str | None]:
    return ("survey",) if dimension == "item" else facts.layers


def _numbers(facts: Facts, code: str, dimension: str, value: str) -> list[Cell]:
    row = facts.cell(code, dimension, value)
    part = _part(dimension, value)
    unasked = row["state"] == "ikke_spurt"  # '0 av 58' would look like an answer
    cells: list[Cell] = []
    layers = _layers(facts, dimension)
    for layer in layers:
        here = replace(part, layer=layer)
        no_persons = dimension == "group" and value in NO_PERSONS
        voices = facts.voices(code, here)
        cells.append(
            Cell("–", numeric=True)
            if unasked or no_persons or not voices.present
            else people_cell(facts, code, here)
        )
        silent = bool(voices.present) and not voices.asked and not voices.volunteers
        excerpts = _excerpts(facts, code, _here(facts, dimension, value, layer))
        cells.append(Cell("–", numeric=True) if unasked or silent else excerpts)
    if len(layers) == 1:
        k, n = row["sources_with"], row["sources"]
        cells.append(Cell(facts.of(k, n) if n and not unasked else "–", numeric=True))
    key = "utsagn_uspurt" if facts.only_volunteers(row) else row["state"]
    if value == UNKNOWN and key == "ikke_intervjuet":  # texts without a site: nobody was planned there
        key = "ingen_utsagn"
    state = facts.words[key]
    return [*cells, Cell(state)]


def _part(dimension: str, value: str) -> Part:
    if dimension == "total":
        return Part()
    named: dict[str, Any] = {"question" if dimension == "item" else dimension: value}
    return Part(**named)


def _here(facts: Facts, dimension: str, value: str, layer: str | None) -> list[dict[str, Any]]:
    """The segments of a row of the table; documents and unknown speakers stand with the interviews."""
    return [
        row
        for row in facts.segments
        if _belongs(row, dimension, value)
        and (layer is None or (row["kind"] == "survey") == (layer == "survey"))
    ]


def _excerpts(facts: Facts, code: str, every: list[dict[str, Any]]) -> Cell:
    having = [row["segment_id"] for row in every if row["segment_id"] in facts.counted[code]]
    if not every:
        return Cell("–", numeric=True)
    back = facts.backing("segments", len(having), len(every), having)
    return Cell(facts.of(len(having), len(every)), numeric=True, backing=back)


def _belongs(row: dict[str, Any], dimension: str, value: str) -> bool:
    if dimension == "total":
        return True
    if dimension == "item":
        return bool(row["kind"] == "survey" and row["question"] == value)
    if dimension == "group":
        person = (row["group"] or UNKNOWN) if row["is_informant"] else UNKNOWN
        own = DOCUMENT_GROUP if row["kind"] == "document" else person
        return bool(own == value)
    return bool((row[dimension] or (UNKNOWN if dimension == "site" else None)) == value)


def sub_theme_table(facts: Facts, code: str) -> Table | None:
    """A theme's sub-themes: persons of each layer, excerpts, and what each is."""
    rows = []
    for sub in facts.subs(code):
        having = [row["segment_id"] for row in facts.rows(sub)]
        rows.append(
            [
                Cell(facts.code_name(sub)),
                *(people_cell(facts, sub, Part(layer=layer)) for layer in facts.layers),
                Cell(str(len(having)), True, backing=facts.backing("segments", len(having), None, having)),
                Cell(facts.definition(sub) or ""),
            ]
        )
    if not rows:
        return None
    head = [facts.words["sub_theme"], *(facts.layer_name(layer) for layer in facts.layers)]
    head += [facts.words[key] for key in ("segments", "definition")]
    note = facts.words["unasked_note"] if facts.voices(code).volunteers else None
    return facts.table(f"{facts.words['sub_themes']}: {facts.code_name(code)}", head, rows, note=note)


# --- all themes --------------------------------------------------------------------------------------


def overview_tables(facts: Facts) -> list[Table]:
    """Themes by group, a table for each layer of persons; documents are counted in excerpts."""
    return [_overview(facts, layer) for layer in facts.layers]


def _overview(facts: Facts, layer: str | None) -> Table:
    groups = [
        group
        for group in facts.values["group"]
        if layer != "survey" or any(row["group"] == group for row in facts.rows(part=Part(layer=layer)))
    ]
    named = [(facts.value_name("group", group), group) for group in groups]
    named.append((facts.words["total"], TOTAL))
    cells = [[_overview_cell(facts, code, group, layer) for code in facts.themes] for _, group in named]
    codes = [facts.code_name(code) for code in facts.themes]
    notes = [facts.words["heat_note"]]
    if layer != "survey" and any(group in NO_PERSONS for group in groups):
        notes.append(facts.words["heat_note_excerpts"])
    if any(facts.voices(code, layer=layer).volunteers for code in facts.themes):
        notes.append(facts.words["unasked_note"])
    if facts.in_several and layer != "survey":
        notes.append(facts.words["informants_note"])
    caption = facts.words["heat_caption" if layer is None else f"heat_caption_{layer}"]
    if len(codes) > _MOST_THEME_COLUMNS and len(codes) > len(named):
        rows = [[Cell(code), *(row[i] for row in cells)] for i, code in enumerate(codes)]
        head = [facts.words["theme"], *(name for name, _ in named)]
        return facts.table(caption, head, rows, note=" ".join(notes))
    rows = [[Cell(name), *row] for (name, _), row in zip(named, cells, strict=True)]
    head = [facts.words["group"], *codes]
    return facts.table(caption, head, rows, note=" ".join(notes), has_total=True)


def _overview_cell(facts: Facts, code: str, group: str, layer: str | None) -> Cell:
    if group in NO_PERSONS:
        own = [row for row in facts.segments if _belongs(row, "group", group)]
        having = [row["segment_id"] for row in own if row["segment_id"] in facts.counted[code]]
        k, n = len(having), len(own)
        text = facts.text("excerpts_of", k=k, n=n).replace(" ", "\u00a0", 2)
        if not k:
            text = f"{facts.words['ingen_utsagn']} ({text})"
        return Cell(text, True, shade(k, n), facts.backing("segments", k, n, having))
    part = Part(layer=layer) if group == TOTAL else Part(layer=layer, group=group)
    voices = facts.voices(code, part)
    if not voices.present:
        planned = group != TOTAL and not facts.voices(code, group=group).present
        return Cell(facts.words["ikke_intervjuet"] if planned or group == TOTAL else "–", True, 0)
    cell = people_cell(facts, code, part, shaded=True)
    if voices.asked and not voices.spoke and not voices.volunteers:
        return replace(cell, text=f"{facts.words['ingen_utsagn']} ({cell.text})")
    return cell
