"""Who steers and approves is known by their account as it is now."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from bot.program.approval import Organiser
from bot.run import organisers
from bot.run.organisers import organisers_by_number
from bot.wiki.accounts import Account, GlobalStanding
from bot.wiki.wiki import Wiki

HOME = cast("Wiki", SimpleNamespace())


def account(userid: int, name: str, *, blocked: bool = False, is_global: bool = True) -> Account:
    return Account(
        username=name,
        exists=bool(userid),
        blocked=blocked,
        is_bot=False,
        is_global=is_global,
        userid=userid,
    )


def test_a_locked_account_counts_as_blocked_and_only_who_is_looked_for_is_asked_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accounts = [
        account(7, "Noor"),
        account(8, "Stolen"),
        account(9, "Local", is_global=False),
        account(10, "Blocked", blocked=True),
        account(0, "Missing"),
    ]
    asked: list[str] = []

    def standing(_: Wiki, name: str) -> GlobalStanding:
        asked.append(name)
        return GlobalStanding.LOCKED if name == "Stolen" else GlobalStanding.GOOD

    monkeypatch.setattr(
        organisers, "look_up", lambda _wiki, _names: {each.username: each for each in accounts}
    )
    monkeypatch.setattr(organisers, "standing", standing)
    find = organisers_by_number(HOME, [each.username for each in accounts])
    assert [find(7), find(7), find(8)] == [
        Organiser(username="Noor", blocked=False),
        Organiser(username="Noor", blocked=False),
        Organiser(username="Stolen", blocked=True),
    ]
    assert (find(9), find(0), find(11)) == (Organiser(username="Local", blocked=False), None, None)
    assert asked == ["Noor", "Stolen"]
    assert find(10) == Organiser(username="Blocked", blocked=True)
