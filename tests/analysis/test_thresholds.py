"""A threshold is proposed only where it holds on sources it was not chosen on."""

from __future__ import annotations

from qualcode.analysis.thresholds import Cell, better_threshold


def cells(n: int = 60) -> list[Cell]:
    """Cells of five parts: what scores under .5 is never the code, though today's threshold is lower."""
    return [Cell(0.4 if i % 2 else 0.7, i % 2 == 0, i % 5) for i in range(n)]


def test_a_threshold_that_parts_right_from_wrong_in_every_source_is_proposed() -> None:
    found = better_threshold(cells(), 0.35)
    assert found is not None
    assert 0.4 < found.value <= 0.7
    assert (round(found.before, 2), found.after) == (0.67, 1.0)


def test_of_equally_good_thresholds_the_one_nearest_todays_is_proposed() -> None:
    found = better_threshold(cells(), 0.35)
    assert found is not None
    assert found.value == 0.45


def test_todays_threshold_is_left_where_none_is_better() -> None:
    assert better_threshold(cells(), 0.5) is None


def test_few_decisions_carry_no_threshold() -> None:
    assert better_threshold(cells(48), 0.35) is None


def test_what_holds_in_one_part_alone_is_not_proposed() -> None:
    """In each part another score parts right from wrong, so what is learnt on four fails on the fifth."""
    own = [0.2, 0.35, 0.5, 0.65, 0.8]
    mixed = [
        Cell(own[part] + (0.02 if i % 2 else -0.02), bool(i % 2), part)
        for part in range(5)
        for i in range(20)
    ]
    assert better_threshold(mixed, 0.5) is None


def test_a_code_nobody_set_has_no_threshold() -> None:
    assert better_threshold([Cell(0.5, carried=False, part=i % 5) for i in range(60)], 0.35) is None
