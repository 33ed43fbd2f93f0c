"""A PostgreSQL server of the tests' own: Debian's, on a free port, as an unprivileged user, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "studie", "hemmelig-ord"
UNPRIVILEGED = "nobody"


def binaries() -> Path | None:
    """The folder of the newest server installed here."""
    found = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if (p / "initdb").exists()]
    return max(found, key=lambda p: int(p.parent.name), default=None)


@dataclass
class Server:
    """A running server. Every database asked for is a new one."""

    port: int

    def __post_init__(self) -> None:
        self._names = count(1)

    def url(self, database: str, *, password: str | None = PASSWORD, user: str = USER) -> str:
        """The address of a database."""
        secret = f":{password}" if password else ""
        return f"postgresql+psycopg://{user}{secret}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"studie_{next(self._names)}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self.run(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """Run a statement outside any study."""
        engine = sa.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """Start a server and stop it. Its default order of texts is Norwegian, not that of code points."""
    # The server refuses to run as root, and the unprivileged user cannot enter pytest's own folders.
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="qualcode-postgres-"))
    (folder / "password").write_text(PASSWORD)
    if user:
        for path in (folder, folder / "password"):
            shutil.chown(path, user, pwd.getpwnam(user).pw_gid)

    def call(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / program, *arguments], user=user, extra_groups=[] if user else None,
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    data = str(folder / "data")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=100"
    try:
        call(
            "initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", "--pwfile", str(folder / "password"),
            "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=nb-NO", "--no-sync",
        )  # fmt: skip
        # The log goes to a file: the server would hold on to a pipe of ours.
        call("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield Server(port)
    finally:
        if (folder / "data/postmaster.pid").exists():
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
