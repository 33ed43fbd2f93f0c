"""Which words are quoted, how they are shortened, and who they are said to come from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.attribution import Attributions
from qualcode.analysis.data import records
from qualcode.analysis.quote_words import ELISION, LONGEST, shortened
from qualcode.analysis.quotes import QuoteChooser, select_quotes
from tests.small_study import small_study


def with_texts(**texts):
    """The small study's segments with other texts, by id."""
    return [
        {**row, "text": texts.get(row["segment_id"], row["text"])} for row in records(small_study().segments)
    ]


def coded(*ids, code="tverrfaglighet", score=0.8, status="suggested"):
    return [
        {"segment_id": i, "code": code, "origin": "machine", "status": status, "score": score} for i in ids
    ]


def test_the_most_typical_comes_first_then_other_voices():
    chosen = select_quotes(small_study(), "tidlig_innsats")
    assert [quote.segment_id for quote in chosen] == ["s01", "s14", "s04"]


def test_notes_documents_and_unknown_speakers_are_never_quoted():
    data = small_study(codings=coded("s02", "s10", "s11"))
    assert select_quotes(data, "tverrfaglighet") == []


def test_an_interview_that_does_not_tell_its_speakers_apart_is_never_quoted():
    segments = records(small_study().segments)
    for row in segments:
        if row["source"] in ("int_1", "skjema"):  # an answer has a respondent, who needs no label
            row["speaker"] = None
    data = small_study(segments=segments, codings=coded("s04", "s05", "s08", "s14"))
    assert {quote.segment_id for quote in select_quotes(data, "tverrfaglighet")} == {"s08", "s14"}


def test_one_of_three_quotes_is_a_survey_answer_while_interviews_have_enough():
    data = small_study(
        segments=with_texts(s13="Mer tid sammen med kontaktpersonen vår, både hjemme og på skolen"),
        codings=[*coded("s12", "s13", "s14", score=0.99), *coded("s04", "s08", score=0.6)],
    )
    assert [quote.segment_id for quote in select_quotes(data, "tverrfaglighet")] == ["s12", "s04", "s08"]
    fewer = small_study(codings=[*coded("s12", "s14", score=0.99), *coded("s04", "s05", score=0.6)])
    assert [quote.segment_id for quote in select_quotes(fewer, "tverrfaglighet")] == ["s12", "s04", "s14"]


def test_a_survey_answer_is_quoted_with_its_question():
    chosen = {q.segment_id: q.question for q in select_quotes(small_study(), "tidlig_innsats")}
    assert chosen == {"s01": None, "s14": "Hva fungerer bra?", "s04": None}


def test_a_rejected_coding_is_never_quoted():
    data = small_study(codings=coded("s04", status="rejected"))
    assert select_quotes(data, "tverrfaglighet") == []


def test_count_reviewed_quotes_only_what_people_have_accepted():
    data = small_study(count="reviewed")
    assert [quote.segment_id for quote in select_quotes(data, "tidlig_innsats")] == ["s04"]


def test_the_same_utterance_is_never_quoted_twice():
    said = "Vi møttes hver torsdag, alle fra de tre tjenestene, og ble enige om hvem som gjør hva."
    data = small_study(segments=with_texts(s04=said, s06=said + " ", s08=said.replace("torsdag", "Torsdag")),
                       codings=coded("s04", "s06", "s08"))  # fmt: skip
    assert len(select_quotes(data, "tverrfaglighet")) == 1


def test_an_utterance_quoted_under_one_theme_is_not_quoted_under_the_next():
    data = small_study(codings=[*coded("s05"), *coded("s05", "s07", code="brukermedvirkning")])
    first = select_quotes(data, "brukermedvirkning")
    assert "s05" in [quote.segment_id for quote in first]
    assert select_quotes(data, "tverrfaglighet", taken=first) == []


def test_two_short_words_alike_do_not_shut_each_other_out():
    data = small_study(segments=with_texts(s12="Mer tid til oss", s14="Mer tid til samarbeid mellom dem"),
                       codings=coded("s12", "s14"))  # fmt: skip
    assert len(select_quotes(data, "tverrfaglighet")) == 2


def test_one_voice_is_quoted_twice_only_when_there_is_no_other():
    data = small_study(codings=coded("s04", "s05", "s08", score=0.9))
    assert [quote.segment_id for quote in select_quotes(data, "tverrfaglighet", limit=2)] == ["s04", "s08"]
    third = select_quotes(data, "tverrfaglighet")[2]
    assert third.segment_id == "s05"
    assert third.reason.voice == "repeated"


