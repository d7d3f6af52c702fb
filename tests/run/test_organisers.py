"""Who steers and approves is known by their account as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.program.approval import Organiser
from bot.program.clinics import Clinic
from bot.program.problems import Place
from bot.run import clinic_reading, organisers
from bot.run.clinic_reading import ClinicReader
from bot.run.organisers import organisers_and_administrators, organisers_by_number
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


def test_a_blocked_or_locked_organiser_ends_no_stop_and_an_administrator_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accounts = [account(7, "Noor"), account(8, "Stolen"), account(10, "Blocked", blocked=True)]
    looked: list[list[str]] = []

    def look_up(_: Wiki, names: Iterable[str]) -> dict[str, Account]:
        looked.append(list(names))
        return {each.username: each for each in accounts}

    stolen = {"Stolen": GlobalStanding.LOCKED}
    monkeypatch.setattr(organisers, "look_up", look_up)
    monkeypatch.setattr(organisers, "standing", lambda _wiki, name: stolen.get(name, GlobalStanding.GOOD))
    monkeypatch.setattr(organisers, "is_administrator", lambda _wiki, userid: userid in {8, 12})
    counts = organisers_and_administrators(HOME, [each.username for each in accounts])
    assert not looked
    assert [userid for userid in (0, 7, 8, 10, 11, 12) if counts(userid)] == [7, 12]
    assert len(looked) == 1


def test_only_whose_account_is_good_moves_a_clinic(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = SimpleNamespace(
        organisers=SimpleNamespace(usernames=["Noor", "Stolen"]), pages=SimpleNamespace(calendar="Calendar")
    )
    wikis = SimpleNamespace(home=SimpleNamespace(username="ExampleBot"))
    accounts = {each.username: each for each in (account(7, "Noor"), account(8, "Stolen"), account(9, "Ana"))}
    author = ""
    monkeypatch.setattr(
        clinic_reading, "RowAuthors", lambda **_: SimpleNamespace(find=lambda _lines: {4: author})
    )
    monkeypatch.setattr(clinic_reading, "look_up", lambda _wiki, _names: accounts)
    monkeypatch.setattr(
        clinic_reading, "organisers_and_administrators", lambda _wiki, _names: lambda userid: userid == 7
    )
    monkeypatch.setattr(ClinicReader, "page", None)
    monkeypatch.setattr(ClinicReader, "_line", lambda *_: 4)
    clinic = cast("Clinic", SimpleNamespace(topic="Maps", place=Place(page="Calendar", row=1, line=4)))
    may = {}
    for author in ("Noor", "Stolen", "Ana", "", "ExampleBot"):
        reader = ClinicReader(
            settings=cast("Any", settings), wikis=cast("Any", wikis), now=cast("Any", None), memory=None
        )
        may[author] = reader._may_move(clinic)
    assert [name for name, moves in may.items() if moves] == ["Noor", "ExampleBot"]
