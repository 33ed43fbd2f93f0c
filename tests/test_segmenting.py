"""Segments and sentences: what stands where, and that no rule breaks the offsets."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Appearance, Source, Turn
from qualcode.segmenting import LONGEST_SENTENCE, paragraphs, segment, sentences

ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcæøåÆØÅ .!?…\n\t,«»\"'–-0123456789"),
        st.sampled_from(["e\u0301", "👩‍👧", "\u00ad", "\u200d", "🏽", "ﬁ"]).flatmap(st.sampled_from),
        st.characters(blacklist_categories=("Cs",)),
    ),
    max_size=300,
)


def source(*turns: str, kind: str = "interview", labels: tuple[str | None, ...] = ()) -> Source:
    """A source whose turns alternate between interviewer and informant unless labelled."""
    text, made = "", []
    for i, said in enumerate(turns):
        start = len(text)
        text += said
        label = labels[i] if labels else ("I" if i % 2 == 0 else "B")
        made.append(Turn(i, start, len(text), label, label == "I", None if label in ("I", None) else "b1"))
        text += "\n"
    return Source("s1", "s1.txt", kind, "verbatim", "0" * 64, text, tuple(made))  # type: ignore[arg-type]


REGISTER = {"b1": Appearance("b1", "b1", "barnehage", "nordby", "styrer")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi møttes f.eks. hjemme. Det gikk bra.", 2),
        ("Det var bl.a. kl. 10.30 vi dro. Så kom de.", 2),
        ("Hun gikk i 3. klasse da. Det var 1. juni.", 2),
        ("Vi hadde frist 1. juni 2024. Den gikk.", 2),
        ("Mat, klær osv. Så dro vi.", 2),
        ("Mat, klær osv. og slikt.", 1),
        ("A. Hansen kom. Hun satte seg.", 2),
        ("Han veide 3.5 kilo. Liten gutt.", 2),
        ("«Kommer du?» spurte hun. Jeg svarte ikke.", 2),
        ("Hva? Nei! Ja.", 3),
        ("Jeg tenkte at ... nei, vent. Sånn var det.", 2),
        ("det gikk bra. så kom de hjem. da ble det stille.", 3),
        ("Et avsnitt uten punktum\n\nEt nytt", 2),
        ("Det veit eg. Ho er ung. Slik er det.", 3),
        ("1. Første sak. 2. Andre sak.", 2),
        ("Jeg jobbet der i 2019. Så flyttet jeg.", 2),
        ("Dr. Berg og hr. Lund ringte nr. 4. Ingen svarte.", 2),
        ("", 0),
        (" \n\n ", 0),
    ],
)
def test_abbreviations_ordinals_and_dates_do_not_end_a_sentence(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected, [text[a:b] for a, b in sentences(text)]


def test_speech_without_punctuation_is_split_where_the_speaker_starts_anew() -> None:
    text = (
        "ja altså vi ringte jo til kontoret flere ganger den uka og så fikk vi beskjed om å vente "
        "men jeg kunne ikke vente mer for gutten sov jo ikke om natta og da bestemte vi oss for å møte opp "
        "der selv en morgen og så kom det en dame ut som sa at hun skulle se på det "
        "men det gikk tre uker til før noen ringte tilbake til oss og da var skolen alt begynt"
    )
    pieces = [text[a:b] for a, b in sentences(text)]
    assert len(pieces) > 2
    assert all(len(piece.split()) <= LONGEST_SENTENCE for piece in pieces)
    assert all(piece.split()[0] in ("ja", "og", "men", "for", "så", "da") for piece in pieces)


def test_speech_with_pauses_is_split_at_the_pauses_first() -> None:
    line = "vi satt der og venta på at noen skulle komme ut til oss da"
    text = "\n".join([line] * 8)
    assert [text[a:b] for a, b in sentences(text)] == [line] * 8


@given(ANY_TEXT)
def test_sentences_are_ordered_disjoint_and_lose_nothing_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


@given(ANY_TEXT)
def test_paragraphs_lose_nothing_but_white_space(text: str) -> None:
    assert "".join("".join(text[a:b].split()) for a, b in paragraphs(text)) == "".join(text.split())


@given(
    st.lists(ANY_TEXT, min_size=1, max_size=6), st.sampled_from(["turn", "sentence", "answer", "paragraph"])
)
def test_a_segment_is_what_stands_between_its_offsets(turns: list[str], unit: str) -> None:
    made = source(*turns)
    found = segment(made, unit, REGISTER)  # type: ignore[arg-type]
    assert all(made.text[s.start : s.end] == s.text and s.text.strip() for s in found)
    assert len({s.id for s in found}) == len(found)
    assert [s.ordinal for s in found] == list(range(len(found)))
    said = "".join(t for i, t in enumerate(turns) if i % 2 == 1)
    if unit != "answer":
        assert "".join("".join(s.text.split()) for s in found) == "".join(said.split())


def test_the_interviewers_turns_are_context_and_never_segments() -> None:
    found = segment(source("Hva skjedde?", "Ingenting."), "turn", REGISTER)
    assert [(s.text, s.question, s.informant, s.group) for s in found] == [
        ("Ingenting.", "Hva skjedde?", "b1", "barnehage")
    ]


def test_an_answer_joins_a_speakers_consecutive_turns() -> None:
    made = source(
        "Hva da?", "Først ventet vi.", "Så ringte de.", "Og du?", "Nei.", labels=("I", "B", "B", "I", "B")
    )
    assert [s.text for s in segment(made, "answer", REGISTER)] == ["Først ventet vi.\nSå ringte de.", "Nei."]
    assert len(segment(made, "turn", REGISTER)) == 3


def test_text_without_speakers_is_not_one_endless_segment() -> None:
    made = source(" ".join(["Vi gikk bort til dem og spurte hva som hadde hendt."] * 60), labels=(None,))
    found = segment(made, "turn", REGISTER)
    assert len(found) > 3
    assert {s.group for s in found} == {"ukjent"}


def test_a_document_is_data_but_belongs_to_no_group_of_informants() -> None:
    made = source("Tiltaket ble evaluert.\n\nMål nådd.", kind="document", labels=(None,))
    assert [(s.text, s.group) for s in segment(made, "turn", REGISTER)] == [
        ("Tiltaket ble evaluert.", "dokument"),
        ("Mål nådd.", "dokument"),
    ]


def test_a_heading_over_a_paragraph_is_no_segment_but_telegraphic_notes_are() -> None:
    text = "4. Barnets syn\n\nHan vil bo hos far.\n\nLite tid\n\nIngen ringte\n\nSlutt på notatet"
    assert [s.text for s in segment(source(text, kind="notes", labels=(None,)), "turn", REGISTER)] == [
        "Han vil bo hos far.",
        "Lite tid",
        "Ingen ringte",
        "Slutt på notatet",
    ]


def test_the_same_words_keep_their_id_when_something_is_added_elsewhere() -> None:
    before = {s.text: s.id for s in segment(source("Q", "Vi ventet lenge."), "turn", REGISTER)}
    after = {
        s.text: s.id for s in segment(source("Q", "Noe nytt.", "Q", "Vi ventet lenge."), "turn", REGISTER)
    }
    assert before["Vi ventet lenge."] == after["Vi ventet lenge."]