def test_a_group_can_be_asked_for():
    chosen = select_quotes(small_study(), "tidlig_innsats", group="foreldre")
    assert [quote.segment_id for quote in chosen] == ["s14", "s08"]


def test_the_choice_is_the_same_each_time():
    assert select_quotes(small_study(), "tidlig_innsats") == select_quotes(small_study(), "tidlig_innsats")


# --- shortening --------------------------------------------------------------------------------------


def test_a_readable_utterance_is_kept_word_for_word():
    said = "Jeg sa: N er på X, og x og x kommer i mårra, ikke sant …"
    assert shortened(said) == said


def test_a_long_utterance_keeps_whole_sentences_around_the_match():
    filler = "Så gikk det en uke uten at noe skjedde i saken vår. " * 20
    text = filler + "Da ringte hun. " + filler
    short = shortened(text, around=text.index("Da ringte"))
    assert "Da ringte hun." in short
    assert short.startswith(f"{ELISION} Så gikk")
    assert short.endswith(f"saken vår. {ELISION}")


def test_unpunctuated_speech_is_cut_between_words():
    text = " ".join(f"ord{i}" for i in range(300))
    short = shortened(text, around=text.index("ord150"))
    assert "ord150" in short.split()
    assert set(short.split()) <= {ELISION, *text.split()}


@given(st.text(alphabet="abc .!?\n«»(…)x", max_size=900), st.integers(0, 900))
def test_shortening_leaves_out_but_never_adds(text, around):
    short = shortened(text, around=around)
    kept = (
        short if len(text.split()) <= LONGEST else short.removeprefix(ELISION).removesuffix(ELISION).strip()
    )
    assert kept in " ".join(text.split())
    assert len(kept.split()) <= LONGEST


# --- attribution -------------------------------------------------------------------------------------


def attributions(attribution="auto"):
    """The attribution of each informant's first segment in the small study."""
    data = small_study(attribution=attribution)
    attribute = Attributions(data)
    return {row["person"]: attribute(row) for row in reversed(records(data.segments)) if row["is_informant"]}


def attributed(people, attribution="auto"):
    """What is printed after a quote by each of these people: id -> (group, role, site)."""
    base = next(row for row in records(small_study().segments) if row["is_informant"])
    rows = [
        {**base, "segment_id": f"x{i}", "person": person, "group": group, "role": role, "site": site}
        for i, (person, (group, role, site)) in enumerate(people.items())
    ]
    attribute = Attributions(small_study(segments=rows, codings=[], attribution=attribution))
    return {row["person"]: attribute(row) for row in rows}


def test_a_role_one_person_has_is_not_printed():
    assert attributions()["i1"] == ("Barneverntjenesten", "gruppe")


def test_a_finer_level_is_printed_when_every_cell_of_the_group_holds_three():
    same = {f"p{i}": ("skole", "Lærer" if i else "lærer", "aas" if i < 3 else "bjork") for i in range(6)}
    assert set(attributed(same).values()) == {
        ("lærer, Åsheim", "rolle_sted"),
        ("Lærer, Åsheim", "rolle_sted"),
        ("Lærer, Bjørkvik", "rolle_sted"),
    }
    heads = {f"h{i}": ("skole", "rektor", "aas" if i else "bjork") for i in range(3)}
    assert set(attributed({**same, **heads}).values()) == {
        ("lærer", "rolle"),
        ("Lærer", "rolle"),
        ("rektor", "rolle"),
    }


def test_the_one_who_is_left_is_not_told_by_subtraction():
    young = {f"u{i}": ("ungdom", "ungdom", "aas") for i in range(3)}
    assert set(attributed(young).values()) == {("ungdom, Åsheim", "rolle_sted")}
    elsewhere = attributed({**young, "u3": ("ungdom", "ungdom", "bjork")})
    assert set(elsewhere.values()) == {("ungdom", "rolle")}
    other_role = attributed({**young, "u3": ("ungdom", "elevrådsleder", "aas")})
    assert set(other_role.values()) == {("Ungdom", "gruppe")}
    without_role = attributed({**young, "u3": ("ungdom", None, "aas")})
    assert set(without_role.values()) == {("Ungdom", "gruppe")}


def test_three_who_share_a_role_across_groups_do_not_share_it_within_one():
    leaders = {f"p{i}": (group, "leder", "aas") for i, group in enumerate(("skole", "barnevern", "foreldre"))}
    assert {level for _, level in attributed(leaders).values()} == {"gruppe"}


