"""`evaluate --baseline words --without ...`: other ways of coding beside the coder, on the same units."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.studies import ROOT, qualcode, refused

if TYPE_CHECKING:
    from pathlib import Path

GOLD = [
    ("1", "Vi kom inn altfor seint.", ["tidlig_innsats"]),
    ("2", "Innsatsen deres var god.", []),
    ("3", "Ingen spurte mora hva hun ville.", ["brukermedvirkning"]),
    ("4", "Dette var tverrfaglig arbeid.", ["tverrfaglighet"]),
    ("5", "Vi spiste lunsj.", []),
]


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    lines = [json.dumps({"id": i, "text": t, "codes": c}, ensure_ascii=False) for i, t, c in GOLD]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_search_for_the_themes_own_words_is_scored_beside_the_coder(gold: Path) -> None:
    done = qualcode(
        "evaluate",
        gold,
        "--codebook",
        ROOT / "codebooks",
        "--baseline",
        "words",
        "--without",
        "classifier",
        "--json",
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    without, words = figures["beside"]
    assert (without["name"], words["name"]) == ("without classifier", "baseline words")
    assert "*medvirk*" in words["rule"]
    cells = {code: (s["tp"], s["fp"], s["fn"]) for code, s in words["codes"].items()}
    assert cells == {"brukermedvirkning": (0, 0, 1), "tidlig_innsats": (0, 1, 1), "tverrfaglighet": (1, 0, 0)}
    assert words["f1_gain_of_the_coder"][0] == pytest.approx(
        figures["micro"]["f1"] - words["micro"]["f1"], abs=1e-4
    )
    assert words["micro"]["f1_interval"]


def test_the_other_ways_are_tables_with_their_rule_and_the_difference(gold: Path) -> None:
    shown = qualcode("evaluate", gold, "--baseline", "words").stdout
    assert "Baseline words: A unit has a theme where it holds a word of the theme's name." in shown
    assert shown.count("micro ") == 3  # two tables and the line of the difference
    assert "The coder's micro F1 minus this one: +" in shown


def test_leaving_everything_out_is_refused_before_anything_is_scored(gold: Path) -> None:
    done = qualcode("evaluate", gold, "--without", "classifier", "--without", "indicators")
    refused(done, "nothing is left to code with")
    assert done.stdout == ""
