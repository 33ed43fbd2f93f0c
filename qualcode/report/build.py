"""From StudyData to ReportContext: the draft's overview, its order and its appendix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.counting import INTERVIEWS, speaker_unknown
from qualcode.analysis.data import records
from qualcode.analysis.prevalence import TOTAL
from qualcode.analysis.quotes import Quote, select_quotes
from qualcode.report.author import SECTIONS
from qualcode.report.context import Appendix, Cell, Entry, ReportContext, Section, Table
from qualcode.report.facts import NO_PERSONS, Facts
from qualcode.report.method import limit_section, method_section
from qualcode.report.texts import date, decimal, grouped, percent
from qualcode.report.theme import theme_section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.analysis.data import StudyData

QUOTES_PER_THEME = 3
APPENDIX_MOST = 400
"""Coded segments the appendix prints whole; beyond that only the quoted ones."""
_MOST_THEME_COLUMNS = 6
_TEMPLATE_WORDS = (
    "table contents quotes sub_themes silence definition source to_source scroll skip reason undated "
    "own_reading".split()
)


def build_context(data: StudyData, author: Mapping[str, tuple[str, ...]] | None = None) -> ReportContext:
    """Build a draft's whole content.

    Args:
        data: the study.
        author: the author's paragraphs by section, as `read_author_texts` gives them.

    Raises:
        StudyError: the report language has no texts.
    """
    facts = Facts(data)
    own = dict(author or {})
    quotes: dict[str, list[Quote]] = {}
    for code in facts.themes:
        taken = [quote for earlier in quotes.values() for quote in earlier]
        quotes[code] = select_quotes(data, code, limit=QUOTES_PER_THEME, taken=taken)
    front = [
        _own(name, title, own) for name, title in (("sammendrag", "Sammendrag"), ("innledning", "Innledning"))
    ]
    overview = Section("oversikt", facts.words["summary"], (), (_heat(facts),), own.get("oversikt", ()))
    appendix = _appendix(facts, quotes)
    anchors = {entry.segment_id: entry.anchor for entry in appendix.entries}
    themes = tuple(
        theme_section(facts, code, quotes[code], anchors, own.get(code, ())) for code in facts.themes
    )
    back = [
        _together(facts, own.get("sammenfall", ())),
        _spread(facts, own.get("spredning", ())),
        method_section(facts, own.get("metode", ())),
        limit_section(facts, own.get("begrensninger", ())),
    ]
    stray = [p for name, ps in sorted(own.items()) if name not in {*SECTIONS, *facts.themes} for p in ps]
    if stray:
        back.append(Section("ovrig", facts.words["other_text"], author=tuple(stray)))
    title, text, warn = _banner(facts)
    settings = data.settings
    return ReportContext(
        language=settings.language,
        title=settings.title,
        draft=facts.words["draft"],
        date=date(settings.date, settings.language),
        iso_date=settings.date.isoformat() if settings.date else None,
        banner=title,
        banner_text=text,
        warn=warn,
        front=(*(section for section in front if section.author), overview),
        themes_title=facts.words["themes"],
        themes=themes,
        back=tuple(back),
        appendix=appendix,
        words={key: facts.words[key] for key in _TEMPLATE_WORDS},
    )


def _own(name: str, title: str, own: Mapping[str, tuple[str, ...]]) -> Section:
    return Section(name, title, author=own.get(name, ()))


def _banner(facts: Facts) -> tuple[str, str, bool]:
    state = facts.review[None]
    values = {"reviewed": state.reviewed, "suggestions": state.suggestions}
    if not state.suggestions:
        return facts.words["draft"], facts.words["banner_none"], False
    if state.reviewed == state.suggestions:
        return facts.words["draft"], facts.text("banner_done", **values), False
    if facts.settings.count == "reviewed":
        return facts.words["draft"], facts.text("banner_count", **values), False
    return facts.words["banner"], facts.text("banner_some", **values), True


# --- overview ----------------------------------------------------------------------------------------


def _heat(facts: Facts) -> Table:
    groups = [("group", value) for value in facts.values["group"]] + [("total", TOTAL)]
    names = [facts.value_name(*g) if g[0] == "group" else facts.words["total"] for g in groups]
    cells = [[_heat_cell(facts, code, *group) for code in facts.themes] for group in groups]
    codes = [facts.code_name(code) for code in facts.themes]
    notes = [facts.words["heat_note"]]
    if facts.has("survey"):
        notes.append(facts.words["survey_note"])
    if facts.in_several:
        notes.append(facts.words["informants_note"])
    note = " ".join(notes)
    caption = facts.words["heat_caption"]
    if len(codes) > _MOST_THEME_COLUMNS and len(codes) > len(names):
        rows = [[Cell(code), *(row[i] for row in cells)] for i, code in enumerate(codes)]
        return facts.table(caption, [facts.words["theme"], *names], rows, note=note)
    rows = [[Cell(name), *row] for name, row in zip(names, cells, strict=True)]
    return facts.table(caption, [facts.words["group"], *codes], rows, note=note, has_total=True)


def _heat_cell(facts: Facts, code: str, dimension: str, value: str) -> Cell:
    row = facts.cell(code, dimension, value)
    if facts.only_volunteers(row):
        return Cell(facts.text("unasked_cell", n=row["informants_with"]), numeric=True, shade=1)
    if dimension == "group" and value in NO_PERSONS:
        k, n = row["segments_with"], row["segments"]
        text = facts.text("excerpts_of", k=k, n=n).replace(" ", "\u00a0", 2)
    else:
        k, n = row["informants_with"], row["informants_asked"]
        text = facts.of(k, n)
    if row["state"] != "utsagn":
        text = facts.words[row["state"]] + (f" ({text})" if row["state"] == "ingen_utsagn" else "")
    return Cell(text, numeric=True, shade=shade(k, n))


def shade(k: int, n: int) -> int:
    """How dark a cell is: 0 for nothing, then a step for each quarter of the share."""
    return 0 if not k or not n else min((4 * k - 1) // n + 1, 4)


# --- together and spread -----------------------------------------------------------------------------


def _together(facts: Facts, author: tuple[str, ...]) -> Section:
    pairs = [r for r in records(cooccurrence(facts.data)) if {r["code_a"], r["code_b"]} <= set(facts.themes)]
    found = [r for r in pairs if r["segments_both"]]
    anchor, title = "sammenfall", facts.words["together"]
    if not found:
        return Section(anchor, title, (facts.words["together_none"],), author=author)
    rows = [
        [
            Cell(f"{facts.code_name(r['code_a'])} – {facts.code_name(r['code_b'])}"),
            Cell(str(r["segments_both"]), numeric=True),
            Cell(str(r["segments_a"] + r["segments_b"] - r["segments_both"]), numeric=True),
            Cell(decimal(r["jaccard"]) if r["jaccard"] is not None else "–", numeric=True),
            Cell(str(r["informants_both"]), numeric=True),
        ]
        for r in pairs
    ]
    head = [facts.words[key] for key in ("themes", "both", "either", "jaccard", "informants")]
    table = facts.table(facts.words["together_caption"], head, rows, note=facts.words["jaccard_note"])
    return Section(anchor, title, (), (table,), author)


def _spread(facts: Facts, author: tuple[str, ...]) -> Section:
    rows = [
        [
            Cell(facts.code_name(r["code"])),
            *(
                Cell(str(r[key]), numeric=True)
                for key in ("informants_with", "groups_with", "sites_with", "sources_with")
            ),
            Cell(
                f"{percent(r['top_share'])} ({facts.of(r['top_segments'], r['informant_segments'])})"
                if r["top_share"]
                else "–",
                numeric=True,
            ),
        ]
        for r in (facts.spread[code] for code in facts.themes)
    ]
    head = [facts.words[key] for key in ("theme", "informants", "groups", "sites", "sources", "loudest")]
    return Section(
        "spredning",
        facts.words["spread"],
        (),
        (facts.table(facts.words["spread_caption"], head, rows),),
        author,
    )


# --- appendix ----------------------------------------------------------------------------------------


def _appendix(facts: Facts, quotes: Mapping[str, list[Quote]]) -> Appendix:
    quoted = {quote.segment_id for chosen in quotes.values() for quote in chosen}
    codes_of: dict[str, list[str]] = {}
    for code, segments in facts.counted.items():
        for segment in segments:
            codes_of.setdefault(segment, []).append(code)
    shown = quoted if len(codes_of) > APPENDIX_MOST else codes_of.keys()
    order = {code: i for i, code in enumerate(facts.codebook)}
    entries: list[Entry] = []
    for row in facts.segments:
        segment = row["segment_id"]
        if segment not in shown:
            continue
        codes = sorted(codes_of[segment], key=order.__getitem__)
        # A note, a form and a text nobody is named in have no turns to point to.
        turns = row["turn"] is not None and row["kind"] in INTERVIEWS and not speaker_unknown(row)
        place = [facts.text("turn", n=row["turn"])] if turns else []
        if row["time"] is not None:
            place.append(f"{int(row['time']) // 60}:{int(row['time']) % 60:02d}")
        if row["question"]:
            place.append(row["question"])
        entries.append(
            Entry(
                anchor=f"utdrag_{len(entries) + 1}",
                segment_id=segment,
                source=row["source"],
                place=", ".join(place),
                codes=", ".join(facts.code_name(code) for code in codes),
                text=row["text"],
                quoted=segment in quoted,
            )
        )
    only_quotes = facts.text("appendix_quotes", n=len(codes_of.keys() - quoted))
    return Appendix(
        anchor="vedlegg",
        title=facts.text("appendix", n=grouped(len(codes_of))),
        warning=facts.words["appendix_private"],
        intro_all=facts.text("appendix_all", n=len(codes_of))
        if len(codes_of) <= APPENDIX_MOST
        else only_quotes,
        intro_quotes=only_quotes,
        entries=tuple(entries),
    )
