"""Subtitles and recognised speech: speakers, times, and turns made of cues; malformed files by line."""

from __future__ import annotations

import json

import pytest

VTT = """WEBVTT

NOTE Laget for hånd

1
00:00:01.000 --> 00:00:02.500
<v Intervjuer>Hvordan går
det &amp; hva skjer?</v>

00:00:03.000 --> 00:00:04.500 align:start
<v.stor Mor Hansen>Det går <i>på</i> et vis.</v>

00:00:05.000 --> 00:00:06.500
<v Mor Hansen>Og så var det skolen.

01:00:00.250 --> 01:00:02.000
<v Intervjuer>Ja?</v>
<v Mor Hansen>Nei.</v>
"""
SRT = """1
00:00:01,000 --> 00:00:02,500
I: Hvordan går det?

2
00:00:03,000 --> 00:00:04,500
Mor: Det går.

3
00:00:05,000 --> 00:00:06,500
Mor: På et vis.

4
00:00:07,000 --> 00:00:08,500
med hjelp
"""


def test_a_vtt_file_gives_voices_times_and_merged_turns(study, said) -> None:
    reading = study.read("a.vtt", VTT)
    assert said(reading) == [
        ("Intervjuer", "Hvordan går det & hva skjer?"),
        ("Mor Hansen", "Det går på et vis.\nOg så var det skolen."),
        ("Intervjuer", "Ja?"),
        ("Mor Hansen", "Nei."),
    ]
    assert [turn.time for turn in reading.source.turns] == [1.0, 3.0, 3600.25, 3600.25]
    assert [turn.is_interviewer for turn in reading.source.turns] == [True, False, True, False]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_vtt_file_with_other_line_ends_reads_the_same(study, said, end) -> None:
    assert said(study.read("a.vtt", VTT.replace("\n", end))) == said(study.read("b.vtt", VTT))


def test_labels_in_subtitles_are_speakers_and_one_speakers_cues_one_turn(study, said) -> None:
    reading = study.read("a.srt", SRT)
    assert said(reading) == [("I", "Hvordan går det?"), ("Mor", "Det går.\nPå et vis.\nmed hjelp")]
    assert [turn.time for turn in reading.source.turns] == [1.0, 3.0]


def test_subtitles_without_speakers_are_one_unknown_turn(study, said, notices) -> None:
    reading = study.read(
        "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nvi gikk\n\n00:03.000 --> 00:04.000\nog kom\n"
    )
    assert said(reading) == [(None, "vi gikk\nog kom")]
    assert reading.source.turns[0].time == 1.0
    assert "counted as 'ukjent'" in notices(reading, "warning")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("00:00:01.000 --> 00:00:02.000\nhei\n", 1),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nhei\n\n00:00:01 --> tull\nhei\n", 6),
        ("WEBVTT\n\n1\n00:00:01,000 --> 00:00:02,000\nhei\n", 4),
    ],
)
def test_a_malformed_vtt_file_is_refused_with_its_line(study, text, line) -> None:
    assert f"a.vtt, line {line}:" in study.refused("a.vtt", text)


@pytest.mark.parametrize("text", ["WEBVTT\n", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\n"])
def test_subtitles_without_words_are_refused(study, text) -> None:
    assert "no subtitle with text" in study.refused("a.vtt", text)


def test_a_malformed_srt_file_is_refused_with_its_line(study) -> None:
    assert "a.srt, line 6:" in study.refused("a.srt", SRT.replace("00:00:03,000 -->", "klokka tre"))
    assert "a.srt, line 6:" in study.refused("a.srt", SRT.replace("00:00:03,000", "00-00-03"))
    assert "a.srt, line 1:" in study.refused("a.srt", "Bare tekst.\n")


# --- recognised speech ----------------------------------------------------------------------------------


def test_whisper_segments_keep_their_breaks_as_lines(study, said) -> None:
    segments = [
        {"start": 1.5, "end": 2, "text": " vi gikk"},
        {"start": 3, "end": 4, "text": " og kom\ntilbake "},
    ]
    for content in ({"text": "x", "segments": segments}, segments):
        reading = study.read("a.json", json.dumps(content))
        assert said(reading) == [(None, "vi gikk\nog kom tilbake")]
        assert reading.source.turns[0].time == 1.5


def test_whisper_speakers_are_turns(study, said) -> None:
    spoken = [
        ("SPEAKER_00", "hva?"),
        ("SPEAKER_01", "ja."),
        ("SPEAKER_01", "jo"),
        ("SPEAKER_00", "når?"),
        ("SPEAKER_01", "nå"),
    ]
    segments = [
        {"start": i, "end": i + 1, "text": text, "speaker": who} for i, (who, text) in enumerate(spoken)
    ]
    reading = study.read("a.json", json.dumps(segments))
    assert said(reading) == [
        ("SPEAKER_00", "hva?"),
        ("SPEAKER_01", "ja.\njo"),
        ("SPEAKER_00", "når?"),
        ("SPEAKER_01", "nå"),
    ]
    assert [turn.is_interviewer for turn in reading.source.turns] == [True, False, True, False]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"segments": [\n{"start": 0, "text": "hei"', "line 2: is not valid json"),
        ('{"segments": [\n{"start": 0, "text": "hei"},\n{"start": 1}]}', "line 3: segment 2 has no text"),
        ('[\n"hei"]', "line 2: segment 1 is not an object"),
        ('[{"start": "ett", "text": "hei"}]', "segment 1 is not a number"),
        ('[{"start": NaN, "text": "hei"}]', "segment 1 is not a number"),
        ('[{"start": 0, "text": "hei", "speaker": 1}]', "speaker of segment 1"),
        ('{"navn": "Kari"}', "no list of segments"),
        ('{"segments": {}}', "no list of segments"),
        ('"hei"', "no list of segments"),
        ("[]", "no segment with text"),
        ("[" * 100_000, "json"),
    ],
)
def test_malformed_json_is_refused_with_its_line(study, text, told) -> None:
    line = study.refused("a.json", text)
    assert told in line or (told == "json" and "transcript" in line)
