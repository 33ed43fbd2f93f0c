"""Who was asked, who spoke, who brought it up unasked, in interviews and in surveys."""

from __future__ import annotations

from qualcode.analysis.data import records
from qualcode.analysis.voices import VoiceCounts
from tests.small_study import small_study


def test_interviewed_and_respondents_are_counted_apart():
    voices = VoiceCounts(small_study())
    spoken = voices("brukermedvirkning", layer="interview")
    assert spoken.present == {"i1", "i2", "i4", "i5", "i6"}
    assert spoken.asked == {"i1", "i2", "i4", "i5"}  # the school was not
    assert spoken.spoke == {"i1", "i2"}
    answered = voices("brukermedvirkning", layer="survey")
    assert (answered.asked, answered.spoke) == ({"skjema:1", "skjema:2"}, {"skjema:1"})


def test_those_not_asked_are_volunteers_and_doubtful_until_somebody_has_read():
    early = VoiceCounts(small_study())("tidlig_innsats")
    assert early.spoke == {"i1", "i4"}
    assert early.volunteers == early.doubtful == {"i5", "skjema:2"}
    read = [
        {**row, "status": "accepted" if row["segment_id"] == "s08" else row["status"]}
        for row in records(small_study().codings)
    ]
    early = VoiceCounts(small_study(codings=read))("tidlig_innsats")
    assert early.volunteers == {"i5", "skjema:2"}
    assert early.doubtful == {"skjema:2"}


def test_a_person_in_two_groups_is_asked_in_each_and_once_in_all():
    voices = VoiceCounts(small_study())
    assert "i2" in voices("tverrfaglighet", group="barnevern").asked
    assert "i2" in voices("tverrfaglighet", group="helsestasjon").asked
    assert len(voices("tverrfaglighet").asked) == 7
    assert voices("tidlig_innsats", site="bjork").asked == {"i2", "i6"}
