"""Pinned and banned quotes: one home, followed by the draft, refused where they may not be printed."""

from __future__ import annotations

import pytest

from qualcode.analysis.quotes import select_quotes
from qualcode.errors import Problems, StudyError
from qualcode.intake import read_overrides
from qualcode.report import make_report
from qualcode.report.overrides import overrides
from qualcode.study import open_study
from tests.small_study import small_study as tables
from tests.studies import qualcode, refused, small_study


def line(segment, action, code=None, reason=None, n=2):
    return {"segment_id": segment, "action": action, "code": code, "reason": reason, "line": n}


def chosen(*lines, code="tidlig_innsats", limit=3):
    return [q.segment_id for q in select_quotes(tables(overrides=lines), code, limit=limit)]


def test_a_pinned_quote_comes_first_and_a_banned_one_never():
    assert chosen()[0] != "s05"
    assert chosen(line("s05", "pin"))[0] == "s05"
    assert chosen(line("s05", "pin"), limit=1) == ["s05"]
    first = chosen()[0]
    assert first not in chosen(line(first, "ban"))


def test_an_override_for_another_code_changes_nothing():
    assert chosen(line("s05", "pin", "tverrfaglighet")) == chosen()
    assert chosen(line(chosen()[0], "ban", "tverrfaglighet")) == chosen()
    assert chosen(line("s04", "pin", "tidlig_innsats.lavterskel"))[0] == "s04"


def test_pins_stand_in_the_order_of_their_lines():
    assert chosen(line("s14", "pin", n=2), line("s05", "pin", n=3))[:2] == ["s14", "s05"]


@pytest.mark.parametrize(
    ("segment", "code", "problem"),
    [
        ("s10", "brukermedvirkning", "notes"),
        ("s11", "tidlig_innsats", "document"),
        ("s02", "brukermedvirkning", "nobody"),
        ("s06", "tidlig_innsats", "uncoded"),
        ("s99", "tidlig_innsats", "gone"),
    ],
)
def test_a_pin_that_cannot_be_followed_prints_nothing_and_is_reported(tmp_path, segment, code, problem):
    data = tables(tmp_path, overrides=[line(segment, "pin", code, n=7)])
    assert [one.problem for one in overrides(data)] == [problem]
    assert segment not in [q.segment_id for q in select_quotes(data, code, limit=9)]
    [found] = [f for f in make_report(data).findings if f.check == f"quote_{problem}"]
    assert found.where == "sitater.csv, linje 7"


def test_the_draft_says_who_chose_the_quote_and_why(tmp_path):
    report = make_report(tables(tmp_path, overrides=[line("s05", "pin", reason="sier det best")]))
    [pinned] = [block for block in report.blocks if block.kind == "quote" and block.pinned]
    assert (pinned.segment, pinned.pinned) == ("s05", "Valgt av forfatteren: sier det best")
    assert "har forfatteren valgt ett sitat" in " ".join(report.sections["metode"].texts)


def test_mistakes_in_the_file_are_named_with_their_lines(tmp_path):
    (tmp_path / "sitater.csv").write_text("segment,action,code\na,pim,\n,pin,\nb,ban,hjalp\n", "utf-8")
    with pytest.raises(Problems) as wrong:
        read_overrides(tmp_path, ["hjelp"])
    said = [str(error) for error in wrong.value.errors]
    assert ["line 2" in said[0], "line 3" in said[1], "line 4" in said[2]] == [True] * 3
    (tmp_path / "sitater.csv").write_text("utdrag\na\n", "utf-8")
    with pytest.raises(StudyError, match="has no column 'segment'"):
        read_overrides(tmp_path, ["hjelp"])


def test_the_commands_write_one_line_for_each_choice_and_the_draft_follows(tmp_path):
    folder = small_study(
        tmp_path, **{"transcripts/notat.txt": "Mor ringte igjen.\n"},
    )  # fmt: skip
    text = (folder / "qualcode.toml").read_text("utf-8")
    (folder / "qualcode.toml").write_text(text + '[sources."notat"]\nkind = "notes"\n', "utf-8")
    assert qualcode("run", folder).returncode == 0
    carrying = list(dict.fromkeys(segment for segment, _ in open_study(folder).suggestions()))
    quote = next(segment for segment in carrying if segment.startswith("intervju_1"))
    note = next(segment for segment in carrying if segment.startswith("notat"))
    assert qualcode("quote", "ban", folder, quote).returncode == 0
    assert qualcode("quote", "pin", folder, quote, "--reason", "best, mener jeg").returncode == 0
    lines = (folder / "sitater.csv").read_text("utf-8").splitlines()
    assert lines == ["segment,action,code,reason", f'{quote},pin,,"best, mener jeg"']
    refused(qualcode("quote", "pin", folder, note), "is from notes", "Pin another")
    refused(qualcode("quote", "pin", folder, "borte-1"), "there is no segment 'borte-1'")
    refused(qualcode("quote", "ban", folder, quote, "--code", "hjalp"), "there is no code 'hjalp'")
    assert "(best, mener jeg)" in qualcode("quote", "list", folder).stdout
    qualcode("report", folder, "--format", "md")
    assert "Valgt av forfatteren: best, mener jeg" in (folder / "reports/rapportutkast.md").read_text("utf-8")
    verified = qualcode("verify", folder)
    assert "sitater.csv: is new since the last run" in verified.stdout