def test_two_appearances_of_one_person_are_not_two_informants():
    rows = [row for row in records(small_study().segments) if row["is_informant"]]
    for row, person in zip(rows, ["p1", "p1", "p2"], strict=False):
        row.update(person=person, group="skole", role="lærer", site="aas")
    data = small_study(segments=rows[:3], codings=[])
    assert Attributions(data)(rows[0])[1] == "gruppe"


def test_the_authors_own_choice_of_level_is_followed_where_the_facts_are_there():
    assert attributions("rolle_sted")["i1"] == ("kontaktperson, Åsheim", "rolle_sted")
    assert attributions("rolle")["i1"] == ("kontaktperson", "rolle")
    assert attributions("gruppe")["i1"] == ("Barneverntjenesten", "gruppe")
    assert attributions("rolle_sted")["i5"] == ("Foreldre", "gruppe")


@pytest.mark.parametrize("level", ["auto", "gruppe", "rolle", "rolle_sted"])
def test_no_name_label_or_id_is_ever_printed(level):
    for code in ("tidlig_innsats", "brukermedvirkning"):
        for quote in select_quotes(small_study(attribution=level), code):
            assert "Fru" not in quote.attribution
            assert quote.attribution not in {"i1", "i2", "i3", "i4", "i5", "skjema:1", "skjema:2"}


# --- praise beside criticism, and names ----------------------------------------------------------------

LONG = "Vi satt ved bordet den dagen og fikk sagt det vi hadde å si, og så skrev hun det ned slik vi sa det."


def sided(data, sides, limit=3):
    chosen = QuoteChooser(data).choose("tverrfaglighet", limit=limit, sides=sides)
    return [(quote.segment_id, quote.side) for quote in chosen]


def test_praise_stands_beside_criticism_by_another_voice():
    data = small_study(codings=[*coded("s01", "s07", score=0.9), *coded("s04", "s08", score=0.5)])
    assert sided(data, {}) == [("s01", None), ("s07", None), ("s08", None)]
    assert sided(data, {"s01": "positiv", "s08": "kritisk"}) == [
        ("s01", "positiv"),
        ("s08", "kritisk"),
        ("s07", None),
    ]


def test_when_the_typical_quote_takes_no_side_the_pair_follows_it():
    data = small_study(codings=[*coded("s01", score=0.9), *coded("s04", "s07", "s08", score=0.5)])
    sides = {"s07": "kritisk", "s08": "positiv", "s04": "kritisk"}
    assert sided(data, sides) == [("s01", None), ("s07", "kritisk"), ("s08", "positiv")]
    assert sided(data, sides, limit=2) == [("s01", None), ("s07", None)]  # no room for both


def test_one_persons_two_minds_are_no_pair():
    data = small_study(codings=coded("s04", "s05", "s08"))
    assert all(side is None for _, side in sided(data, {"s04": "positiv", "s05": "kritisk"}))


def test_what_the_author_has_pinned_breaks_no_pair_up_and_is_in_none():
    pin = [{"segment_id": "s08", "action": "pin", "code": None, "reason": None, "line": 2}]
    data = small_study(codings=coded("s01", "s07", "s08"), overrides=pin)
    found = sided(data, {"s01": "positiv", "s08": "kritisk"})
    assert found[0] == ("s08", None)
    assert all(side is None for _, side in found)


def test_a_pair_across_groups_takes_a_quote_from_each_side_or_none():
    data = small_study(codings=coded("s01", "s07", "s08"))
    pair = QuoteChooser(data).pair("tverrfaglighet", ("positiv", {"s01"}), ("kritisk", {"s08"}))
    assert [(quote.segment_id, quote.side) for quote in pair] == [("s01", "positiv"), ("s08", "kritisk")]
    assert all(quote.reason.contrast for quote in pair)
    taken = [quote for quote in pair if quote.side == "kritisk"]
    chooser = QuoteChooser(data)
    assert chooser.pair("tverrfaglighet", ("positiv", {"s01"}), ("kritisk", {"s08"}), taken) == []


def test_a_quote_without_a_name_goes_before_one_as_good_with_a_name():
    data = small_study(
        segments=with_texts(s04=LONG.replace("hun", "Ragnhild"), s08=LONG.replace("dagen", "kvelden")),
        codings=coded("s04", "s08"),
    )
    assert select_quotes(data, "tverrfaglighet", limit=1)[0].segment_id == "s08"
    allowed = small_study(
        segments=with_texts(s04=LONG.replace("hun", "Ragnhild"), s08=LONG.replace("dagen", "kvelden")),
        codings=coded("s04", "s08"),
        not_names=("Ragnhild",),
    )
    assert select_quotes(allowed, "tverrfaglighet", limit=1)[0].segment_id == "s04"
