"""COREQ's points and who coded: what the data answer is answered, the rest is left to the author."""

from __future__ import annotations

import pytest

from qualcode.flow import run_facts, run_study
from qualcode.model import Decision
from qualcode.passes import add_coder, assign
from qualcode.report import build_context
from qualcode.settings_names import LANGUAGES
from qualcode.study import open_study
from tests.small_study import small_study as tables
from tests.studies import small_study

FIGURES = {"percent": 0.9, "alpha": 0.71, "low": 0.55, "high": 0.83, "marked": 12}
AGREEMENT = {
    "coders": 2,
    "segments": 40,
    "sources": 8,
    "rough": True,
    "overall": FIGURES,
    "themes": {
        "tidlig_innsats": FIGURES,
        "tverrfaglighet": {**FIGURES, "alpha": None, "low": None, "high": None},
    },
}
RECALL = {"recall": 0.8, "low": 0.7, "high": 0.9}


def section(name, **changes):
    return build_context(tables(**changes)).sections[name]


def points(**changes):
    [table] = section("coreq", **changes).tables
    return {int(row[0].text.partition(".")[0]): row[1].text for row in table.rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_32_points_are_there_and_answered_from_the_data_or_left_to_the_author(language):
    found = points(language=language)
    assert sorted(found) == list(range(1, 33))
    left = [n for n, text in found.items() if text == found[1]]
    assert left == [1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 19, 21, 23, 28]


def test_the_numbers_of_the_points_are_those_of_the_data():
    found = points()
    assert found[12].startswith("Sju informanter, fra ni kilder")
    assert found[13] == "Planlagt, men ikke intervjuet: Ungdom (én planlagt) og Dalsund."
    assert found[17].startswith("To spørsmål")
    assert found[18].startswith("Én av informantene")
    assert found[24] == "Ingen mennesker har kodet; kodene er maskinens forslag."
    assert "hevder ingen" in found[22]


def test_the_authors_own_text_on_coreq_stands_with_the_table():
    own = build_context(tables(), {"coreq": ("To av oss intervjuet.",)}).sections
    assert "To av oss intervjuet." in own["coreq"].texts
    assert "ovrig" not in own


def test_agreement_stands_with_its_interval_and_a_dash_where_there_is_too_little():
    run = {"agreement": AGREEMENT, "passes": {"blind": {"coders": 2, "segments": 40}}}
    method = section("metode", run=run)
    said = " ".join(method.texts)
    assert "To kodet 40 utdrag fra åtte kilder uavhengig av hverandre, og var enige i 90 prosent" in said
    assert "Krippendorffs alfa er 0,71 (95 prosent intervall: 0,55 til 0,83)." in said
    assert "Intervallet er grovt" in said
    assert "to har kodet 40 utdrag blindt" in said
    [table] = [t for t in method.tables if "Enighet" in t.caption]
    assert [row[3].text for row in table.rows] == ["0,71 (95 prosent intervall: 0,55 til 0,83)", "–"]
    assert "alfa" not in " ".join(section("metode").texts)


def test_an_estimate_that_takes_the_suggestions_as_right_says_so():
    for precision, said in (("assumed", True), ("measured", False)):
        run = {"recall": {"tverrfaglighet": {**RECALL, "precision": precision}}}
        report = build_context(tables(run=run))
        for name in ("metode", "tema-tverrfaglighet-stille"):
            text = " ".join(report.sections[name].texts)
            assert "80 prosent" in text
            assert ("forutsatt at forslagene stemmer" in text) is said


def test_a_run_knows_who_coded_in_which_pass_and_how_well_they_agree(tmp_path):
    folder = small_study(tmp_path)
    run_study(open_study(folder), formats=("md",))
    assert "passes" not in run_facts(open_study(folder), {})
    study = open_study(folder)
    for name in ("Kari", "Ola"):
        add_coder(study, name, "coder")
    drawn = assign(study, ["Kari", "Ola"], 1.0, 1)
    for coder in ("Kari", "Ola"):
        for segment in drawn.segments:
            study.decide(Decision(segment, "hjelp", "add", coder, "blind"))
            study.decide(Decision(segment, "", "done", coder, "blind"))
    facts = run_facts(open_study(folder), {})
    assert facts["passes"] == {"blind": {"coders": 2, "segments": len(drawn.segments)}}
    agreed = facts["agreement"]
    assert (agreed["coders"], agreed["segments"], agreed["overall"]["alpha"]) == (
        2,
        len(drawn.segments),
        None,
    )
    assert agreed["overall"]["percent"] == 1.0
