"""What the work comes to: agreement's table, disagreements, progress, memos, the trail."""

import csv
import datetime as dt
import io
from typing import Any

import pytest

from qualcode.errors import QualcodeError, StudyError
from qualcode.model import Coder, Decision
from qualcode.passes import (
    act,
    assign,
    blind_codings,
    disagreements,
    memos,
    progress,
    trail,
    write_memo,
)
from qualcode.passes.progress import pace
from qualcode.study import Study
from tests.studies import qualcode, refused

CODE = "hjelp.telefon"


def blind(study: Study, segment: str, name: str, *codes: str, done: bool = True) -> None:
    for code in codes:
        act(study, Decision(segment, code, "add", name, "blind"), seen=10**9)
    if done:
        act(study, Decision(segment, "", "done", name, "blind"), seen=10**9)


# --- blind coders beside each other ----------------------------------------------------------------


def test_the_table_of_agreement_holds_what_was_finished_blind_by_every_code(
    study: Study, people: dict[str, Coder]
) -> None:
    first, second, third = assign(study, ["Kari", "Ola"], 0.2, 1).segments[:3]
    blind(study, first, "Kari", CODE)
    blind(study, first, "Ola")
    blind(study, second, "Kari", "hjelp")
    blind(study, second, "Ola", CODE, done=False)
    blind(study, third, "Kari", CODE)
    act(study, Decision(third, CODE, "reject", "Kari", "blind"), seen=10**9)
    act(study, Decision(first, CODE, "accept", "Liv"), seen=0)
    table = blind_codings(study)
    assert list(table.columns) == ["segment", "source", "group", "coder", "code", "value"]
    values = {(r.segment, r.coder, r.code): r.value for r in table.itertuples()}
    assert values == {
        (segment, name, code): int(code in codes)
        for segment, name, codes in (
            (first, "Kari", {CODE, "hjelp"}),
            (first, "Ola", set()),
            (second, "Kari", {"hjelp"}),
            (third, "Kari", set()),
        )
        for code in ("hjelp", "hjelp.soevn", CODE)
    }
    assert set(table.source) == {first.rpartition("-")[0]} | {third.rpartition("-")[0]}
    assert set(table.group) == {"foreldre"}
    assert disagreements(study) == [
        (first, "hjelp", {"Kari": True, "Ola": False}),
        (first, CODE, {"Kari": True, "Ola": False}),
    ]


def test_without_blind_work_the_table_is_empty_with_its_columns(study: Study) -> None:
    assert list(blind_codings(study).columns) == ["segment", "source", "group", "coder", "code", "value"]
    assert len(blind_codings(study)) == 0
    assert disagreements(study) == []


def test_coders_who_chose_different_sub_codes_agree_on_the_theme(
    study: Study, people: dict[str, Coder]
) -> None:
    segment = assign(study, ["Kari", "Ola"], 0.2, 1).segments[0]
    blind(study, segment, "Kari", CODE)
    blind(study, segment, "Ola", "hjelp.soevn")
    assert [code for _, code, _ in disagreements(study)] == ["hjelp.soevn", CODE]


# --- progress --------------------------------------------------------------------------------------


def test_progress_counts_what_stands_by_coder_and_pass(study: Study, people: dict[str, Coder]) -> None:
    drawn = assign(study, ["Kari", "Ola"], 0.2, 1).segments
    blind(study, drawn[0], "Kari", CODE, "hjelp.soevn")
    act(study, Decision(drawn[0], CODE, "undo", "Kari", "blind"), seen=10**9)
    act(study, Decision(drawn[0], CODE, "accept", "Liv"), seen=0)
    found = {(p.coder, p.coding_pass): (p.assigned, p.done, p.decisions) for p in progress(study)}
    assert found == {("Kari", "blind"): (8, 1, 1), ("Ola", "blind"): (8, 0, 0), ("Liv", "review"): (0, 0, 1)}


def test_the_pace_leaves_pauses_out() -> None:
    start = dt.datetime(2026, 1, 31, 9, tzinfo=dt.UTC)

    def at(*minutes: float) -> list[tuple[dt.datetime, str]]:
        return [(start + dt.timedelta(minutes=m), f"s{i}") for i, m in enumerate(minutes)]

    assert pace(at(0, 1, 2, 3)) == pytest.approx(60)
    assert pace(at(0, 1, 2, 92, 93)) == pytest.approx(60)
    assert pace(at(0)) is None
    assert pace([]) is None
    assert pace([(start, "s"), (start + dt.timedelta(minutes=1), "s")]) is None


# --- memos -----------------------------------------------------------------------------------------


