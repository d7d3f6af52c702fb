"""Each known fault ends a command with one sentence and its status."""

from __future__ import annotations

import pytest

from bot.ledger.ledger import LedgerBusyError, LedgerError
from bot.run import command
from bot.run.command import Frame, run_command
from bot.run.exit_status import ExitStatus
from bot.wiki.errors import LoginError, WikiAwayError, WikiRefusedError


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (LedgerBusyError("The ledger l is locked. Try again later."), 75),
        (LedgerError("The ledger l can't be written. Make room."), 1),
        (WikiAwayError("es: no connection. Try again later."), 75),
        (WikiRefusedError("es", "code", "no"), 1),
        (LoginError("es: cannot log in."), 2),
        (KeyboardInterrupt(), 75),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_a_known_fault_is_one_sentence_and_its_status(
    fault: BaseException, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_frame: Frame) -> ExitStatus:
        raise fault

    monkeypatch.setattr(command, "_begin", lambda *_: object())
    assert run_command(["-x"], fail, usage="") == status
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
