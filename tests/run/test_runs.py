"""The ledger remembers how a run ended, a crash too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ledger.ledger import Ledger, opened
from bot.run.ending import RUN
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.runs import remembered
from bot.wiki.errors import LoginError, WikiAwayError


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.delenv(RUN, raising=False)
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        yield ledger


def ended(memory: Ledger) -> int | None:
    run = memory.last_run("signups")
    return run.status if run else None


@pytest.mark.parametrize("status", [ExitStatus.DONE, ExitStatus.LATER])
def test_a_run_ends_as_it_says(memory: Ledger, status: ExitStatus) -> None:
    with remembered(memory, "signups") as end:
        assert end(status) is status
    assert ended(memory) == status


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (CommandError(ExitStatus.STOPPED, "Stopped."), 3),
        (LoginError("es: cannot log in."), 2),
        (WikiAwayError("es: no connection. Try again later."), 75),
        (KeyboardInterrupt(), 75),
        (ZeroDivisionError(), 70),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_a_run_that_a_fault_ended_is_remembered_with_its_status(
    memory: Ledger, fault: BaseException, status: int
) -> None:
    with pytest.raises(type(fault)), remembered(memory, "signups"):
        raise fault
    assert ended(memory) == status
