"""Shell: how a command ends after a fault."""

from __future__ import annotations

from bot.ledger.errors import LedgerBusyError, LedgerError
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.secrets import SecretsError
from bot.run.settings import SettingsError
from bot.run.stop_page import StoppedError
from bot.wiki.errors import LoginError, StartError, WikiAwayError, WikiError

_FAULTS: dict[type[BaseException], ExitStatus] = {
    SettingsError: ExitStatus.WRONG_SETTINGS,
    SecretsError: ExitStatus.WRONG_SETTINGS,
    StartError: ExitStatus.WRONG_SETTINGS,
    LoginError: ExitStatus.WRONG_SETTINGS,
    StoppedError: ExitStatus.STOPPED,
    LedgerBusyError: ExitStatus.LATER,
    WikiAwayError: ExitStatus.LATER,
    LedgerError: ExitStatus.NEEDS_PERSON,
    WikiError: ExitStatus.NEEDS_PERSON,
    KeyboardInterrupt: ExitStatus.LATER,
}
"""How a command ends after a known fault, the first that fits."""


def status_of(fault: BaseException) -> ExitStatus:
    """Give the exit status after a fault; `CRASHED` for one that nobody thought of."""
    if isinstance(fault, CommandError):
        return fault.status
    return next((status for known, status in _FAULTS.items() if isinstance(fault, known)), ExitStatus.CRASHED)
