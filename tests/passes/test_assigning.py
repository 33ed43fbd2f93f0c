"""The draw for blind coding: stratified, repeatable, growing."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import StudyError
from qualcode.model import Coder
from qualcode.passes import add_coder, assign, assigned, revoke_coder
from qualcode.passes.assigning import spread
from qualcode.study import Study
from tests.passes.conftest import SOURCES


def test_every_coder_gets_the_whole_draw_with_its_share_of_each_group_and_source(
    study: Study, people: dict[str, Coder]
) -> None:
    found = assign(study, ["Kari", "Ola"], 0.2, 1)
    assert assigned(study, "Kari") == assigned(study, "Ola") == list(found.segments)
    assert found.per_stratum == {(group, source): 2 for source, group in SOURCES.items()}
    assert Counter(id_.rpartition("-")[0] for id_ in found.segments) == dict.fromkeys(SOURCES, 2)
    assert assigned(study, "Liv") == []


def test_the_same_seed_draws_the_same_and_another_seed_something_else(
    study: Study, people: dict[str, Coder]
) -> None:
    first = assign(study, ["Kari"], 0.2, 1).segments
    assert assign(study, ["Kari"], 0.2, 1).added == {"Kari": 0}
    assert assign(study, ["Ola"], 0.2, 1).segments == first
    assert assign(study, ["Liv"], 0.2, 2).segments != first


def test_a_larger_share_keeps_what_was_drawn_and_a_smaller_one_takes_nothing_away(
    study: Study, people: dict[str, Coder]
) -> None:
    small = set(assign(study, ["Kari", "Ola"], 0.2, 1).segments)
    large = set(assign(study, ["Kari", "Ola"], 0.5, 1).segments)
    assert small < large
    assert len(large) == 20
    assign(study, ["Kari", "Ola"], 0.1, 3)
    assert set(assigned(study, "Kari")) == large


def test_a_coder_who_joins_later_gets_what_the_others_have(study: Study, people: dict[str, Coder]) -> None:
    first = assign(study, ["Kari", "Ola"], 0.2, 1)
    # Whatever the seed: what the named coders have already is drawn first.
    later = assign(study, ["Ola", "Liv"], 0.2, 99)
    assert later.segments == first.segments
    assert later.added == {"Ola": 0, "Liv": 8}


def test_segments_that_come_back_with_their_source_are_still_assigned(
    study: Study, people: dict[str, Coder]
) -> None:
    before = assign(study, ["Kari"], 0.2, 1).segments
    source = study.store.source("intervju_1")
    segments = study.store.segments(source)
    study.store.write_source(source, segments[:3], [], "cut")
    assert set(assigned(study, "Kari")) <= set(before)
    study.store.write_source(source, segments, [], "whole")
    assert assigned(study, "Kari") == list(before)


@pytest.mark.parametrize(
    ("names", "share", "said"),
    [
        (["Kari", "Per"], 0.2, "there is no coder 'Per'. The coders are: Kari, Liv, Ola."),
        (["Kari", "kari"], 0.2, "name each coder once"),
        ([], 0.2, "name each coder once"),
        (["Kari"], 0.0, "the share 0 is out of range"),
        (["Kari"], -0.1, "the share -0.1 is out of range"),
        (["Kari"], 1.01, "the share 1.01 is out of range"),
        (["Kari"], float("nan"), "the share nan is out of range"),
        (
            ["Kari"],
            0.01,
            "a share of 0.01 of 40 segments is less than one segment. Give at least --share 0.0",
        ),
    ],
)
def test_a_draw_that_makes_no_sense_is_refused_in_one_line(
    study: Study, people: dict[str, Coder], names: list[str], share: float, said: str
) -> None:
    with pytest.raises(StudyError) as error:
        assign(study, names, share, 1)
    assert said in str(error.value)
    assert study.store.assignments() == {}


def test_a_coder_who_is_shut_out_gets_nothing(study: Study, people: dict[str, Coder]) -> None:
    revoke_coder(study, "Ola")
    with pytest.raises(StudyError, match="'Ola' has been shut out"):
        assign(study, ["Kari", "Ola"], 0.2, 1)


def test_an_empty_study_has_nothing_to_assign(make_study) -> None:  # type: ignore[no-untyped-def]
    study = make_study()
    add_coder(study, "Kari")
    with pytest.raises(StudyError, match="nothing has been imported"):
        assign(study, ["Kari"], 0.2, 1)


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=12),
    st.integers(1, 100).map(lambda percent: percent / 100),
    st.integers(),
)
def test_the_share_is_honoured_within_one_segment_of_each_stratum_and_in_the_whole(
    sizes: list[int], share: float, seed: int
) -> None:
    strata = {("g", f"s{i}"): [f"{i}-{j}" for j in range(size)] for i, size in enumerate(sizes)}
    drawn = spread(strata, share, seed)
    assert abs(sum(drawn.values()) - share * sum(sizes)) <= 0.5 + 1e-9
    for stratum, ids in strata.items():
        assert abs(drawn[stratum] - share * len(ids)) < 1
        assert 0 <= drawn[stratum] <= len(ids)
