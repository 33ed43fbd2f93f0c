"""Which figures a draft has, and which numbers they show: shares, what occurs together, where it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.analysis.voices import Part
from qualcode.report.context import Figure
from qualcode.report.tables import people_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.report.facts import Facts
    from qualcode.report.figures import Share

MOST_THEMES = 8
"""Themes beyond which a figure can no longer be read; the tables then stand alone."""
MOST_STRIPS = 40
"""Sources a page of the coverage figure holds; the first ones are drawn, and the caption says so."""


def share_figures(facts: Facts) -> list[Figure]:
    """A dot plot of who speaks of each theme, one for each layer of persons."""
    if not _drawn(facts):
        return []
    from qualcode.report.figures import dot_plot

    found = []
    for layer in facts.layers:
        groups = [
            g for g in facts.groups if facts.voices(facts.themes[0], Part(layer=layer, group=g)).present
        ]
        if not groups:
            continue
        names = [facts.value_name("group", group) for group in groups]
        panels = [
            (facts.code_name(code), [_share(facts, code, Part(layer=layer, group=group)) for group in groups])
            for code in facts.themes
        ]
        caption = facts.words["figure_shares" if layer is None else f"figure_shares_{layer}"]
        alt = " ".join(
            f"{theme}: "
            + ", ".join(f"{name} {share.text}" for name, share in zip(names, row, strict=True))
            + "."
            for theme, row in panels
        )
        ticks = [facts.words[key] for key in ("axis_none", "axis_half", "axis_all")]
        found.append(_figure(facts, caption, alt, dot_plot(names, panels, ticks)))
    return found


def _share(facts: Facts, code: str, part: Part) -> Share:
    from qualcode.report.figures import Share

    voices = facts.voices(code, part)
    text = people_cell(facts, code, part).text
    return Share(text, len(voices.spoke), len(voices.asked), absent=not voices.asked)


def together_figure(facts: Facts, pairs: Sequence[Mapping[str, Any]]) -> list[Figure]:
    """How many excerpts two themes share, as half a square; None where there is one pair or none.

    Args:
        facts: of the draft.
        pairs: rows of the co-occurrence table.
    """
    themes = facts.themes
    if not _drawn(facts) or len(themes) < 3:
        return []
    from qualcode.report.figures import matrix

    both = {frozenset((r["code_a"], r["code_b"])): int(r["segments_both"]) for r in pairs}
    counts = [[both.get(frozenset((a, b))) for b in themes] for a in themes]
    names = [facts.code_name(code) for code in themes]
    alt = ", ".join(
        f"{names[i]} – {names[k]}: {counts[i][k]}"
        for i in range(len(themes))
        for k in range(i)
        if counts[i][k] is not None
    )
    return [_figure(facts, facts.words["figure_together"], alt + ".", matrix(names, counts))]


def coverage_figure(facts: Facts) -> list[Figure]:
    """Where in each interview, note and document the themes are spoken of."""
    if not _drawn(facts):
        return []
    from qualcode.report.figures import Strip, coverage

    rows: dict[str, list[dict[str, Any]]] = {}
    for row in facts.segments:
        if row["kind"] != "survey":
            rows.setdefault(row["source"], []).append(row)
    if not rows:
        return []
    strips, told = [], []
    for source in list(rows)[:MOST_STRIPS]:
        length = max(row["end"] for row in rows[source]) or 1
        stretches = {
            code: [
                (row["start"] / length, row["end"] / length)
                for row in rows[source]
                if row["segment_id"] in facts.counted[code]
            ]
            for code in facts.themes
        }
        strips.append(Strip(source, stretches))
        told.append(
            f"{source}: "
            + ", ".join(f"{facts.code_name(code)} {len(found)}" for code, found in stretches.items())
        )
    caption = facts.text("figure_coverage", n=len(strips), all=len(rows))
    names = {code: facts.code_name(code) for code in facts.themes}
    return [_figure(facts, caption, "; ".join(told) + ".", coverage(strips, names))]


def _drawn(facts: Facts) -> bool:
    return facts.settings.report.figures and 0 < len(facts.themes) <= MOST_THEMES


def _figure(facts: Facts, caption: str, alt: str, drawing: Any) -> Figure:
    return Figure(facts.unplaced(), caption, alt.replace("\u00a0", " "), drawing.svg, drawing.png)
