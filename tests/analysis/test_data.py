"""What StudyData refuses, and what it makes of missing values."""

from __future__ import annotations

import pandas as pd
import pytest

from qualcode.analysis.data import SEGMENTS, records, typed_frame
from qualcode.errors import Problems, StudyError
from tests.small_study import small_study


def test_columns_are_typed_and_in_order():
    frame = small_study().segments
    assert list(frame.columns) == list(SEGMENTS)
    assert str(frame["turn"].dtype) == "Int64"
    assert frame["is_informant"].dtype == bool


def test_an_empty_text_is_missing():
    frame = typed_frame([{"role": ""}, {"role": float("nan")}, {"role": "leder"}], {"role": "text"})
    assert [row["role"] for row in records(frame)] == [None, None, "leder"]


def test_free_attributes_of_sources_are_kept():
    assert small_study().sources["mode"].tolist()[0] == "til stede"


def test_a_coding_of_an_unknown_segment_is_refused():
    codings = records(small_study().codings)
    codings[0]["segment_id"] = "s99"
    with pytest.raises(StudyError, match="unknown segment_id 's99'"):
        small_study(codings=codings)


def test_several_misfits_are_named_at_once():
    codings = records(small_study().codings)
    codings[0]["code"], codings[1]["status"] = "finnes_ikke", "kanskje"
    with pytest.raises(Problems, match=r"finnes_ikke[^$]*kanskje"):
        small_study(codings=codings)


def test_a_segment_id_twice_is_refused():
    segments = records(small_study().segments)
    with pytest.raises(StudyError, match="'s01' stands twice"):
        small_study(segments=[*segments, segments[0]])


def test_an_informant_without_a_person_is_refused():
    segments = records(small_study().segments)
    segments[0]["person"] = None
    with pytest.raises(StudyError, match="has no person"):
        small_study(segments=segments)


def test_a_number_that_is_a_word_is_refused():
    with pytest.raises(StudyError, match="column 'turn'"):
        typed_frame(pd.DataFrame({"turn": ["tre"]}), {"turn": "integer"}, "segments")
