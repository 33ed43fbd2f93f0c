"""Draws the figures of a draft from plain numbers: svg for the page, png for Word. Counts nothing.

Colours are of one hue, or from Okabe and Ito's palette (Color Universal Design, 2008), and never stand alone:
every mark has its number or its own line, so a figure reads in grey print and by the colour-blind. The same
input gives the same bytes.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 6.3
"""Inches: 16 cm, the width of the text on the Word page."""
DPI = 200
FONT = 8.5

OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000", "#F0E442")
INK, MUTED, RULE, PAPER = "#222222", "#5a5a5a", "#c9c9c9", "#ffffff"
_SHADES = ("#ffffff", "#d6e6f2", "#a3c8e1", "#5b9bc8", "#1f5f93")
_LONGEST_LABEL, _LONGEST_SOURCE = 26, 36
"""Letters on a line of a name at the left."""
_PANELS_ACROSS = 3


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure in both its forms. svg: an `<svg>` element; png: at DPI dots an inch, WIDTH inches wide."""

    svg: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Share:
    """A cell or a dot: its words, and k of n where it is a count (n 0: nobody was asked, or nobody is there).

    absent: drawn as missing (hatched), not as nothing. Without words nothing is drawn.
    """

    text: str
    k: int = 0
    n: int = 0
    absent: bool = False

    @property
    def share(self) -> float:
        """The part k is of n, and 0 where there is no n."""
        return self.k / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Strip:
    """A source laid out on a line: where, from 0 to 1, each theme is coded."""

    name: str
    stretches: Mapping[str, Sequence[tuple[float, float]]]


def heat_map(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Share]]) -> Drawing:
    """A table of shares, the darker the larger, each with its numbers written in it.

    Args:
        rows: names, from above.
        columns: names, from the left.
        cells: one sequence per row, one Share per column.
    """
    from matplotlib.patches import Rectangle

    figure, axes = _figure(0.34 * len(rows) + 0.55)
    for y, row in enumerate(cells):
        for x, cell in enumerate(row):
            if not cell.text:
                continue
            shade = _shade(cell)
            axes.add_patch(
                Rectangle(
                    (x, y),
                    1,
                    1,
                    facecolor="#f2f2f2" if cell.absent else _SHADES[shade],
                    edgecolor=RULE,
                    hatch="////" if cell.absent else None,
                    linewidth=0.8,
                )
            )
            axes.text(
                x + 0.5,
                y + 0.5,
                cell.text,
                ha="center",
                va="center",
                fontsize=FONT - 0.5 if len(cell.text) < 16 else FONT - 2,
                color=PAPER if shade == len(_SHADES) - 1 else INK,
                bbox={"facecolor": "#f2f2f2", "edgecolor": "none", "pad": 1.5} if cell.absent else None,
            )
    axes.set_xlim(0, len(columns))
    axes.set_ylim(len(rows), 0)
    axes.set_xticks([i + 0.5 for i in range(len(columns))], [_wrapped(c, 18) for c in columns])
    axes.set_yticks([i + 0.5 for i in range(len(rows))], [_wrapped(r) for r in rows])
    axes.xaxis.tick_top()
    _bare(axes)
    return _drawn(figure)


