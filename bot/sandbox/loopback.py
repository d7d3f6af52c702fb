"""Shell: which ports the wikis take, and who has them."""

from __future__ import annotations

import contextlib
import errno
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path

from bot.sandbox.errors import PortTakenError, SandboxError
from bot.sandbox.state import WIKIS

LOOPBACK = "127.0.0.1"
_LISTEN = "0A"
# Below the range from which Linux takes the ports of outgoing connections (32768 up).
_FREE_RANGE = range(20000, 32000)


def consecutive(first: int, wikis: Sequence[str] = WIKIS) -> dict[str, int]:
    """Give each wiki its port, from the first on."""
    if not 1024 <= first <= 65535 - len(wikis):
        raise SandboxError(
            f"Port {first} can't be used: choose one from 1024 to {65535 - len(wikis)}, or 0 for free ones."
        )
    return {wiki: first + place for place, wiki in enumerate(wikis)}


def find_free(wikis: Sequence[str] = WIKIS) -> dict[str, int]:
    """Give each wiki a port that is free now, all in a row."""
    for _ in range(200):
        first = _FREE_RANGE[secrets.randbelow(len(_FREE_RANGE))]
        if all(map(is_free, consecutive(first, wikis).values())):
            return consecutive(first, wikis)
    raise SandboxError("No free ports in a row were found, one for each wiki: name the first with -port:N.")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of loopback."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def require_free(wanted: dict[str, int]) -> None:
    """Check that nobody has these ports.

    Raises:
        PortTakenError: names the first that is taken, and by whom.
    """
    for wiki, port in wanted.items():
        if not is_free(port):
            owner = _owner(port)
            raise PortTakenError(
                f"Port {port}, which the {wiki} wiki needs, is taken by {owner or 'another program'}: "
                f"stop that, or choose other ports with -port:N (./scripts/demo: --port N)."
            )


def _owner(port: int) -> str:
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if sockets & {str(link.readlink()) for link in (process / "fd").iterdir()}:
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return ""


def _listening(port: int) -> set[str]:
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                columns = line.split()
                if columns[3] == _LISTEN and int(columns[1].rpartition(":")[2], 16) == port:
                    inodes.add(columns[9])
    return inodes
