"""From StudyData to ReportContext: the draft's overview, its order and its appendix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.counting import INTERVIEWS, speaker_unknown
from qualcode.analysis.data import records
from qualcode.errors import StudyError
from qualcode.report.context import (
    Appendix,
    Backing,
    Cell,
    Entry,
    Paragraph,
    QuoteView,
    ReportContext,
    Section,
)
from qualcode.report.coreq import coreq_section
from qualcode.report.facts import Facts
from qualcode.report.illustrations import share_figures, together_figure
from qualcode.report.method import limit_section, method_section
from qualcode.report.provenance import file_name, numbered
from qualcode.report.references import mark, referred
from qualcode.report.structures import chapters
from qualcode.report.tables import overview_tables
from qualcode.report.tendency import FEWEST_FOR_PERCENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.data import StudyData

APPENDIX_MOST = 400
"""Coded segments the appendix prints whole; beyond that only the quoted ones."""
_TEMPLATE_WORDS = (
    "locale quote_open quote_close table figure contents source to_source scroll scroll_figure skip reason"
    " evidence evidence_none checks note".split()
)


def build_context(data: StudyData, author: Mapping[str, tuple[str, ...]] | None = None) -> ReportContext:
    """Build a draft's whole content.

    Args:
        data: the study.
        author: the author's paragraphs by section, as `read_author_texts` gives them.

    Raises:
        StudyError: the report language has no texts, or `[report.relayed]` names no code.
    """
    _check_relayed(data)
    facts = Facts(data, author)
    front = [
        Section(name, title, tuple(own))
        for name, title in (("sammendrag", facts.words["abstract"]), ("innledning", facts.words["opening"]))
        if (own := facts.author(name))
    ]
    tables, figures = overview_tables(facts), share_figures(facts)
    seen = facts.say("overview_see", names=mark(facts.words, tables))
    drawn = [facts.say("overview_drawn", names=mark(facts.words, figures))] if figures else []
    overview = Section(
        "oversikt",
        facts.words["summary"],
        (*facts.author("oversikt"), Paragraph((seen, *drawn)), *tables, *figures),
    )
    findings = chapters(facts)
    back = [_together(facts), _spread(facts), method_section(facts), limit_section(facts)]
    if stray := facts.stray(besides=("coreq",)):
        back.append(Section("ovrig", facts.words["other_text"], tuple(stray)))
    back.append(coreq_section(facts, findings))
    printed = referred([*front, overview, *findings, *back], facts.words, data.settings.draft_suffix)
    appendix = _appendix(facts, printed)
    anchors = {entry.segment_id: entry.anchor for entry in appendix.entries}
    done, claims = numbered(printed, anchors)
    title, text, warn = _banner(facts)
    settings = data.settings
    return ReportContext(
        language=settings.language,
        title=settings.title,
        draft=facts.words["draft"],
        date=facts.words.date(settings.date),
        iso_date=settings.date.isoformat() if settings.date else None,
        banner=title,
        banner_text=text,
        warn=warn,
        chapters=done,
        appendix=appendix,
        claims=claims,
        words={
            **{key: facts.words[key] for key in _TEMPLATE_WORDS},
            "checks_line": "",
            **{
                key: facts.text(key, file=file_name(settings.draft_suffix))
                for key in ("evidence_intro", "evidence_ids")
            },
        },
        suffix=settings.draft_suffix,
        word_template=settings.word_template,
    )


def _check_relayed(data: StudyData) -> None:
    codes = data.codebook["code"].tolist()
    for group, code in data.settings.report.relayed.items():
        if code not in codes:
            raise StudyError(
                f"[report.relayed] names the code {code!r} for {group!r}, which no codebook has",
                where=str(data.settings.file),
                fix=f"The codes are: {', '.join(codes)}.",
            )


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


# --- together and spread -----------------------------------------------------------------------------


def _together(facts: Facts) -> Section:
    author = facts.author("sammenfall")
    pairs = [r for r in records(cooccurrence(facts.data)) if {r["code_a"], r["code_b"]} <= set(facts.themes)]
    found = [r for r in pairs if r["segments_both"]]
    anchor, title = "sammenfall", facts.words["together"]
    if not found:
        return Section(anchor, title, (*author, Paragraph((facts.say("together_none"),))))
    rows = [
        [
            Cell(f"{facts.code_name(r['code_a'])} – {facts.code_name(r['code_b'])}"),
            Cell(str(r["segments_both"]), numeric=True, backing=_both(facts, r)),
            Cell(str(r["segments_a"] + r["segments_b"] - r["segments_both"]), numeric=True),
            Cell(facts.words.decimal(r["jaccard"]) if r["jaccard"] is not None else "–", numeric=True),
            Cell(str(r["informants_both"]), numeric=True),
        ]
        for r in pairs
    ]
    head = [facts.words[key] for key in ("themes", "both", "either", "jaccard", "informants")]
    table = facts.table(facts.words["together_caption"], head, rows, note=facts.words["jaccard_note"])
    figures = together_figure(facts, pairs)
    seen = Paragraph((facts.say("together_see", names=mark(facts.words, [table, *figures])),))
    return Section(anchor, title, (*author, seen, table, *figures))


def _both(facts: Facts, row: Mapping[str, Any]) -> Backing:
    segments = facts.counted[row["code_a"]] & facts.counted[row["code_b"]]
    ids = [r["segment_id"] for r in facts.segments if r["segment_id"] in segments]
    either = row["segments_a"] + row["segments_b"] - row["segments_both"]
    return facts.backing("segments", len(ids), either, ids)


def _spread(facts: Facts) -> Section:
    rows = [
        [
            Cell(facts.code_name(r["code"])),
            *(
                Cell(str(r[f"{what}_with"]), numeric=True, backing=_having(facts, r["code"], what, r))
                for what in ("informants", "groups", "sites", "sources")
            ),
            Cell(
                _loudest(facts, r) if r["top_share"] else "–",
                numeric=True,
            ),
        ]
        for r in (facts.spread[code] for code in facts.themes)
    ]
    head = [facts.words[key] for key in ("theme", "informants", "groups", "sites", "sources", "loudest")]
    table = facts.table(facts.words["spread_caption"], head, rows)
    seen = Paragraph((facts.say("spread_see", names=mark(facts.words, [table])),))
    return Section("spredning", facts.words["spread"], (*facts.author("spredning"), seen, table))


def _loudest(facts: Facts, row: Mapping[str, Any]) -> str:
    of = facts.of(row["top_segments"], row["informant_segments"])
    if row["informant_segments"] < FEWEST_FOR_PERCENT:
        return of
    return f"{facts.words.percent(row['top_share'])} ({of})"


# --- appendix ----------------------------------------------------------------------------------------


def _having(facts: Facts, code: str, what: str, row: Mapping[str, Any]) -> Backing:
    ids = [r["segment_id"] for r in facts.rows(code) if what == "sources" or r["is_informant"]]
    return facts.backing(what, row[f"{what}_with"], None, ids)


def _appendix(facts: Facts, printed: Sequence[Section]) -> Appendix:
    quoted = {
        block.segment for chapter in printed for block in chapter.walk() if isinstance(block, QuoteView)
    }
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
        title=facts.text("appendix", n=facts.words.grouped(len(codes_of))),
        warning=facts.words["appendix_private"],
        intro_all=facts.text("appendix_all", n=len(codes_of))
        if len(codes_of) <= APPENDIX_MOST
        else only_quotes,
        intro_quotes=only_quotes,
        entries=tuple(entries),
    )
