"""A ledger on a full disk."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.ledger.ledger import Ledger, LedgerBusyError, LedgerError, opened
from tests.ledger.examples import CAMPAIGN, intent


@contextmanager
def no_more_room(path: Path) -> Iterator[None]:
    """Let no file grow beyond what this one and its log have now."""
    largest = max(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))


def fill(ledger: Ledger) -> None:
    """Write until something gives."""
    for number in range(1, 2000):
        ledger.intend(intent(f"k{number}", text="a long text " * 500), now=1.0)


def test_a_full_disk_is_one_sentence_and_what_was_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with opened(path) as ledger:
        ledger.intend(intent("k0"), now=1.0)
        with no_more_room(path), pytest.raises(LedgerError, match=r"can't be written .*Make room") as caught:
            fill(ledger)
        assert not isinstance(caught.value, LedgerBusyError)
        assert "\n" not in str(caught.value)
    with opened(path) as ledger:
        assert "k0" in {each.key for each in ledger.begun(CAMPAIGN)}
        assert ledger.intend(intent("k-last"), now=2.0)
