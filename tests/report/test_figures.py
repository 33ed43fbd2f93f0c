"""Figures: every number is written out, nothing is fetched, and the same input gives the same bytes."""

import re
import struct

import pytest

from qualcode.report.figures import DPI, WIDTH, Share, Strip, coverage, dot_plot, heat_map, matrix

GROUPS = ["Barneverntjenesten", "Helsestasjon", "Ungdom"]
THEMES = ["Tidlig innsats", "Brukermedvirkning"]
TICKS = ["ingen", "halvparten", "alle"]
CELLS = [
    [Share("11 av 11", 11, 11), Share("2 av 11", 2, 11)],
    [Share("0 av 4", 0, 4), Share("ikke spurt", absent=True)],
    [Share("3 av 6", 3, 6), Share("1 av 6", 1, 6)],
]


def every_figure():
    return {
        "heat_map": heat_map(GROUPS, THEMES, CELLS),
        "dot_plot": dot_plot(GROUPS, [(t, [row[i] for row in CELLS]) for i, t in enumerate(THEMES)], TICKS),
        "matrix": matrix([*THEMES, "Tverrfaglighet"], [[None, 3, 0], [3, None, 7], [0, 7, None]]),
        "coverage": coverage(
            [Strip("intervju_01", {"a": [(0.1, 0.2)], "b": []}), Strip("intervju_02", {})],
            {"a": "Tidlig innsats", "b": "Brukermedvirkning"},
        ),
    }


def words(svg):
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


@pytest.mark.parametrize("name", ["heat_map", "dot_plot", "matrix", "coverage"])
def test_the_same_numbers_give_the_same_bytes(name):
    assert every_figure()[name] == every_figure()[name]


@pytest.mark.parametrize("name", ["heat_map", "dot_plot", "matrix", "coverage"])
def test_an_svg_stands_alone(name):
    svg = every_figure()[name].svg
    assert svg.startswith("<svg")
    assert svg.endswith("</svg>")
    assert "<script" not in svg
    # Names of namespaces and links inside the figure are no addresses that anything fetches.
    assert not re.findall(r'(?:href|src)="(?!#)', svg)
    assert 'pt"' not in svg.split(">", 1)[0]


@pytest.mark.parametrize("name", ["heat_map", "dot_plot", "matrix", "coverage"])
def test_a_png_is_as_wide_as_the_word_page_at_200_dots_an_inch(name):
    png = every_figure()[name].png
    width = struct.unpack(">I", png[16:20])[0]
    assert width == round(WIDTH * DPI)


def test_every_cell_of_a_heat_map_says_its_numbers():
    said = words(heat_map(GROUPS, THEMES, CELLS).svg)
    for row in CELLS:
        for cell in row:
            assert cell.text in said
    assert set(GROUPS + THEMES) <= set(said)


def test_who_was_not_asked_is_hatched_and_not_white():
    asked = heat_map(["G"], ["T"], [[Share("0 av 4", 0, 4)]]).svg
    unasked = heat_map(["G"], ["T"], [[Share("ikke spurt", absent=True)]]).svg
    assert "<pattern" in unasked
    assert "<pattern" not in asked


def test_a_dot_plot_has_no_dot_for_who_was_not_asked():
    def dots(*shares):
        return dot_plot(["A", "B"], [("T", list(shares))], TICKS).svg.count("<use")

    assert dots(Share("1 av 2", 1, 2), Share("ikke spurt", absent=True)) < dots(
        Share("1 av 2", 1, 2), Share("0 av 2", 0, 2)
    )


def test_a_matrix_shows_each_pair_once():
    said = words(matrix(["A", "B", "C"], [[None, 3, 5], [3, None, 7], [5, 7, None]]).svg)
    assert sorted(w for w in said if w.isdigit()) == ["3", "5", "7"]


def test_a_share_above_three_quarters_is_the_darkest():
    light = heat_map(["G"], ["T"], [[Share("3 av 4", 3, 4)]]).svg
    dark = heat_map(["G"], ["T"], [[Share("4 av 4", 4, 4)]]).svg
    assert "#1f5f93" in dark
    assert "#1f5f93" not in light


def test_hostile_names_are_text():
    svg = heat_map(["<script>alert(1)</script>"], ["$x_1$ & <b>"], [[Share("1 av 1", 1, 1)]]).svg
    assert "<script" not in svg
    assert "$x_1$ &amp; &lt;b&gt;" in words(svg)
