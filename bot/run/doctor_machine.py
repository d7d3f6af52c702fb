"""Shell: what the doctor looks at on this machine: files, folders, disk space, time zones."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.ledger.volumes import network_volume
from bot.run.findings import Finding, fine, warning, wrong_settings
from bot.run.settings import Settings

LEAST_SPACE = 200_000_000
"""Bytes that must be free: the ledger of 100,000 people, logs and Pywikibot's files fit."""

A_ZONE = "Africa/Addis_Ababa"
COOKIES = "pywikibot*.lwp"
"""Pywikibot's files of cookies, by which anyone could act as the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where the bot keeps its files."""

    settings: Settings
    settings_file: Path
    folder: Path  # Pywikibot's, with user-config.py
    space: int = field(default=0)  # bytes; 0: ask the disk

    def look(self) -> Iterator[Finding]:
        """Look at files, disk and time zones."""
        yield from self._files()
        yield self._disk()
        yield self._zones()
        yield from self._places()

    def _files(self) -> Iterator[Finding]:
        """Nobody else may write what tells the bot what to do, or read what lets them be the bot."""
        rules = [(self.settings_file, 0o022, "go-w", "change")]
        rules += [(self.folder / "user-config.py", 0o022, "go-w", "change")]
        rules += [(cookies, 0o077, "600", "use") for cookies in sorted(self.folder.glob(COOKIES))]
        faults = [fault for rule in rules if (fault := _open_to_others(*rule))]
        yield from map(wrong_settings, faults)
        if not faults:
            yield fine(f"{self.settings_file} and the files in {self.folder}: nobody else can use them")

    def _disk(self) -> Finding:
        ledger = self.settings.ledger
        folder = ledger.parent if isinstance(ledger, Path) else self.folder
        while not folder.exists():
            folder = folder.parent
        free = self.space or shutil.disk_usage(folder).free
        if free < LEAST_SPACE:
            text = (
                f"only {free // 1_000_000} MB are free in {folder}. Make {LEAST_SPACE // 1_000_000} MB free."
            )
            return wrong_settings(text)
        return fine(f"{free // 1_000_000_000} GB are free in {folder}")

    def _zones(self) -> Finding:
        if not zones_known():
            return wrong_settings("Python knows no time zones. Install its data: pip install tzdata.")
        return fine("time zones are known")

    def _places(self) -> Iterator[Finding]:
        if kind := network_volume(self.folder / "throttle.ctrl"):
            yield warning(
                f"Pywikibot's folder {self.folder} is in a network folder ({kind}), which slows each request."
                " Set PYWIKIBOT_DIR to a folder on this machine's own disk."
            )
        heartbeat = self.settings.running.heartbeat
        if heartbeat and not os.access(heartbeat.parent, os.W_OK):
            yield wrong_settings(
                f"{heartbeat.parent} can't be written, or is not there. Make the folder, or mend "
                "running.heartbeat."
            )


def zones_known() -> bool:
    """Tell whether Python has the data of time zones, without which no sign-up can be read."""
    try:
        ZoneInfo(A_ZONE)
    except (ZoneInfoNotFoundError, OSError):
        return False
    return True


def _open_to_others(path: Path, bits: int, mode: str, deed: str) -> str:
    """Say that others can do something with a file; empty: they can't, or there is none."""
    try:
        found = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return ""
    if not found & bits:
        return ""
    return f"others can {deed} {path} (mode {found:o}): run chmod {mode} {shlex.quote(str(path))}."
