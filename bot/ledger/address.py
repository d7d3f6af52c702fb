"""Shell: where a ledger is: a file, or a database of a MariaDB server, named by a URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

SCHEME = "mariadb"
PASSWORD_FILE = "read_default_file"  # noqa: S105 - the name of a parameter
SOCKET = "unix_socket"

_URL = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:/")
_DATABASE = re.compile(r"[A-Za-z0-9_$-]{1,64}")
_PASSWORD = re.compile(r"pass|pwd", re.IGNORECASE)


class AddressError(ValueError):
    """The URL can't be used; its text goes on from the setting's name, and shows no password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A database of a MariaDB server."""

    database: str
    host: str = ""  # empty: as the password file says, else this machine
    port: int | None = None
    user: str = ""  # empty: as the password file says
    password_file: Path | None = None  # like ~/.my.cnf; read by nobody else
    socket: Path | None = None

    def __str__(self) -> str:
        return f"{self.database} on {self.host or 'the database server'}"


Address = Path | Server


def is_url(text: str) -> bool:
    """Tell whether a setting is meant as a URL, not as a path."""
    return bool(_URL.match(text))


def read_server(url: str, folder: Path) -> Server:
    """Read `mariadb://USER@HOST:PORT/DATABASE?read_default_file=FILE`; all but the database may be left out.

    Args:
        url: as the settings have it.
        folder: to which the files' paths are relative; `~` is the user's home.

    Raises:
        AddressError: it can't be used.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # its text shows parts of the URL
        raise AddressError("is no URL that can be read") from None
    parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
    if ":" in parts.netloc.rpartition("@")[0] or any(map(_PASSWORD.search, parameters)):
        raise AddressError(
            f"holds a password; put it into a file that only you can read, under [client], name that file "
            f"(…?{PASSWORD_FILE}=~/replica.my.cnf), and change the password if others saw it"
        )
    if parts.scheme != SCHEME:
        raise AddressError(f'begins with "{parts.scheme}:"')
    if unknown := sorted(parameters.keys() - {PASSWORD_FILE, SOCKET}):
        raise AddressError(f'has the unknown parameter "{unknown[0][:40]}"')
    database = unquote(parts.path.removeprefix("/"))
    if not _DATABASE.fullmatch(database):
        raise AddressError("names no database")
    return Server(
        database=database,
        host=parts.hostname or "",
        port=_port(parts),
        user=unquote(parts.username or ""),
        password_file=_file(parameters.get(PASSWORD_FILE), folder),
        socket=_file(parameters.get(SOCKET), folder),
    )


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise AddressError("has a port that is no number") from None


def _file(name: str | None, folder: Path) -> Path | None:
    return folder / Path(name).expanduser() if name else None
