"""Scores against hand-counted cells, kappa against a textbook case, intervals that can be wrong."""

from pathlib import Path

import pytest

from qualcode.analysis.evaluation import evaluate, f1_gain
from qualcode.analysis.gold import GoldUnit, read_gold
from qualcode.errors import StudyError


def units(*codes: str, sources: str | None = None, disputed: dict[int, str] | None = None) -> list[GoldUnit]:
    return [
        GoldUnit(
            f"u{i}",
            f"text {i}",
            frozenset(c.split()),
            frozenset((disputed or {}).get(i, "").split()),
            sources[i] if sources else None,
        )
        for i, c in enumerate(codes)
    ]


def said(*codes: str) -> list[frozenset[str]]:
    return [frozenset(c.split()) for c in codes]


def test_cells_are_counted_by_hand() -> None:
    found = evaluate(units("a b", "a", "", "b"), said("a", "b", "a", "b"), ["a", "b"])
    a, b = found.codes["a"], found.codes["b"]
    assert (a.tp, a.fp, a.fn, a.tn) == (1, 1, 1, 1)
    assert (b.tp, b.fp, b.fn, b.tn) == (1, 1, 1, 1)
    assert (found.micro.precision, found.micro.recall, found.micro.f1) == (0.5, 0.5, 0.5)
    assert found.misses == (("u0", "b"), ("u1", "a"))
    assert found.false_alarms == (("u1", "b"), ("u2", "a"))


def test_a_disputed_cell_is_left_out() -> None:
    found = evaluate(units("a", "", disputed={1: "a"}), said("a", "a"), ["a"])
    assert (found.codes["a"].tp, found.codes["a"].fp) == (1, 0)


def test_a_sub_code_carries_its_theme() -> None:
    assert evaluate(units("a", "a.x"), said("a.y", "a"), ["a", "a.x"]).codes["a"].tp == 2


def test_macro_is_the_mean_of_the_codes_and_micro_that_of_the_cells() -> None:
    found = evaluate(units("a", "a", "a", "b"), said("a", "a", "a", ""), ["a", "b"])
    assert found.macro_f1 == pytest.approx((1 + 0) / 2)
    assert found.micro.f1 == pytest.approx(6 / 7)


def test_kappa_is_that_of_the_textbook_case() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed .70, expected .50, kappa .40."""
    true = ["a"] * 25 + [""] * 25
    guess = ["a"] * 20 + [""] * 5 + ["a"] * 10 + [""] * 15
    assert evaluate(units(*true), said(*guess), ["a"]).codes["a"].kappa == pytest.approx(0.40)


def test_kappa_of_marks_that_overlap_less_than_chance_is_negative() -> None:
    """10,000 units, one marks 0-9500, the other 500-10000: agreement .90, kappa -.05."""
    true = ["a"] * 9500 + [""] * 500
    guess = [""] * 500 + ["a"] * 9500
    assert evaluate(units(*true), said(*guess), ["a"]).codes["a"].kappa == pytest.approx(-0.0526, abs=0.0005)


def test_the_interval_holds_the_figure_and_widens_with_fewer_units() -> None:
    many = evaluate(units(*["a", ""] * 200), said(*["a", "", "", "a"] * 100), ["a"]).micro
    few = evaluate(units(*["a", ""] * 10), said(*["a", "", "", "a"] * 5), ["a"]).micro
    assert many.f1_interval is not None and few.f1_interval is not None and many.f1 is not None  # noqa: PT018
    assert many.f1_interval[0] < many.f1 < many.f1_interval[1]
    assert few.f1_interval[1] - few.f1_interval[0] > many.f1_interval[1] - many.f1_interval[0]


def test_whole_sources_are_resampled_where_they_are_known_and_few_are_called_rough() -> None:
    gold = units(*["a"] * 8, sources="xxxxyyyy")
    found = evaluate(gold, said(*["a"] * 4, *[""] * 4), ["a"])
    assert (found.resampled, found.rough) == ("sources", True)
    assert found.micro.f1_interval == (0.0, 1.0)
    assert evaluate(units("a"), said("a"), ["a"]).resampled == "units"


def test_codes_the_codebook_lacks_are_named_and_not_scored() -> None:
    found = evaluate(units("a z"), said("a"), ["a"])
    assert (list(found.codes), found.unscored) == (["a"], ("z",))
    with pytest.raises(StudyError, match="not in the codebooks"):
        evaluate(units("z"), said(""), ["a"])


def test_gold_is_read_from_jsonl_and_csv_alike(tmp_path: Path) -> None:
    (tmp_path / "g.jsonl").write_text(
        '{"id": "1", "text": "Å ja; nei", "codes": ["a", "b"], "disputed": ["c"], "source": "s"}\n',
        encoding="utf-8",
    )
    (tmp_path / "g.csv").write_text(
        'id,text,codes,disputed,source\n1,"Å ja; nei",a;b,c,s\n', encoding="utf-8-sig"
    )
    assert read_gold(tmp_path / "g.jsonl") == read_gold(tmp_path / "g.csv")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("g.jsonl", '{"id": "1", "text": "x", "codes": []}\n{"id": 2\n', "line 2"),
        ("g.jsonl", '{"id": "1", "text": "x"}\n', "line 1: has no 'codes'"),
        ("g.jsonl", '{"id": "1", "text": "x", "codes": []}\n' * 2, "line 2: the id '1' stands twice"),
        ("g.jsonl", '{"id": "1", "text": "x", "codes": 3}\n', "line 1: codes and disputed must be lists"),
        (
            "g.jsonl",
            '{"id": "1", "text": "x", "codes": [true]}\n',
            "line 1: codes and disputed must be lists",
        ),
        ("g.csv", "id,tekst,codes\n1,x,a\n", "has no 'text'"),
        ("g.jsonl", "\n", "holds no units"),
    ],
)
def test_a_bad_gold_file_is_refused_with_its_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=message):
        read_gold(tmp_path / name)


def test_a_gain_is_the_difference_of_the_two_f1s_with_a_paired_interval() -> None:
    gold = units(*["a", ""] * 20)
    better, worse = said(*["a", ""] * 20), said(*["a", "", "", ""] * 10)
    gain, low, high = f1_gain(gold, better, worse, ["a"]) or (0, 0, 0)
    assert gain == pytest.approx(1 - 2 / 3, abs=1e-4)
    assert 0 < low < gain < high
    assert f1_gain(gold, better, better, ["a"]) == (0, 0, 0)


def test_there_is_no_gain_over_what_has_no_f1() -> None:
    assert f1_gain(units("", disputed={0: "a"}), said("a"), said(""), ["a"]) is None
