"""The 32 points of COREQ, with what the study's data answer and what the author must.

Tong, Sainsbury & Craig 2007, "Consolidated criteria for reporting qualitative research (COREQ)",
International Journal for Quality in Health Care 19 (6), 349-357, table 1; the points are in our words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.counting import INTERVIEWS, persons
from qualcode.analysis.data import records
from qualcode.report.coding_people import people_paragraphs
from qualcode.report.context import Cell, Paragraph, QuoteView, Section
from qualcode.report.material import absent
from qualcode.report.provenance import file_name
from qualcode.report.references import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.report.facts import Facts
    from qualcode.report.texts import Number, Words

POINTS = 32


def coreq_section(facts: Facts, printed: Sequence[Section]) -> Section:
    """The table of points.

    Args:
        facts: the study.
        printed: the chapters before it, whose quotes are counted.
    """
    answers = _answers(facts, printed)
    rows = [
        [
            Cell(f"{n}. {facts.words[f'coreq_{n}']}"),
            Cell(" ".join(answers[n]) if answers.get(n) else facts.words["coreq_author"]),
        ]
        for n in range(1, POINTS + 1)
    ]
    head = [facts.words[key] for key in ("coreq_point", "coreq_answer")]
    table = facts.table(facts.words["coreq_caption"], head, rows, note=facts.words["coreq_source"])
    intro = Paragraph((facts.say("coreq_intro", names=mark(facts.words, [table])),))
    return Section("coreq", facts.words["coreq"], (intro, *facts.author("coreq"), table))


def _answers(facts: Facts, printed: Sequence[Section]) -> dict[int, list[str]]:
    """What the data say, by point; the rest is the author's."""
    words, run = facts.words, facts.data.run
    people = persons(facts.segments)
    sources = records(facts.data.sources)
    several = sum(
        len({row["source"] for row in facts.segments if row["person"] == who and row["kind"] in INTERVIEWS})
        > 1
        for who in people
    )
    notes = sum(row["fidelity"] == "notes" for row in sources)
    kinds = [
        f"{words[f'kind_{kind}'].lower()} {count}"
        for kind in ("interview", "group_interview", "survey", "notes", "document")
        if (count := sum(row["kind"] == kind for row in sources))
    ]
    quotes = sum(isinstance(block, QuoteView) for chapter in printed for block in chapter.walk())
    missing = absent(facts)
    codebooks = [
        f"{words.quoted(facts.code_name(code))} {facts.codebook[code]['version'] or ''}".strip()
        for code in facts.codebook
        if facts.codebook[code]["parent"] is None
    ]
    version = run.get("version", "")
    name = run.get("pipeline", {}).get("name", "")
    pipeline = "nb_qualcode_sm" if name == "bundled" else name
    return {
        9: [words["coreq_says_9"]],
        11: [facts.text("coreq_says_11", kinds=words.listed(kinds))],
        12: [facts.text("coreq_says_12", n=_first(words, len(people)), sources=words.number(len(sources)))],
        13: [facts.text("planned", names=words.listed(missing)) if missing else words["coreq_says_13"]],
        14: [facts.text("coreq_says_14", n=_first(words, len(facts.sites)))] if facts.sites else [],
        16: [facts.text("coreq_says_16", n=_first(words, len(facts.groups)), names=facts.informant_tables)],
        17: [
            facts.text(
                "coreq_says_17", n=_first(words, len({r["question"] for r in records(facts.data.questions)}))
            )
        ]
        if len(facts.data.questions)
        else [],
        18: [facts.text("coreq_says_18", n=_first(words, several))],
        20: [facts.text("coreq_says_20", n=_first(words, notes))] if notes else [],
        22: [words["coreq_says_22"]],
        24: people_paragraphs(facts)[:1] if run.get("passes") else [words["coreq_says_24"]],
        25: [facts.text("coreq_says_25", names=words.listed(codebooks), n=words.number(len(facts.codebook)))],
        26: [words["coreq_says_26"]],
        27: [
            " ".join(facts.text("coreq_says_27", version=version, pipeline=pipeline).split()).replace(
                " .", "."
            )
        ],
        29: [facts.text("coreq_says_29", n=_first(words, quotes))],
        30: [facts.text("coreq_says_30", file=file_name(facts.settings.draft_suffix))],
        31: [facts.text("coreq_says_31", n=_first(words, len(facts.themes)))],
        32: [words["coreq_says_32"]],
    }


def _first(words: Words, n: int) -> Number:
    """A number that begins a sentence."""
    return words.number(n, none=True).capitalize()
