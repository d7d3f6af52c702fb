"""Accounts of those who signed up, on wikis whose answers are those of Wikimedia's, with global accounts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from bot.program.participant import Participant, Roster
from bot.program.problems import Place
from bot.run.settings import read_settings
from bot.run.signup_accounts import ROUND, AccountCheck
from bot.run.wikis import Wikis
from tests.run.good_settings import GOOD

TODAY = date(2026, 11, 2)


@dataclass
class CentralWiki:
    """Meta, as its API tells of accounts."""

    users: dict[str, dict[str, Any]]
    global_accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    renames: dict[str, str] = field(default_factory=dict)
    batch: int = 50
    looked_at: list[str] = field(default_factory=list)

    def query(self, asked: dict[str, str]) -> dict[str, Any]:
        names = asked["ususers"].split("|")
        return {"users": [self.users.get(name, {"name": name, "missing": True}) for name in names]}

    def ask(self, asked: dict[str, str]) -> dict[str, Any]:
        if asked.get("list") == "logevents":
            new = self.renames.get(asked["letitle"].removeprefix("User:"))
            events = [{"title": asked["letitle"], "params": {"newuser": new}}] if new else []
            return {"batchcomplete": True, "query": {"logevents": events}}
        self.looked_at.append(asked["guiuser"])
        info = self.global_accounts.get(
            asked["guiuser"], {"home": "metawiki", "id": 1, "name": asked["guiuser"]}
        )
        return {"batchcomplete": True, "query": {"globaluserinfo": info}}


def account(name: str, **more: Any) -> dict[str, Any]:
    central = {"centralids": {"CentralAuth": 99, "local": 5}, "attachedlocal": {"CentralAuth": True}}
    return {"userid": 5, "name": name, "groups": ["*", "user"], **central, **more}


def check(
    wiki: CentralWiki, *names: str, looked_at: Collection[str] = (), today: date = TODAY
) -> tuple[list[str], list[tuple[str, tuple[Any, ...]]]]:
    """Give who is listed, and what is said of whom."""
    settings = read_settings(GOOD, Path("settings.toml"))
    wikis = Wikis(settings=settings, simulate=True, _open={"meta": cast("Any", wiki)})
    people = tuple(
        Participant(
            username=name,
            wiki=None,
            home_wiki="",
            languages=(),
            place=Place(page="Garden/Sign-up", row=row, line=10 * row),
        )
        for row, name in enumerate(names, 1)
    )
    checking = AccountCheck(
        settings=settings,
        wikis=wikis,
        today=today,
        say=lambda _: None,
        beat=lambda: None,
        looked_at=looked_at,
    )
    roster, addressed = checking.check(Roster(participants=people))
    assert [r.username for r in addressed.recipients] == [p.username for p in roster.participants]
    said = [(problem.reason, problem.values) for problem in roster.problems]
    return [person.username for person in roster.participants], said


def test_a_locked_account_is_left_out_and_named() -> None:
    wiki = CentralWiki(
        {"Ana": account("Ana"), "Bo": account("Bo")}, {"Ana": {"id": 1, "name": "Ana", "locked": True}}
    )
    assert check(wiki, "Ana", "Bo") == (["Bo"], [("problem-locked", (1, 10, "Ana", "meta"))])


def test_a_hidden_account_is_left_out_and_asked_nothing() -> None:
    wiki = CentralWiki({"Ana": account("Ana")}, {"Ana": {"missing": True}})
    people, said = check(wiki, "Ana")
    assert people == []
    assert [reason for reason, _ in said] == ["problem-vanished"]


def test_an_account_that_vanished_by_a_rename_is_left_out_and_its_new_name_told_to_nobody() -> None:
    gone = "Renamed user 0a1b2c3d"
    wiki = CentralWiki({gone: account(gone)}, renames={"Ana": gone})
    people, said = check(wiki, "Ana")
    assert people == []
    assert [reason for reason, _ in said] == ["problem-vanished"]
    assert gone not in str(said)


def test_a_renamed_account_is_followed_and_blocked_under_its_new_name_too() -> None:
    wiki = CentralWiki({"Bea": account("Bea")}, renames={"Ana": "Anna", "Anna": "Bea"})
    assert check(wiki, "Ana") == (["Bea"], [("problem-renamed", (1, 10, "Ana", "Bea"))])
    wiki.users["Bea"] = account("Bea", blockid=3)
    assert check(wiki, "Ana") == ([], [("problem-blocked", (1, 10, "Ana", "meta"))])


def test_one_person_under_an_old_and_a_new_name_counts_once() -> None:
    wiki = CentralWiki({"Bea": account("Bea")}, renames={"Ana": "Bea", "Anna": "Bea"})
    assert check(wiki, "Ana", "Bea") == (["Bea"], [("problem-twice-renamed", (1, 10, "Ana", "Bea", 2))])
    people, said = check(wiki, "Ana", "Anna")
    assert people == ["Bea"]
    assert [reason for reason, _ in said] == ["problem-renamed", "problem-twice-renamed"]


def test_who_is_on_the_lists_is_looked_at_once_a_round_and_others_at_once() -> None:
    wiki = CentralWiki({"Ana": account("Ana"), "Bo": account("Bo")})
    for day in range(ROUND):
        check(wiki, "Ana", "Bo", looked_at={"Ana"}, today=date.fromordinal(TODAY.toordinal() + day))
    assert wiki.looked_at.count("Ana") == 1
    assert wiki.looked_at.count("Bo") == ROUND


def test_a_wiki_without_global_accounts_is_asked_nothing_of_them() -> None:
    wiki = CentralWiki({"Ana": account("Ana", centralids={"local": 5})})
    assert check(wiki, "Ana") == (["Ana"], [])
    assert wiki.looked_at == []


def test_temporary_accounts_and_ips_are_a_problem_without_a_question() -> None:
    people, said = check(CentralWiki({}), "~2026-12345-67", "192.0.2.7")
    assert people == []
    assert [reason for reason, _ in said] == ["problem-temporary", "problem-temporary"]