def dot_plot(
    rows: Sequence[str], panels: Sequence[tuple[str, Sequence[Share]]], ticks: Sequence[str]
) -> Drawing:
    """A panel per theme: a dot at each group's share, its counts beside it.

    Args:
        rows: names of the groups, from above.
        panels: name of a theme, and one Share per group.
        ticks: what nothing, a half and all are called.
    """
    across = min(len(panels), _PANELS_ACROSS)
    down = -(-len(panels) // across)
    figure, grid = _panels(down, across, (0.27 * len(rows) + 0.75) * down + 0.2)
    for i, axes in enumerate(grid):
        if i >= len(panels):
            axes.set_visible(False)
            continue
        title, dots = panels[i]
        axes.set_title(_wrapped(title, 24), fontsize=FONT, color=INK, loc="left")
        for y, dot in enumerate(dots):
            axes.axhline(y, color="#e4e4e4", linewidth=0.7, zorder=0)
            if not dot.absent and dot.n:
                axes.plot([0, dot.share], [y, y], color=_SHADES[2], linewidth=1.6, zorder=1)
                axes.plot([dot.share], [y], "o", color=_SHADES[4], markersize=5, zorder=2)
            # Beyond the middle the words stand to the left of the dot, so that they stay in the panel.
            left = dot.share > 0.55 and not dot.absent
            axes.text(
                dot.share + (-0.05 if left else 0.05) if not dot.absent else 0.02,
                y - 0.22,
                dot.text,
                fontsize=FONT - 2.2,
                color=MUTED,
                ha="right" if left else "left",
                va="center",
            )
        axes.set_xlim(-0.03, 1.03)
        axes.set_ylim(len(rows) - 0.5, -0.7)
        axes.set_xticks([0, 0.5, 1], list(ticks))
        axes.set_yticks(
            range(len(rows)), [_wrapped(r) for r in rows] if i % across == 0 else [""] * len(rows)
        )
        _bare(axes)
    return _drawn(figure)


def matrix(names: Sequence[str], counts: Sequence[Sequence[int | None]]) -> Drawing:
    """The lower half of a square table of counts, the darker the more: what occurs with what.

    Args:
        names: of rows and columns alike.
        counts: a square; only cells below the diagonal are drawn, None is left out.
    """
    most = max((c or 0 for y, row in enumerate(counts) for c in row[:y]), default=0)
    cells = [
        [
            Share(str(count), count, most) if x < y and count is not None else Share("")
            for x, count in enumerate(row[:-1])
        ]
        for y, row in enumerate(counts)
    ][1:]
    return heat_map(names[1:], names[:-1], cells)


def coverage(strips: Sequence[Strip], themes: Mapping[str, str]) -> Drawing:
    """A line per source from its beginning to its end, with a lane per theme where it is coded.

    Args:
        strips: the sources, from above.
        themes: name of each theme by its id; their order is that of the lanes.
    """
    from matplotlib.patches import Rectangle

    lanes = len(themes)
    height = max(0.11 * lanes, 0.2) + 0.08
    figure, axes = _figure(height * len(strips) + 0.75)
    for y, strip in enumerate(strips):
        axes.add_patch(Rectangle((0, y + 0.1), 1, 0.8, facecolor="#f4f4f4", edgecolor=RULE, linewidth=0.6))
        for lane, theme in enumerate(themes):
            top = y + 0.1 + 0.8 * lane / lanes
            for start, end in strip.stretches.get(theme, ()):
                axes.add_patch(
                    Rectangle(
                        (start, top), max(end - start, 0.003), 0.8 / lanes, facecolor=OKABE_ITO[lane % 8]
                    )
                )
    axes.set_xlim(0, 1)
    axes.set_ylim(len(strips), 0)
    axes.set_xticks([])
    axes.set_yticks(
        [y + 0.5 for y in range(len(strips))], [_wrapped(s.name, _LONGEST_SOURCE) for s in strips]
    )
    _bare(axes)
    keys = [Rectangle((0, 0), 1, 1, facecolor=OKABE_ITO[i % 8]) for i in range(lanes)]
    axes.legend(
        keys,
        [f"{i}. {name}" for i, name in enumerate(themes.values(), start=1)],
        loc="lower center",
        bbox_to_anchor=(0.5, 1.0),
        ncols=min(lanes, 3),
        frameon=False,
        fontsize=FONT - 1,
    )
    return _drawn(figure)


# --- the drawing of all ------------------------------------------------------------------------------


def _shade(cell: Share) -> int:
    """A step for each quarter of the share; 0 for nothing."""
    return 0 if cell.absent or not cell.k or not cell.n else min((4 * cell.k - 1) // cell.n + 1, 4)


def _figure(height: float) -> tuple[Figure, Axes]:
    figure, grid = _panels(1, 1, height)
    return figure, grid[0]


def _panels(down: int, across: int, height: float) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    grid = figure.subplots(down, across, squeeze=False)
    return figure, list(grid.flat)


def _bare(axes: Axes) -> None:
    axes.tick_params(length=0, labelsize=FONT - 0.5, labelcolor=INK)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _wrapped(name: str, width: int = _LONGEST_LABEL) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(name, width, max_lines=2, placeholder=" …")) or " "


def _drawn(figure: Figure) -> Drawing:
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    fixed: Any = {"svg.hashsalt": "qualcode", "svg.fonttype": "none"}
    for text in figure.findobj(Text):
        text.set_parse_math(False)  # a dollar sign in a name is a dollar sign
    with mpl.rc_context(fixed):
        svg = io.StringIO()
        figure.savefig(
            svg, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
        FigureCanvasAgg(figure)
        png = io.BytesIO()
        figure.savefig(png, format="png", dpi=DPI, metadata={"Software": None})
    return Drawing(_inline(svg.getvalue()), png.getvalue())


def _inline(svg: str) -> str:
    """The bare element, as wide as its place, readable where DejaVu is not installed.

    Its ids begin with a hash of the figure, so that several figures may stand on one page.
    """
    element = svg[svg.index("<svg") :].strip()
    element = re.sub(r"<metadata>.*?</metadata>", "", element, count=1, flags=re.DOTALL)
    element = re.sub(r' (?:width|height)="[\d.]+pt"', "", element, count=2)
    prefix = "f" + sha256(element.encode()).hexdigest()[:8]
    element = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}-", element)
    return element.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, Arial, sans-serif")