def test_memos_are_kept_in_order_and_found_by_what_they_are_on(
    study: Study, people: dict[str, Coder]
) -> None:
    write_memo(study, "segment", "notat-0001", "  Hva mener hun? ", "Kari")
    write_memo(study, "code", CODE, "Bør deles.", "Ola")
    write_memo(study, "segment", "notat-0001", "Nå vet jeg det.", "Kari")
    write_memo(study, "source", "notat", "=Kort", "Ola")
    write_memo(study, "study", "", "Ferdig.", "Liv")
    assert [m.text for m in memos(study, "segment", "notat-0001")] == ["Hva mener hun?", "Nå vet jeg det."]
    assert [m.coder for m in memos(study)] == ["Kari", "Ola", "Kari", "Ola", "Liv"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_memos_are_printed_as_csv_that_no_spreadsheet_takes_for_formulas(study: Study) -> None:
    write_memo(study, "source", "notat", "=Kort", "Ola")
    write_memo(study, "study", "", "Ferdig.", "Liv")
    rows = list(csv.DictReader(io.StringIO(qualcode("memos", study.folder).stdout)))
    assert [(r["target"], r["ref"], r["text"]) for r in rows] == [
        ("source", "notat", "'=Kort"),
        ("study", "", "Ferdig."),
    ]
    assert all(dt.datetime.fromisoformat(r["at"]).utcoffset() == dt.timedelta(0) for r in rows)


@pytest.mark.parametrize(
    ("memo", "said"),
    [
        (("segment", "s9", "x", "Kari"), "no segment 's9'"),
        (("source", "s9", "x", "Kari"), "no source 's9'"),
        (("code", "s9", "x", "Kari"), "unknown code 's9'"),
        (("study", "s9", "x", "Kari"), "takes no id"),
        (("turn", "s9", "x", "Kari"), "a memo cannot be on 'turn'"),
        (("study", "", "  ", "Kari"), "a memo needs a text"),
        (("study", "", "x" * 20_001, "Kari"), "a memo needs a text"),
        (("study", "", "x", " "), "a memo needs its coder's name"),
    ],
)
def test_a_memo_on_nothing_or_without_words_is_refused(study: Study, memo: Any, said: str) -> None:
    with pytest.raises(QualcodeError) as error:
        write_memo(study, *memo)
    assert said in str(error.value)
    assert memos(study) == []


# --- the trail -------------------------------------------------------------------------------------


def history(study: Study) -> str:
    """Kari and Liv decide on one segment, and Ola blind on another."""
    other = assign(study, ["Ola"], 0.1, 1).segments[0]
    segment = next(s for s, found in study.suggestions() if found.code == CODE and s != other)
    seen = act(
        study,
        Decision(segment, CODE, "accept", "Kari", valence="kritisk", uncertain=True, reason="Ringte."),
        seen=0,
    )
    seen = act(study, Decision(segment, CODE, "change", "Kari", to_code="hjelp.soevn"), seen=seen)
    seen = act(study, Decision(segment, CODE, "undo", "Kari"), seen=seen)
    start = study.store.segment(segment).start
    span = Decision(segment, CODE, "accept", "Kari", start=start, end=start + 4)
    seen = act(study, span, seen=seen)
    seen = act(study, Decision(segment, "", "done", "Kari"), seen=seen)
    act(study, Decision(segment, CODE, "reject", "Liv", "adjudicated"), seen=seen)
    blind(study, other, "Ola", CODE)
    return segment


def test_the_trail_says_from_what_to_what(study: Study, people: dict[str, Coder]) -> None:
    segment = history(study)
    start = study.store.segment(segment).start
    both = f"{CODE} > hjelp.soevn"
    marked = "accepted (kritisk, uncertain)"
    assert [(r.coder, r.action, r.code, r.before, r.after, r.reason) for r in trail(study)] == [
        ("Kari", "accept", CODE, "suggested", marked, "Ringte."),
        ("Kari", "change", both, f"{marked} > none", "rejected > accepted", None),
        ("Kari", "undo", both, "rejected > accepted", f"{marked} > none", None),
        ("Kari", "accept", CODE, marked, f"accepted ({start}:{start + 4})", None),
        ("Kari", "done", "", "open", "done", None),
        ("Liv", "reject", CODE, f"accepted ({start}:{start + 4})", "rejected", None),
        ("Ola", "add", CODE, "none", "accepted", None),
        ("Ola", "done", "", "open", "done", None),
    ]
    assert {r.source for r in trail(study, segment=segment)} == {segment.rpartition("-")[0]}


def test_the_trail_is_narrowed_by_segment_coder_and_day(study: Study, people: dict[str, Coder]) -> None:
    segment = history(study)
    whole = trail(study)
    assert trail(study, segment=segment) == whole[:6]
    assert trail(study, coder="Liv") == whole[5:6]
    today = whole[0].at.date()
    assert trail(study, day=today) == trail(study, day=today.isoformat()) == whole
    assert trail(study, day="2020-02-29") == []
    with pytest.raises(StudyError, match=r"'i dag' is no day\. Write it as 2026-01-31"):
        trail(study, day="i dag")
    with pytest.raises(StudyError, match="no coder 'Per'"):
        trail(study, coder="Per")
    with pytest.raises(QualcodeError, match="no segment 's9'"):
        trail(study, segment="s9")


def test_a_segment_that_is_gone_keeps_its_trail(study: Study, people: dict[str, Coder]) -> None:
    segment = history(study)
    study.store.remove_sources([segment.rpartition("-")[0]])
    assert len(trail(study, segment=segment)) == 6
    assert trail(study, segment=segment)[0].source == segment.rpartition("-")[0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_commands_print_the_trail_with_its_clock_named(study: Study, people: dict[str, Coder]) -> None:
    segment = history(study)
    text = qualcode("trail", study.folder, "--segment", segment)
    first, *_, last = text.stdout.splitlines()
    assert (
        f"UTC  Kari (review)  {segment}  accept {CODE}: suggested -> accepted (kritisk, uncertain)  «Ringte.»"
        in first
    )
    start = study.store.segment(segment).start
    assert last.endswith(
        f"Liv (adjudicated)  {segment}  reject {CODE}: accepted ({start}:{start + 4}) -> rejected"
    )
    rows = list(csv.DictReader(io.StringIO(qualcode("trail", study.folder, "--format", "csv").stdout)))
    assert list(rows[0]) == [
        "at", "coder", "coding_pass", "segment", "source", "action", "code", "before", "after", "reason",
    ]  # fmt: skip
    assert len(rows) == 8
    assert dt.datetime.fromisoformat(rows[0]["at"]).utcoffset() == dt.timedelta(0)
    refused(qualcode("trail", study.folder, "--day", "31.01.2026"), "'31.01.2026' is no day")
