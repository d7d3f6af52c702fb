"""A MariaDB server of the tests' own: in a folder that goes away, on a socket, without network."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine

from bot.ledger.address import Server

NEEDED = ("mariadbd", "mariadb-install-db")
"""Of Debian's packages mariadb-server-core and mariadb-client-core, which ./scripts/test installs."""

_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
_QUICK = (
    # It need not outlive a power cut; it does outlive its own death.
    "--innodb-flush-log-at-trx-commit=2",
    "--innodb-flush-method=nosync",
    "--innodb-doublewrite=0",
    "--innodb-file-per-table=0",
    "--debug-no-sync",
    "--innodb-buffer-pool-size=32M",
    "--innodb-log-file-size=8M",
    "--performance-schema=OFF",
    "--skip-log-bin",
    "--skip-name-resolve",
    "--skip-networking",
    # Other than ours, so that the ledger leans on nothing that a server happens to have.
    "--character-set-server=latin1",
    "--sql-mode=",
)


def missing() -> list[str]:
    """Give the programs that this machine lacks."""
    return [name for name in NEEDED if not shutil.which(name, path=_PATH)]


class MariaDB:
    """The server, which may be stopped, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "socket"
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0

    def install(self) -> None:
        """Make the server's own tables."""
        options = ("--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve")
        subprocess.run(
            self._command("mariadb-install-db", *options),
            env=self._environment(),
            check=True,
            capture_output=True,
            timeout=120,
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            command = self._command("mariadbd", f"--socket={self.socket}", *_QUICK)
            self._process = subprocess.Popen(command, env=self._environment(), stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            with socket.socket(socket.AF_UNIX) as knock, suppress(OSError):
                knock.connect(str(self.socket))
                knock.settimeout(10)
                if knock.recv(1):
                    return
            time.sleep(0.05)
        self.stop()
        raise AssertionError((self.folder / "log").read_text(errors="replace")[-2000:])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, gently or not, and wait until it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def run(self, statement: str, database: str | None = None) -> list[tuple[object, ...]]:
        """Run a statement as the server's root."""
        query = {"unix_socket": str(self.socket), "charset": "utf8mb4"}
        url = URL.create("mariadb+pymysql", username="root", database=database, query=query)
        engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            result = connection.exec_driver_sql(statement)
            return [tuple(row) for row in result] if result.returns_rows else []

    def new_database(self) -> Server:
        """Make an empty database."""
        self._databases += 1
        name = f"ledger_{self._databases}"
        self.run(f"CREATE DATABASE {name}")
        return Server(database=name, user="root", socket=self.socket)

    def drop(self, server: Server) -> None:
        """Drop a database."""
        self.run(f"DROP DATABASE IF EXISTS {server.database}")

    def _environment(self) -> dict[str, str]:
        """Give a folder for temporary tables: a server that starts deletes all that it finds, others' too."""
        temporary = self.folder / "temporary"
        temporary.mkdir(exist_ok=True)
        return {**os.environ, "TMPDIR": str(temporary)}

    def _command(self, program: str, *options: str) -> list[str]:
        found = shutil.which(program, path=_PATH)
        assert found, f"{program} is missing; ./scripts/test installs it."
        folder = f"--datadir={self.folder / 'data'}"
        return [found, "--no-defaults", f"--user={getpass.getuser()}", folder, *options]


@contextmanager
def running() -> Iterator[MariaDB]:
    """Start a new server; it is stopped and its files are gone at the end."""
    # Not pytest's own folder: a socket's path has 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="letsconnect-mariadb-"))
    server = MariaDB(folder)
    try:
        server.install()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
