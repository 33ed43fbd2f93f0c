"""A PostgreSQL database that cannot be used: one line that says why, and never the password."""

from pathlib import Path

import pytest

from qualcode.errors import StoreError
from qualcode.store import Store
from tests.postgres import PASSWORD, Server
from tests.studies import qualcode, refused, small_study


def test_a_server_that_is_down_is_named_without_the_password() -> None:
    with pytest.raises(StoreError) as error:
        Store("postgresql+psycopg://kari:Sommer2026@127.0.0.1:1/studie")
    said = str(error.value)
    assert "the database server does not answer" in said
    assert "127.0.0.1:1/studie" in said
    assert "Sommer2026" not in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"password": "Feil-ord"}, "refuses the user or the password. Set PGPASSWORD"),
        ({"password": None}, "wants a password. Set PGPASSWORD"),
        ({"database": "finnes_ikke"}, 'database "finnes_ikke" does not exist. Ask whoever runs the server'),
        ({"user": "ukjent"}, "refuses the user or the password"),
    ],
)
def test_a_wrong_address_is_told_from_a_wrong_password(
    postgres: Server, address: dict[str, str], said: str
) -> None:
    with pytest.raises(StoreError) as error:
        Store(postgres.url(**{"database": "postgres"} | address))
    assert said in str(error.value)
    assert "Feil-ord" not in str(error.value)
    assert PASSWORD not in str(error.value)


def test_the_password_may_come_from_the_environment(
    postgres: Server, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    Store(postgres.url(postgres_url.rpartition("/")[2], password=None)).close()


def test_without_the_library_the_way_to_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'qualcode\[postgres\]'"):
        Store("postgresql+psycopg://kari@localhost/studie")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("mysql://kari:Sommer2026@localhost/studie", "line 1: 'database' is neither"),
        ("postgresql+psycopg://kari:Sommer2026@localhost:port/studie", "is no database's address"),
        ("postgresql+psycopg://kari:Sommer2026@127.0.0.1:1/studie", "does not answer"),
    ],
)
def test_a_bad_setting_ends_a_command_with_one_line(tmp_path: Path, setting: str, said: str) -> None:
    done = qualcode("run", small_study(tmp_path, **{"qualcode.toml": f'database = "{setting}"\n'}))
    refused(done, said)
    assert len(done.stderr.splitlines()) == 1
    assert "Sommer2026" not in done.stdout + done.stderr
