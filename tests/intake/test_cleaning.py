"""Cleaning is reversible: every character left leads back to where it stood in the original."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import TranscriptError
from qualcode.intake import Register, read_source
from qualcode.intake.cleaning import Builder, Cleaned, clean_characters, compose, from_original, then
from qualcode.intake.layout import drop_furniture, join_lines, lines_of, shape_of
from qualcode.settings import Settings

SPICE = st.sampled_from(
    ["\r\n", "\r", "\n", "\n\n", "\u00ad", "\u200b", "\ufeff", "\u2028", "😀", "e\u0301", "👩\u200d👧",
     "Mor: ", "I: ", "- ", "[00:01:02] ", "#00:01:02-3#", "samar-\nbeid ", "**", "ja ", "Nei. ", "\t",
     "12\n", " ", "Klokka 10:30 ", "æøå"]
)  # fmt: skip
TEXT = st.lists(st.one_of(SPICE, st.text(max_size=8)), max_size=60).map("".join)


def leads_back(cleaned: Cleaned, original: str) -> None:
    """Each character stands where its map says, but for the spaces and line breaks that joining put in."""
    for i, character in enumerate(cleaned.text):
        at = cleaned.offsets.to_original(i)
        assert 0 <= at <= len(original)
        if character not in " \n":
            assert original[at] == character
    places = [cleaned.offsets.to_original(i) for i in range(len(cleaned.text))]
    assert all(a <= b for a, b in pairwise(places))


@given(TEXT)
def test_characters_cleaned_lead_back(text: str) -> None:
    cleaned = clean_characters(text)
    leads_back(cleaned, text)
    assert not set(cleaned.text) & set("\r\u00ad\u200b\ufeff\u2028\x0b\x0c\x85")


@given(TEXT)
def test_only_line_ends_and_invisible_characters_are_lost(text: str) -> None:
    dropped = set("\r\n\x0b\x0c\x85\u2028\u2029\u00ad\u200b\u2060\ufeff\u200e\u200f\x1f \t\xa0") | {
        chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
    }
    left = [c for c in clean_characters(text).text if c not in dropped]
    assert left == [c for c in text if c not in dropped]


@given(TEXT, st.data())
def test_two_cleanings_in_a_row_lead_back_through_both(text: str, data: st.DataObject) -> None:
    first = clean_characters(text)
    length = len(first.text)
    cuts = sorted(data.draw(st.lists(st.integers(0, length), max_size=8)))
    builder = Builder(first.text)
    for keep, (start, end) in zip([True, False] * len(cuts), pairwise([0, *cuts, length]), strict=False):
        if keep:
            builder.keep(start, end)
        else:
            builder.insert(" ", start)
    leads_back(then(first, builder.finish()), text)


@given(TEXT)
def test_a_place_in_the_original_is_found_again_in_the_cleaned_text(text: str) -> None:
    cleaned = clean_characters(text)
    for i in range(len(cleaned.text)):
        assert from_original(cleaned.offsets, cleaned.offsets.to_original(i), len(cleaned.text)) == i


def test_a_map_of_nothing_changed_is_the_identity_in_any_composition() -> None:
    same = clean_characters("uendret")
    assert same.text == "uendret"
    other = clean_characters("a\r\nb").offsets
    assert compose(same.offsets, other, 3) == other == compose(other, same.offsets, 4)


@given(st.lists(st.text(alphabet="abcæ -.,\n1", max_size=90), max_size=30).map("\n".join))
def test_joined_lines_lead_back(text: str) -> None:
    builder = Builder(text)
    join_lines(builder, text, lines_of(text), shape_of(text))
    leads_back(builder.finish(), text)


@given(st.lists(st.text(alphabet="abæ 12-\n", max_size=60), min_size=1, max_size=8))
def test_pages_without_their_numbers_lead_back(pages: list[str]) -> None:
    starts = [sum(len(page) + 1 for page in pages[:i]) for i in range(len(pages))]
    text = "\n".join(pages)
    leads_back(drop_furniture(text, starts)[0], text)


@settings(max_examples=300, deadline=None)
@given(TEXT, st.sampled_from(["a.txt", "a.md", "notat.txt"]))
def test_whatever_is_in_a_text_file_its_source_leads_back(text: str, name: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            reading = read_source(path, Settings(folder=Path(folder)), Register(), root=Path(folder))
        except TranscriptError:
            return
    source = reading.source
    leads_back(Cleaned(source.text, source.offsets), reading.original)
    assert [turn.index for turn in source.turns] == list(range(len(source.turns)))
    for turn, following in pairwise(source.turns):
        assert source.text[turn.end : following.start] == "\n"
    for turn in source.turns:
        piece = source.text[turn.start : turn.end]
        assert piece == piece.strip() != ""
    assert source.turns[0].start == 0
    assert source.turns[-1].end == len(source.text)
