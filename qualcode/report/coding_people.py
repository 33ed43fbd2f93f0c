"""Who coded in which pass, how well those who coded blind agree, and how much the machine may find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.report.context import Cell

if TYPE_CHECKING:
    from qualcode.analysis.run_facts import AgreementFigures, Recall
    from qualcode.report.context import Table
    from qualcode.report.facts import Facts

_PASSES = ("blind", "review", "adjudicated")


def people_paragraphs(facts: Facts) -> list[str]:
    """Paragraphs on coders, their agreement, and what was missed, as far as it is known."""
    return [*_coders(facts), *_agreement(facts), *_recall(facts)]


def _coders(facts: Facts) -> list[str]:
    passes = facts.data.run.get("passes", {})
    known = [name for name in _PASSES if name in passes]
    if not known:
        return []
    parts = [
        facts.text(
            f"pass_{name}",
            n=facts.words.number(passes[name]["coders"]),
            segments=facts.words.number(passes[name]["segments"]),
        )
        for name in known
    ]
    return [facts.text("passes", parts=facts.words.listed(parts))]


def _agreement(facts: Facts) -> list[str]:
    found = facts.data.run.get("agreement")
    if not found:
        return []
    values = {
        "n": facts.words.number(found["coders"]).capitalize(),
        "segments": facts.words.number(found["segments"]),
        "sources": facts.words.number(found["sources"]),
        "share": facts.words.percent(found["overall"]["percent"]),
    }
    text = facts.text("agreement", **values)
    overall = found["overall"]
    if overall["alpha"] is None:
        return [f"{text} {facts.words['agreement_little']}"]
    said = facts.text("agreement_alpha", alpha=figure(facts, overall))
    rough = [facts.words["agreement_rough"]] if found["rough"] else []
    return [" ".join([text, said, *rough])]


def figure(facts: Facts, row: AgreementFigures) -> str:
    """Krippendorff's alpha with its interval, as printed; a dash where there is too little for one."""
    if row["alpha"] is None:
        return "–"
    value = facts.words.decimal(row["alpha"])
    if row["low"] is None or row["high"] is None:
        return value
    span = facts.text("span", low=facts.words.decimal(row["low"]), high=facts.words.decimal(row["high"]))
    return f"{value} ({span})"


def agreement_table(facts: Facts) -> Table | None:
    """Agreement theme by theme, where two or more have coded the same blind."""
    found = facts.data.run.get("agreement")
    if not found:
        return None
    rows = [
        [
            Cell(facts.code_name(code)),
            Cell(str(row["marked"]), numeric=True),
            Cell(facts.words.percent(row["percent"]), numeric=True),
            Cell(figure(facts, row), numeric=True),
        ]
        for code, row in found["themes"].items()
        if code in facts.codebook
    ]
    if not rows:
        return None
    head = [
        facts.words[key] for key in ("theme", "agreement_marked", "agreement_percent", "agreement_figure")
    ]
    note = facts.text("agreement_note", n=found["segments"])
    return facts.table(facts.words["agreement_caption"], head, rows, note=note)


def _recall(facts: Facts) -> list[str]:
    estimates = facts.data.run.get("recall", {})
    parts = [
        facts.text("recall_part", name=facts.code_name(code), estimate=recall_figure(facts, estimates[code]))
        for code in facts.themes
        if code in estimates
    ]
    if not parts:
        return []
    assumed = any(estimates[code].get("precision") == "assumed" for code in facts.themes if code in estimates)
    key = "recall_method_assumed" if assumed else "recall_method"
    return [facts.text(key, parts=facts.words.listed(parts))]


def recall_figure(facts: Facts, estimate: Recall) -> str:
    """An estimate of recall with its interval, as printed."""
    low, high = (facts.words.percent(estimate[key]) for key in ("low", "high"))
    span = facts.text("span", low=low, high=high)
    return f"{facts.words.percent(estimate['recall'])} ({span})"
