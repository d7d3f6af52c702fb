"""Shell: what the doctor finds; and what it finds of the ledger."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.ledger.address import Address
from bot.ledger.ledger import LedgerBusyError, LedgerError, glimpse
from bot.ledger.schema import SCHEMA_VERSION
from bot.ledger.volumes import network_volume
from bot.run.exit_status import ExitStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    text: str  # what is so, or what is wrong and how to mend it
    status: ExitStatus = (
        ExitStatus.DONE
    )  # of the doctor; DONE though it is not good: the bot can work all the same

    @property
    def mark(self) -> str:
        """How the finding's line begins."""
        if self.good:
            return "ok "
        return "BAD" if self.status else "!! "


def fine(text: str) -> Finding:
    """Say that something is right."""
    return Finding(good=True, text=text)


def warning(text: str) -> Finding:
    """Say what should be mended, though the bot can work."""
    return Finding(good=False, text=text)


def wrong_settings(text: str) -> Finding:
    """Say what the operator has to mend before the bot can work."""
    return Finding(good=False, text=text, status=ExitStatus.WRONG_SETTINGS)


def needs_person(text: str) -> Finding:
    """Say what somebody has to do on a wiki before the bot can work."""
    return Finding(good=False, text=text, status=ExitStatus.NEEDS_PERSON)


def look_at_ledger(address: Address) -> Iterator[Finding]:
    """Tell whether the ledger can be used, without making or changing it."""
    try:
        with glimpse(address) as ledger:
            version = ledger.database.version if ledger else None
    except LedgerBusyError as error:
        yield Finding(good=False, text=str(error), status=ExitStatus.LATER)
        return
    except LedgerError as error:
        yield Finding(good=False, text=str(error), status=ExitStatus.WRONG_SETTINGS)
        return
    if isinstance(address, Path) and (fault := _fault_of_folder(address)):
        yield Finding(good=False, text=fault, status=ExitStatus.WRONG_SETTINGS)
        return
    if version is None:
        text = f"{address}: there is none yet; the first run makes it"
    elif version < SCHEMA_VERSION:
        text = f"{address}: of an older version; the next run makes it today's"
    else:
        text = f"{address}: can be used"
    yield Finding(good=True, text=text)


def _fault_of_folder(file: Path) -> str:
    """Say why no ledger can be kept there; empty: it can."""
    if kind := network_volume(file):
        return (
            f"{file} is in a network folder ({kind}), whose locks are unsafe. Set `ledger` to a file on this "
            "machine's own disk, or to a MariaDB server's database."
        )
    if not all(os.access(place, os.W_OK) for place in (file, file.parent) if place.exists()):
        return f"{file} and its folder can't be written. Give the bot's user the right to, or mend `ledger`."
    return ""
