"""`qualcode suggest`: indicators proposed from what people gave a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode import open_study
from qualcode.codebook import load_codebook
from qualcode.coding import code_study, import_study
from qualcode.errors import StudyError
from qualcode.model import Decision
from qualcode.proposing import FEWEST_CARRYING, Proposals, propose
from tests.studies import INFORMANTS, qualcode, refused, small_study

if TYPE_CHECKING:
    from pathlib import Path

ENDS = [f"{when} {year}" for when in ("i mai", "før jul", "den våren") for year in range(2018, 2023)]
HELPED = "Hun kom innom oss med varm suppe {}"
ELSE = "Vi malte huset og kjøpte en ny lampe {}"
CAUGHT = "Jeg ringte kontoret om morgenen {}"


def interview(*lines: str) -> str:
    return "".join(f"I: Og så?\nMor: {line.format(end)}.\n" for end in ENDS for line in lines)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Two mothers tell of soup, paint and telephones; the codebook knows the telephone only."""
    folder = small_study(
        tmp_path / "studie",
        **{f"transcripts/intervju_{n}.txt": interview(HELPED, ELSE, CAUGHT) for n in (1, 2)},
    )
    register = INFORMANTS.replace(
        "h1,,intervju_2,B,helsesykepleier,helsestasjon", "m2,,intervju_2,Mor,mor,foreldre"
    )
    (folder / "informants.csv").write_text(register, encoding="utf-8")
    opened = open_study(folder)
    import_study(opened)
    code_study(opened)
    opened.store.close()
    return folder


def review(folder: Path, *, only: str = "", coding_pass: str = "review") -> None:
    """Somebody finds help in the soup, and confirms the telephone."""
    opened = open_study(folder)
    for segment in opened.segments():
        if segment.source.startswith(only):
            if "suppe" in segment.text:
                opened.decide(Decision(segment.id, "hjelp", "add", "Kari", coding_pass))  # type: ignore[arg-type]
            if "ringte" in segment.text:
                opened.decide(Decision(segment.id, "hjelp.telefon", "accept", "Kari"))
    opened.store.close()


def proposed(folder: Path, code: str = "hjelp", **how: bool) -> Proposals:
    opened = open_study(folder)
    try:
        return propose(opened, code, **how)
    finally:
        opened.store.close()


def test_what_marks_the_code_is_proposed_and_what_marks_the_rest_is_not(study: Path) -> None:
    review(study)
    found = proposed(study)
    patterns = {proposal.pattern for proposal in found.proposals}
    words = {word for pattern in patterns for word in pattern.split()}
    assert words & {"suppe", "varm", "innom"}
    assert not words & {"male", "hus", "lampe"}


def test_what_an_indicator_catches_already_is_not_proposed(study: Path) -> None:
    review(study)
    for code in ("hjelp", "hjelp.telefon"):
        assert not [p for p in proposed(study, code).proposals if "ringe" in p.pattern.split()]


def test_one_place_in_a_text_speaks_for_one_proposal_only(study: Path) -> None:
    review(study)
    taken: set[tuple[str, int]] = set()
    for proposal in proposed(study).proposals:
        places = {(f.segment.id, at) for f in proposal.finds for at in range(f.start, f.end)}
        assert not places & taken
        taken |= places


def test_the_figures_are_those_of_the_study(study: Path) -> None:
    review(study)
    found = proposed(study)
    assert (found.carrying, found.untouched, found.rejected, found.undecided) == (60, 30, 0, 0)
    best = next(p for p in found.proposals if "suppe" in p.finds[0].segment.text)
    assert (best.inside, best.outside, best.informants, best.sources) == (30, 0, 2, 2)
    assert all("Hun kom innom" in find.segment.text for find in best.finds)


def test_the_lines_can_be_pasted_into_the_codebook_and_find_what_was_said(study: Path) -> None:
    review(study)
    lines = [proposal.line for proposal in proposed(study).proposals]
    book = study / "codebooks/hjelp.yaml"
    text = book.read_text(encoding="utf-8").replace(
        "definition:", "indicators:\n" + "".join(f"  {line}\n" for line in lines) + "definition:"
    )
    book.write_text(text, encoding="utf-8")
    assert len(load_codebook(book).codes[0].indicators) == len(lines) >= 1


def test_what_stands_in_one_source_alone_is_that_conversations(study: Path) -> None:
    review(study, only="intervju_1")
    opened = open_study(study)
    for segment in opened.segments("intervju_2"):  # carries the code by the telephone alone
        if "ringte" in segment.text:
            opened.decide(Decision(segment.id, "hjelp", "accept", "Kari"))
    opened.store.close()
    assert [p for p in proposed(study).proposals if "suppe" in p.pattern] == []


def test_suggestions_nobody_decided_on_are_left_out_unless_asked_for(study: Path) -> None:
    review(study, only="intervju_1")
    assert (proposed(study).carrying, proposed(study).undecided) == (30, 15)
    asked = proposed(study, unreviewed=True)
    assert (asked.carrying, asked.unreviewed, asked.undecided) == (45, 15, 0)


def test_without_decisions_it_refuses_and_names_the_way_out(study: Path) -> None:
    with pytest.raises(
        StudyError, match=rf"Accept or add it on {FEWEST_CARRYING} more, or take the 30 .* --unreviewed"
    ):
        proposed(study)
    refused(qualcode("suggest", study, "hjelp"), "by people, too few")
    refused(qualcode("suggest", study, "hjelp.soevn", "--unreviewed"), "given to 0 utterances, too few")


def test_what_was_coded_blind_is_kept_to_measure_with(study: Path) -> None:
    review(study)
    review(study, only="intervju_2", coding_pass="blind")
    found = proposed(study)
    assert found.measuring == 15
    assert found.carrying == 45


def test_an_unknown_code_is_named_with_those_there_are(study: Path) -> None:
    with pytest.raises(StudyError, match=r"hjelp\.telefon"):
        proposed(study, "ingenting")


def test_the_screen_shows_the_line_its_figures_and_who_says_so_and_nothing_is_written(study: Path) -> None:
    review(study)
    before = {path: path.read_bytes() for path in sorted(study.rglob("*")) if path.is_file()}
    done = qualcode("suggest", study, "hjelp", "--show", "1")
    assert done.returncode == 0, done.stderr
    assert "hjelp: 60 utterances with it (by people), beside\n30 without" in done.stdout
    assert ", strength: weak}\n    z " in done.stdout
    assert "2 informants, 2 sources; no indicator there in 30\n    intervju_1-" in done.stdout
    assert {path: path.read_bytes() for path in sorted(study.rglob("*")) if path.is_file()} == before
