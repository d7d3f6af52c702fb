"""Shell: the one folder that holds all of a sandbox: databases, ports, passwords, logs."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

WIKIS = ("meta", "en", "es", "ar", "fr", "pt")
"""Codes of the wikis, in the order of their ports, where nobody says otherwise."""

HOME = "meta"
"""The wiki that every sandbox has; all others are Wikipedias, called by their language."""

FIRST_PORT = 8081
"""Meta's port where nobody says otherwise; the others follow."""

PROJECT = Path(__file__).resolve().parents[2]
"""The folder that holds `bot`."""


def default_folder() -> Path:
    """Give the state folder that the environment names, or the project's own."""
    return Path(os.environ.get("LETSCONNECT_SANDBOX_STATE") or PROJECT / ".sandbox").absolute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a sandbox remembers between commands; PHP reads it too."""

    ports: Mapping[str, int]
    tree: str
    version: str  # of MediaWiki
    cache: str  # folder of what is made from this tree alone: opcodes, localisation
    extensions: Mapping[str, str]  # name: path of its extension.json
    skins: tuple[str, ...]
    seed: str  # a sum over the seed pages and accounts
    secret: str = field(default_factory=lambda: secrets.token_hex(32))

    @property
    def wikis(self) -> tuple[str, ...]:
        """Codes of the wikis, in the order of their ports."""
        return tuple(self.ports)

    @property
    def schema(self) -> str:
        """Name what the databases are made from: for something else they are made anew."""
        return " ".join([self.version, self.seed, *sorted(self.extensions)])


@dataclass(frozen=True, slots=True)
class State:
    """Where things are in a sandbox's folder."""

    folder: Path

    @property
    def database_folder(self) -> Path:
        """The live databases; the folder appears only when all are complete."""
        return self.folder / "data"

    @property
    def snapshot_folder(self) -> Path:
        """Copies of the databases as they were after seeding."""
        return self.folder / "data" / "seeded"

    @property
    def schema_file(self) -> Path:
        """Says what the databases were made for (see `Record.schema`)."""
        return self.folder / "data" / "schema"

    @property
    def pywikibot_folder(self) -> Path:
        """A ready `PYWIKIBOT_DIR`."""
        return self.folder / "pywikibot"

    @property
    def logs(self) -> Path:
        """Where servers and wikis write what goes wrong."""
        return self.folder / "logs"

    @property
    def passwords_file(self) -> Path:
        """Passwords by username, and the bot password."""
        return self.folder / "passwords.json"

    def read_record(self) -> Record | None:
        """Give what is remembered; none: a new folder, or one whose making was cut short."""
        try:
            kept = json.loads((self.folder / "sandbox.json").read_text(encoding="utf-8"))
            return Record(**{**kept, "skins": tuple(kept["skins"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    @property
    def wikis(self) -> tuple[str, ...]:
        """Codes of the wikis that are remembered, else the usual ones."""
        record = self.read_record()
        return record.wikis if record else WIKIS

    def write_record(self, record: Record) -> None:
        """Remember this instead of what was there."""
        write_whole(self.folder / "sandbox.json", json.dumps(asdict(record), indent=1))

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Wait until no other command works on this sandbox, and keep others out meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def write_whole(path: Path, text: str) -> None:
    """Write a file for its owner alone, so that a reader finds the old text or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def ports(folder: Path) -> dict[str, int]:
    """Give the port of each wiki of the sandbox in this folder; empty: it was never started."""
    record = State(folder).read_record()
    return dict(record.ports) if record else {}
