"""Each known fault ends a command with one sentence and its status."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.ledger.ledger import LedgerBusyError, LedgerError
from bot.program.outcomes import Outcome
from bot.run import command
from bot.run.command import Frame, run_command
from bot.run.exit_status import ExitStatus, status_of_writes
from bot.wiki.errors import LoginError, WikiAwayError, WikiRefusedError

SCRIPTS = Path(__file__).parents[2] / "scripts"


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


@pytest.mark.parametrize("name", sorted(path.stem for path in SCRIPTS.glob("*.py") if path.stem != "sandbox"))
def test_each_command_s_help_names_every_status_it_may_end_with(name: str) -> None:
    usage = ast.get_docstring(ast.parse((SCRIPTS / f"{name}.py").read_text(encoding="utf-8"))) or ""
    statuses = usage.partition("Exit status: ")[2]
    assert statuses.endswith(".")
    for status in (0, 1, 2, 3, 75):
        assert re.search(rf"\b{status}\b\s[a-z]", statuses), status


@pytest.mark.parametrize(
    ("outcomes", "given", "status"),
    [
        ((), {}, ExitStatus.DONE),
        ((Outcome.POSTED,), {}, ExitStatus.DONE),
        ((Outcome.POSTED,), {"person": True}, ExitStatus.NEEDS_PERSON),
        ((Outcome.POSTED,), {"person": True, "waits": True}, ExitStatus.LATER),
        ((Outcome.STALE,), {"halt_first": True}, ExitStatus.LATER),
        ((Outcome.LATER, Outcome.REFUSED), {}, ExitStatus.LATER),
        ((Outcome.DOUBT, Outcome.HALT), {}, ExitStatus.LATER),
        ((Outcome.DOUBT, Outcome.HALT), {"halt_first": True}, ExitStatus.NEEDS_PERSON),
        ((Outcome.SKIPPED, Outcome.POSTED), {}, ExitStatus.NEEDS_PERSON),
    ],
)
def test_what_another_run_settles_goes_before_what_a_person_must_see_to(
    outcomes: tuple[Outcome, ...], given: dict[str, bool], status: ExitStatus
) -> None:
    assert status_of_writes(outcomes, **{"waits": False, "person": False, **given}) is status
