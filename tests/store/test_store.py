"""The database: what it keeps, what it refuses, and that the migrations build what the code expects."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

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
def store(database_url: str) -> Iterator[Store]:
    """The same tests for SQLite and for PostgreSQL."""
    store = Store(database_url)
    store.write_source(SOURCE, SEGMENTS, [RESPONDENT], "key")
    yield store
    store.close()


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


def test_a_decision_comes_back_with_all_it_said_and_when(store: Store) -> None:
    change = Decision(
        "s1-a", "tidlig_innsats", "change", "Kari", "adjudicated", "Bedre slik.",
        "samarbeid", 5, 8, "nøytral", True,
    )  # fmt: skip
    before = dt.datetime.now(dt.UTC)
    store.decide(change)
    store.decide(Decision("s1-b", "", "done", "Ola", "blind"))
    first, second = store.stored_decisions()
    assert (first.decision, second.decision.coder) == (change, "Ola")
    assert before <= first.at <= second.at <= dt.datetime.now(dt.UTC)
    assert first.at.utcoffset() == dt.timedelta(0)
    assert first.id < second.id
    assert store.stored_decisions("s1-b") == [second]


def fill(store: Store) -> None:
    store.decide(Decision("s1-a", "tidlig_innsats", "accept", "Kari"))
    store.write_memo("segment", "s1-a", "Hva mener hun?", "Kari")


EVERY_CHANGE = ["UPDATE decision SET coder = 'x'", "DELETE FROM decision"]
EVERY_CHANGE += ["UPDATE memo SET text = 'x'", "DELETE FROM memo"]


@pytest.mark.parametrize("statement", EVERY_CHANGE)
def test_the_database_itself_forbids_changing_a_decision_or_a_memo(store: Store, statement: str) -> None:
    fill(store)
    refuse(store, statement)


@pytest.mark.parametrize("table", ["decision", "memo"])
def test_a_table_of_decisions_or_memos_cannot_be_emptied_at_once(postgres_url: str, table: str) -> None:
    store = Store(postgres_url)
    refuse(store, f"TRUNCATE {table}")
    store.close()


def refuse(store: Store, statement: str) -> None:
    """The statement is refused to anyone who speaks to the database."""
    with store.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.execute(sa.text(statement))


def test_both_kinds_of_database_hold_and_sort_the_same(tmp_path: Path, postgres_url: str) -> None:
    dumps = []
    for url in (f"sqlite:///{tmp_path / 'qualcode.db'}", postgres_url):
        store = Store(url)
        for id_ in ("ågot", "Ærlig", "b-1", "B_1", "a2", "A10", "ødel"):
            source = replace(SOURCE, id=id_)
            segments = [replace(s, id=f"{id_}-{s.ordinal}", source=id_) for s in SEGMENTS]
            store.write_source(source, segments, [replace(RESPONDENT, id=f"{id_}:r")], "key")
            store.write_coding(
                id_, {segments[0].id: [SUGGESTION, replace(SUGGESTION, code="Ås", score=1 / 3)]}, "k"
            )
        dumps.append(
            (list(store.dump()), [s.id for s in store.sources()], store.outline(), list(store.suggestions()))
        )
        store.close()
    assert dumps[0] == dumps[1]


def test_an_old_database_is_brought_up_with_nothing_lost_and_still_guarded(database_url: str) -> None:
    before = old_database(database_url)
    store = Store(database_url)
    assert store.decisions() == [Decision("s1-a", "tidlig_innsats", "reject", "Kari", reason="Nei.")]
    assert store.stored_decisions()[0].at == dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
    assert [json.loads(line.partition("\t")[2]) for line in store.dump()] == before
    store.write_memo("study", "", "Ny.", "Kari")
    for statement in EVERY_CHANGE:
        refuse(store, statement)
    store.close()


def old_database(url: str) -> list[dict[str, object]]:
    """A database as the first version left it, with a source, a segment and a decision; its derived rows."""
    from alembic import command
    from alembic.config import Config

    from qualcode.store.database import MIGRATIONS

    source = {
        "id": "s1", "path": "s1.txt", "kind": "interview", "fidelity": "verbatim", "site": None,
        "sha256": "ab", "text": "Hva?\nVi ventet.", "turns": [], "offsets": [[0], [0]], "notices": [],
        "attributes": {}, "intake_key": "k", "coding_key": None,
    }  # fmt: skip
    segment = {
        "id": "s1-a", "source": "s1", "ordinal": 0, "turn": 1, "start": 5, "end": 15, "speaker": "B",
        "informant": "b1", "role": None, "group": "barnehage", "site": None, "question": None, "time": None,
        "phase": None,
    }  # fmt: skip
    decision = {
        "segment": "s1-a", "segment_text": "Vi ventet.", "code": "tidlig_innsats", "action": "reject",
        "coder": "Kari", "pass": "review", "reason": "Nei.", "at": dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC),
    }  # fmt: skip
    engine = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with engine.begin() as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection)
        for table, row in (("source", source), ("segment", segment), ("decision", decision)):
            connection.execute(sa.insert(metadata.tables[table]), row)
    engine.dispose()
    return [source, segment]


def test_programs_that_open_a_new_database_at_once_make_it_once(database_url: str) -> None:
    def open_it(_: int) -> int:
        store = Store(database_url)
        count = len(store.decisions())
        store.close()
        return count

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(open_it, range(8))) == [0] * 8


def test_the_dump_is_the_same_for_the_same_content_and_holds_no_clock(store: Store, tmp_path: Path) -> None:
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")  # beside PostgreSQL too
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


def test_a_new_sqlite_database_is_what_the_migrations_would_make(tmp_path: Path) -> None:
    def schema(name: str, *, step_by_step: bool) -> list[tuple[str, ...]]:
        made = Store(f"sqlite:///{tmp_path / name}", step_by_step=step_by_step)
        query = "SELECT type, name, tbl_name, sql FROM sqlite_master UNION SELECT '', '', '', version_num "
        with made.engine.connect() as connection:
            rows = connection.execute(sa.text(query + "FROM alembic_version ORDER BY 1, 2")).all()
        made.close()
        return [tuple(" ".join(str(field).split()) for field in row) for row in rows]

    quick, slow = schema("quick.db", step_by_step=False), schema("slow.db", step_by_step=True)
    assert quick == slow, "run: python tools/sqlite_schema.py"
    assert len(quick) > 15


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "qualcode.db").write_text("not a database, only some words in a file\n" * 50)
    with pytest.raises(StoreError, match="is not a database"):
        Store(f"sqlite:///{tmp_path / 'qualcode.db'}")


def test_a_database_of_a_newer_version_is_refused(store: Store, database_url: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer qualcode"):
        Store(database_url)


def test_an_unknown_segment_is_named_with_where_ids_stand(store: Store) -> None:
    with pytest.raises(StoreError, match="no segment 's9'"):
        store.segment("s9")


def test_a_process_that_ends_leaves_one_file_and_no_journal(tmp_path: Path) -> None:
    program = "import sys; from qualcode.store import Store; Store(sys.argv[1]).remove_sources(['none'])"
    url = f"sqlite:///{tmp_path / 'study.db'}"
    subprocess.run([sys.executable, "-c", program, url], check=True)
    assert [path.name for path in tmp_path.iterdir()] == ["study.db"]
