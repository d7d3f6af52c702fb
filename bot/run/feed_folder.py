"""Shell: the folder with the iCalendar files, which a web server shows."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_OURS = re.compile(r"clinic-[a-z0-9]{4,20}\.ics")


@dataclass(frozen=True, slots=True)
class FeedFolder:
    """Keeps the files of a folder; those that aren't ours are left alone."""

    folder: Path

    def changes(self, files: Mapping[str, bytes]) -> list[str]:
        """Give the names of the files that differ or are missing, and of ours that nobody needs any more."""
        differing = [name for name, content in files.items() if self._read(name) != content]
        return differing + [name for name in self._old() if name not in files]

    def keep(self, files: Mapping[str, bytes]) -> int:
        """Write what differs, each file whole or not at all, and give how many were changed.

        Raises:
            OSError: the folder can't be written to.
        """
        names = self.changes(files)
        if names:
            self.folder.mkdir(exist_ok=True)
        for name in names:
            if name in files:
                self._write(name, files[name])
            else:
                with suppress(FileNotFoundError):
                    (self.folder / name).unlink()
        return len(names)

    def _old(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if _OURS.fullmatch(path.name))

    def _read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def _write(self, name: str, content: bytes) -> None:
        handle, path = tempfile.mkstemp(dir=self.folder, prefix=f".{name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(path).chmod(0o644)  # a web server reads it
            Path(path).replace(self.folder / name)
        except OSError:
            Path(path).unlink(missing_ok=True)
            raise
