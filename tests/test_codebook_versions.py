"""A codebook that changes under a study: who gains and loses, and decisions that follow their code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode import open_study
from qualcode.coding import code_study, import_study
from qualcode.model import Decision
from qualcode.validity import score_gold_file
from tests.studies import CODEBOOK, qualcode, refused, small_study

if TYPE_CHECKING:
    from pathlib import Path

RENAMED = CODEBOOK.replace("- id: telefon\n", "- id: kontakt\n    was: hjelp.telefon\n")
SPLIT = CODEBOOK.replace(
    "  - id: telefon\n    name: {nb: Telefon}\n    indicators:\n      - ringe\n",
    "  - id: ut\n    name: {nb: Ringe ut}\n    was: hjelp.telefon\n    indicators: [ringe tilbake]\n"
    "  - id: inn\n    name: {nb: Bli oppringt}\n    was: hjelp.telefon\n    indicators: [noen ringe]\n",
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = small_study(tmp_path / "studie")
    opened = open_study(folder)
    import_study(opened)
    code_study(opened)
    opened.store.close()
    return folder


def decide(folder: Path, code: str, action: str, words: str) -> str:
    opened = open_study(folder)
    segment = next(s for s in opened.segments() if words in s.text)
    opened.decide(Decision(segment.id, code, action, "Kari"))  # type: ignore[arg-type]
    opened.store.close()
    return segment.id


def rewrite(folder: Path, text: str) -> None:
    (folder / "codebooks/hjelp.yaml").write_text(text, encoding="utf-8")


def codings(folder: Path) -> dict[tuple[str, str], str]:
    opened = open_study(folder)
    frame = opened.data().codings
    opened.store.close()
    return {(row.segment_id, row.code): row.status for row in frame.itertuples()}


def test_decisions_follow_a_renamed_code_and_are_not_rewritten(study: Path) -> None:
    rejected = decide(study, "hjelp.telefon", "reject", "ringte flere")
    added = decide(study, "hjelp.telefon", "add", "sommer")
    rewrite(study, RENAMED)
    done = qualcode("run", study)
    assert done.returncode == 0
    assert "counts nowhere" not in done.stderr
    found = codings(study)
    assert found[rejected, "hjelp.kontakt"] == "rejected"
    assert found[added, "hjelp.kontakt"] == "accepted"
    opened = open_study(study)
    assert {d.code for d in opened.store.decisions()} == {"hjelp.telefon"}
    assert (opened.store.last_run() or {})["code_history"] == {"hjelp.telefon": ["hjelp.kontakt"]}
    assert opened.homeless_decisions() == []
    opened.store.close()
    assert qualcode("verify", study).returncode == 0


def test_a_code_that_is_gone_without_a_word_leaves_its_decisions_homeless(study: Path) -> None:
    decide(study, "hjelp.telefon", "add", "sommer")
    rewrite(study, RENAMED.replace("    was: hjelp.telefon\n", ""))
    assert "counts nowhere" in qualcode("import", study).stderr


def test_codings_of_a_split_code_are_listed_until_they_are_decided_anew(study: Path) -> None:
    segment = decide(study, "hjelp.telefon", "accept", "ringte flere")
    rewrite(study, SPLIT)
    shown = qualcode("codebook", "check", "--study", study)
    assert "hjelp.telefon was split into hjelp.ut and hjelp.inn" in shown.stdout
    assert f"  {segment}  hjelp.telefon (Kari): hjelp.ut or hjelp.inn?" in shown.stdout
    said = qualcode("import", study).stderr
    assert "was split" in said
    assert "no codebook has that code" not in said
    assert (segment, "hjelp.telefon") not in codings(study)
    decide(study, "hjelp.ut", "add", "ringte flere")
    assert "waiting for a new decision" not in qualcode("codebook", "check", "--study", study).stdout


def test_the_difference_of_two_codebooks_is_shown_in_the_studys_segments(study: Path, tmp_path: Path) -> None:
    old = tmp_path / "hjelp.yaml"
    old.write_text(CODEBOOK, encoding="utf-8")
    rewrite(study, RENAMED.replace("- ringe\n", "- {match: ringe, strength: 0.5}\n      - kontor\n"))
    shown = qualcode("codebook", "diff", old, study / "codebooks", "--study", study)
    assert shown.returncode == 0, shown.stderr
    lines = [" ".join(line.split()) for line in shown.stdout.splitlines()]
    assert "+ hjelp.kontakt: `kontor`" in lines
    assert "~ hjelp.kontakt: `ringe` 0.7 -> 0.5" in lines
    assert "of 5 segments before after gain lose" in lines
    assert "hjelp.kontakt 2 1 1 2" in lines
    gains = lines.index("hjelp.kontakt: 1 segment gains it:")
    assert lines[gains + 1].endswith("0.00 -> 0.70")
    losses = lines.index("hjelp.kontakt: 2 segments lose it:")
    assert lines[losses + 1].endswith("0.70 -> 0.50")
    assert "Han sov ikke om natta" in lines[losses + 2]
    assert open_study(study).store.source_keys()  # nothing was stored over


def test_indicators_that_never_fire_or_count_in_the_study_are_hints_not_mistakes(study: Path) -> None:
    rewrite(study, CODEBOOK.replace("- ringe\n", "- ringe\n      - skype\n"))
    shown = qualcode("codebook", "check", "--study", study)
    assert shown.returncode == 0, shown.stdout
    assert "2 of 4 indicators fire in none of the study's 5 segments." in shown.stdout
    assert "hjelp.telefon, 1 of 2:\n    skype\n" in shown.stdout


def test_a_study_without_segments_is_told_what_to_do_first(tmp_path: Path) -> None:
    folder = small_study(tmp_path / "studie")
    refused(qualcode("codebook", "check", "--study", folder), "nothing has been imported", "qualcode import")
    refused(qualcode("codebook", "check"), "Name a codebook")
    assert not (folder / "qualcode.db").exists()


def test_a_gold_file_on_old_ids_is_scored_by_todays_codes(study: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    gold.write_text("id,text,codes\n1,Noen ringer tilbake.,hjelp.telefon\n2,Vi sov.,hjelp.soevn\n", "utf-8")
    scored = score_gold_file(gold, [study / "codebooks"]).evaluation
    rewrite(study, RENAMED)
    renamed = score_gold_file(gold, [study / "codebooks"]).evaluation
    assert renamed.codes["hjelp.kontakt"] == scored.codes["hjelp.telefon"]
    assert renamed.unscored == ()
    rewrite(study, SPLIT)
    split = score_gold_file(gold, [study / "codebooks"]).evaluation
    assert (split.codes["hjelp.ut"].tp, split.codes["hjelp.ut"].fp) == (0, 0)  # set, but which of the two?
    assert split.codes["hjelp.ut"].tn == 1


# --- codes people wrote in the study's files -------------------------------------------------------------

THEME_RENAMED = CODEBOOK.replace("id: hjelp\n", "id: stotte\nwas: hjelp\n", 1)


def append(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text((path.read_text("utf-8") if path.exists() else "") + text, encoding="utf-8")


def test_a_threshold_follows_its_code_with_a_line_that_says_so(study: Path) -> None:
    append(study, "qualcode.toml", '[thresholds]\n"hjelp.telefon" = 0.9\n')
    rewrite(study, RENAMED)
    done = qualcode("run", study, "--format", "html")
    assert done.returncode == 0, done.stderr
    toml = study / "qualcode.toml"
    assert f"{toml}, [thresholds]: the code 'hjelp.telefon' is called 'hjelp.kontakt' now." in done.stderr
    assert open_study(study).coder.thresholds["hjelp.kontakt"] == 0.9
    assert qualcode("verify", study).returncode == 0


def test_a_split_codes_threshold_holds_for_each_of_its_heirs(study: Path) -> None:
    append(study, "qualcode.toml", '[thresholds]\n"hjelp.telefon" = 0.9\n"hjelp.ut" = 0.8\n')
    rewrite(study, SPLIT)
    opened = open_study(study)
    assert (opened.coder.thresholds["hjelp.ut"], opened.coder.thresholds["hjelp.inn"]) == (0.8, 0.9)
    assert "was split" in opened.todays.notices[0]


def test_merged_codes_with_two_thresholds_have_to_be_settled(study: Path) -> None:
    append(study, "qualcode.toml", '[thresholds]\n"hjelp.a" = 0.9\n"hjelp.b" = 0.5\n')
    rewrite(study, RENAMED.replace("was: hjelp.telefon", "was: [hjelp.a, hjelp.b]"))
    refused(qualcode("code", study), "two thresholds for 'hjelp.kontakt'", "[thresholds]", "Write one")


def test_questions_follow_their_theme(tmp_path: Path) -> None:
    folder = small_study(tmp_path / "studie", **{"questions.csv": "question,theme\nHva skjedde?,hjelp\n"})
    (folder / "codebooks/hjelp.yaml").write_text(THEME_RENAMED, "utf-8")
    (folder / "codebooks/hjelp.yaml").rename(folder / "codebooks/stotte.yaml")
    done = qualcode("run", folder, "--format", "html")
    assert done.returncode == 0, done.stderr
    assert f"{folder / 'questions.csv'}, line 2: the code 'hjelp' is called 'stotte' now." in done.stderr
    assert list(open_study(folder).data().questions["theme"]) == ["stotte"]


def test_a_pinned_quote_follows_its_code_and_a_split_one_has_to_be_told(study: Path) -> None:
    segment = decide(study, "hjelp.telefon", "accept", "ringte flere")
    assert qualcode("quote", "pin", study, segment, "--code", "hjelp.telefon").returncode == 0
    rewrite(study, RENAMED)
    shown = qualcode("quote", "list", study)
    assert f"pin {segment} for hjelp.kontakt" in shown.stdout
    assert "sitater.csv, line 2: the code 'hjelp.telefon' is called 'hjelp.kontakt' now." in shown.stderr
    again = qualcode("quote", "ban", study, segment, "--code", "hjelp.telefon")
    assert again.returncode == 0, again.stderr
    assert (study / "sitater.csv").read_text("utf-8").splitlines()[1:] == [f"{segment},ban,hjelp.kontakt,"]
    append(study, "sitater.csv", f"{segment},pin,hjelp.telefon,\n")
    rewrite(study, SPLIT.replace("was: hjelp.telefon", "was: [hjelp.telefon, hjelp.kontakt]", 1))
    refused(qualcode("quote", "list", study), "was split into hjelp.ut and hjelp.inn", "line 3")


def test_the_code_of_relayed_views_follows(study: Path) -> None:
    append(study, "qualcode.toml", '[groups]\nforeldre = "F"\nhelsestasjon = "H"\n')
    append(study, "qualcode.toml", '[report.relayed]\nforeldre = "hjelp.telefon"\n')
    rewrite(study, RENAMED)
    opened = open_study(study)
    assert opened.data().settings.report.relayed == {"foreldre": "hjelp.kontakt"}
    assert "[report.relayed]" in opened.todays.notices[0]


def test_evaluate_says_which_codes_of_the_gold_go_by_another_name(study: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    gold.write_text("id,text,codes\n1,Noen ringer tilbake.,hjelp.telefon\n2,Vi sov.,hjelp.soevn\n", "utf-8")
    rewrite(study, RENAMED)
    said = qualcode("evaluate", gold, "--codebook", study / "codebooks").stdout
    assert "In the gold, hjelp.telefon was renamed to hjelp.kontakt." in said
    rewrite(study, SPLIT)
    said = qualcode("evaluate", gold, "--codebook", study / "codebooks").stdout
    assert (
        "hjelp.telefon was split into hjelp.ut and hjelp.inn: which of them is meant cannot be told" in said
    )


def test_an_address_of_the_review_app_that_was_kept_leads_to_the_code_of_today(study: Path) -> None:
    from qualcode.model import Coder
    from qualcode.review.lines import asked

    for book, code in ((RENAMED, "hjelp.kontakt"), (SPLIT, None), (CODEBOOK, "hjelp.telefon")):
        rewrite(study, book)
        history = open_study(study).history
        filters, _, kept = asked({"code": "hjelp.telefon"}, Coder("Kari"), "review", history)
        assert (filters.code, kept.get("code")) == (code, code)


def test_an_old_id_on_the_command_line_is_followed_too(study: Path) -> None:
    rewrite(study, RENAMED)
    assert qualcode("run", study, "--format", "html").returncode == 0
    for command in ("sample", "agree"):
        done = qualcode(command, study, "--code", "hjelp.telefon")
        assert done.returncode == 0, done.stderr
        assert "--code: the code 'hjelp.telefon' is called 'hjelp.kontakt' now." in done.stderr
    assert "hjelp.kontakt" in (study / "utvalg/utvalg_1.csv").read_text("utf-8").splitlines()[0]
