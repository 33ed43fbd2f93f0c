"""The database: what it keeps, what it refuses, and that the migrations build what the code expects."""

import sqlite3
from pathlib import Path

import pytest

from qualcode.errors import StoreError
from qualcode.model import Appearance, Decision, Match, Notice, OffsetMap, Segment, Source, Suggestion, Turn
from qualcode.store import Store

SOURCE = Source(
    "s1", "s1.txt", "interview", "verbatim", "ab" * 32, "Hva?\nVi ventet.\nLenge 👩‍👧.",
    (
        Turn(0, 0, 4, "I", is_interviewer=True),
        Turn(1, 5, 15, "B", informant="b1", time=12.5),
        Turn(2, 16, 26, "B", informant="b1", phase="2"),
    ),
    OffsetMap((0, 5), (3, 11)),
    (Notice("doubt", "'NB' may be a speaker", 4, "Say so."),),
    "nordby",
    {"mode": "telefon"},
)  # fmt: skip
SEGMENTS = [
    Segment(
        "s1-a", "s1", 0, 1, 5, 15, "Vi ventet.", "B", "b1", "styrer", "barnehage", "nordby", "Hva?", 12.5
    ),
    Segment("s1-b", "s1", 1, 2, 16, 26, "Lenge 👩‍👧.", "B", "b1", group="barnehage", phase="2"),
]
RESPONDENT = Appearance("s1:r1", "s1:r1", "barnehage", sources=("s1",))
MATCH = Match("tidlig_innsats", "vente", 8, 14, "ventet", 0.7, False, "lemma")
SUGGESTION = Suggestion("tidlig_innsats", 0.7, (MATCH,), 0.6, {"indicators": 0.7})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(f"sqlite:///{tmp_path / 'qualcode.db'}")
    store.write_source(SOURCE, SEGMENTS, [RESPONDENT], "key")
    return store


def test_a_source_comes_back_as_it_was_stored(store: Store) -> None:
    assert store.source("s1") == SOURCE
    assert store.segments(SOURCE) == SEGMENTS
    assert store.segment("s1-b") == SEGMENTS[1]


def test_suggestions_come_back_with_their_matches(store: Store) -> None:
    store.write_coding("s1", {"s1-a": [SUGGESTION]}, "coded")
    assert list(store.suggestions()) == [("s1-a", SUGGESTION)]
    assert store.source_keys() == {"s1": ("key", "coded")}


def test_a_source_stored_anew_loses_its_old_coding_and_respondents(store: Store) -> None:
    store.write_coding("s1", {"s1-a": [SUGGESTION]}, "coded")
    store.write_source(SOURCE, SEGMENTS[:1], [], "new key")
    assert list(store.suggestions()) == []
    assert store.informants() == []
    assert store.source_keys() == {"s1": ("new key", None)}


def test_a_new_register_leaves_the_respondents_of_surveys_alone(store: Store) -> None:
    store.write_register([Appearance("b1", "b1", "barnehage")], [Appearance("f1", "f1", "fastlege")])
    store.write_register([Appearance("b2", "b2", "barnehage")], [])
    assert [row["id"] for row in store.informants()] == ["b2", "s1:r1"]


def test_a_decision_outlives_its_segment_and_is_listed_as_orphaned(store: Store) -> None:
    store.decide(Decision("s1-a", "tidlig_innsats", "accept", "Kari"))
    store.decide(Decision("s1-b", "tidlig_innsats", "reject", "Kari", reason="Handler om noe annet."))
    store.write_source(SOURCE, SEGMENTS[:1], [], "new key")
    assert [d.segment for d in store.decisions()] == ["s1-a"]
    orphan = store.orphaned_decisions()[0]
    assert (orphan["segment"], orphan["segment_text"]) == ("s1-b", "Lenge 👩‍👧.")
    store.write_source(SOURCE, SEGMENTS, [], "key")
    assert [d.segment for d in store.decisions()] == ["s1-a", "s1-b"]


@pytest.mark.parametrize("statement", ["UPDATE decision SET coder = 'x'", "DELETE FROM decision"])
def test_the_database_itself_forbids_changing_a_decision(
    store: Store, tmp_path: Path, statement: str
) -> None:
    store.decide(Decision("s1-a", "tidlig_innsats", "accept", "Kari"))
    connection = sqlite3.connect(tmp_path / "qualcode.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()


def test_the_dump_is_the_same_for_the_same_content_and_holds_no_clock(store: Store, tmp_path: Path) -> None:
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    other.write_source(SOURCE, SEGMENTS[:1], [], "old")
    other.write_source(SOURCE, SEGMENTS, [RESPONDENT], "key")
    other.record_run({"facts": {}})
    assert list(other.dump()) == list(store.dump())


def test_the_migrations_build_what_the_code_expects(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from qualcode.store.tables import metadata

    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "qualcode.db").write_text("not a database, only some words in a file\n" * 50)
    with pytest.raises(StoreError, match="is not a database"):
        Store(f"sqlite:///{tmp_path / 'qualcode.db'}")


def test_a_database_of_a_newer_version_is_refused(store: Store, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "qualcode.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="newer qualcode"):
        Store(f"sqlite:///{tmp_path / 'qualcode.db'}")


def test_an_unknown_segment_is_named_with_where_ids_stand(store: Store) -> None:
    with pytest.raises(StoreError, match="no segment 's9'"):
        store.segment("s9")
