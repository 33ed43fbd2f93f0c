"""`qualcode explain`: the arithmetic of a segment or a loose text, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.studies import ROOT, qualcode, refused, small_study

if TYPE_CHECKING:
    from pathlib import Path


def test_a_loose_text_needs_no_study() -> None:
    done = qualcode("explain", "--text", "Vi kom inn altfor seint.", "--codebook", ROOT / "codebooks")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    top = next(i for i, line in enumerate(lines) if line.startswith("tidlig_innsats: score"))
    labels = [line[2:14].strip() for line in lines[top + 1 : top + 7]]
    assert [label for label in labels if label][:3] == ["indicators", "examples", "for"]
    assert any(line.startswith("  missing ") for line in lines)
    near = lines.index("The written examples most like it (1 is the same text):")
    assert len(lines[near + 1 :]) == 6
    assert [float(line[:6]) for line in lines[near + 1 :: 2]] == sorted(
        (float(line[:6]) for line in lines[near + 1 :: 2]), reverse=True
    )


def test_the_share_of_a_question_is_shown(tmp_path: Path) -> None:
    (tmp_path / "tema.yaml").write_text(
        "id: tema\nname: Tema\nindicators: [terskel, {match: ringe, strength: weak}]\n", encoding="utf-8"
    )
    asked = ["explain", "--text", "De ringte.", "--codebook", tmp_path / "tema.yaml"]
    assert "question    +0.21" in qualcode(*asked, "--question", "Var terskelen lav?").stdout
    assert "question" not in qualcode(*asked, "--question", "Hva spiste du?").stdout.split("\n\n")[1]


def test_the_valence_is_shown_with_what_it_rests_on(tmp_path: Path) -> None:
    (tmp_path / "tema.yaml").write_text("id: tema\nname: Tema\nindicators: [møte]\n", encoding="utf-8")
    asked = ["explain", "--codebook", tmp_path / "tema.yaml", "--text", "Møtene er altfor lange."]
    said = qualcode(*asked, "--question", "Hva er ikke godt nok?").stdout
    assert "Valence by its question and words: kritisk ('altfor' kritisk" in said
    assert "Valence by its words: kritisk" in qualcode(*asked).stdout


def test_a_segment_is_explained_with_its_question(tmp_path: Path) -> None:
    study = small_study(tmp_path / "studie")
    assert qualcode("run", study).returncode == 0
    from qualcode import open_study

    opened = open_study(study)
    segment = next(s for s in opened.segments() if "ringte" in s.text)
    opened.store.close()
    shown = qualcode("explain", study, segment.id).stdout
    assert shown.startswith(f"{segment.id}  intervju_1, foreldre, Mor\n")
    assert "hjelp.telefon: score 0.70, threshold 0.60: suggested" in shown
    assert "examples most like" not in shown  # this codebook has none


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give a segment's id"),
        (["studie", "seg", "--text", "x"], "Give a segment's id"),
        (["studie", "--text", "x", "--codebook", "."], "A study has its own codebooks"),
        (["studie", "seg", "--question", "x"], "--question goes with --text"),
    ],
)
def test_what_does_not_go_together_is_said(arguments: list[str], said: str) -> None:
    refused(qualcode("explain", *arguments), said)
