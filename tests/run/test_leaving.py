"""The page on which people stop the newsletter is read once, remembered, and answered when that is new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.ledger.ledger import Ledger, opened
from bot.plan.leave_page import PRELOAD, preload_of
from bot.program.approval import PageRevision
from bot.program.leaving import Left
from bot.run import leaving as module
from bot.run.leaving import KEPT, Leaving
from bot.run.settings import Settings, read_settings
from bot.wiki import accounts
from bot.wiki.accounts import MOST_RENAMES
from bot.wiki.errors import WikiRefusedError
from bot.words.catalogue import default_catalogue
from tests.program.test_leaving import again, stop
from tests.run.good_settings import GOOD, changed
from tests.run.stub_pages import StubPages

TITLE = "Garden News/Leave"
SETTINGS = read_settings(changed("pages/leave", TITLE), Path())


@dataclass
class Wiki:
    """A home wiki: its pages, the history of one, and what was asked of it."""

    pages: StubPages = field(default_factory=StubPages)
    history: list[PageRevision] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)  # from which revisions on
    lookups: list[str] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)  # revisions that the wiki does not know

    def add(self, userid: int, name: str, *lines: str) -> None:
        text = self.history[-1].text if self.history else ""
        self.history.append(
            PageRevision(
                revid=10 * len(self.history) + 10,
                userid=userid,
                username=name,
                text="\n".join([text or "", *lines]),
                at="2026-11-26T12:00:00Z",
            )
        )

    def revisions_since(self, _wiki: object, _title: str, revid: int) -> Iterator[PageRevision]:
        self.asked.append(revid)
        if revid in self.gone:
            raise WikiRefusedError("meta", "badid_rvstartid", "no such revision")
        yield from (each for each in self.history if each.revid >= revid)

    def renamed_to(self, _wiki: object, name: str) -> str | None:
        self.lookups.append(name)
        return None


@pytest.fixture
def wiki(monkeypatch: pytest.MonkeyPatch) -> Wiki:
    wiki = Wiki()
    monkeypatch.setattr(module, "revisions_since", wiki.revisions_since)
    monkeypatch.setattr(accounts, "renamed_to", wiki.renamed_to)
    monkeypatch.setattr(module, "names_of", lambda _wiki, _ids: wiki.names)
    return wiki


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        yield ledger


def leaving(
    wiki: Wiki, memory: Ledger | None, *, settings: Settings = SETTINGS, dry: bool = False
) -> Leaving:
    return Leaving(
        settings=settings,
        wikis=cast("Any", SimpleNamespace(home=wiki.pages)),
        words=default_catalogue(),
        memory=memory,
        dry=dry,
        say=pytest.fail,
        clock=lambda: 1.0,
    )


def test_without_such_a_page_nothing_is_asked_and_nobody_left(wiki: Wiki, memory: Ledger) -> None:
    settings = read_settings(GOOD, Path())
    job = leaving(wiki, memory, settings=settings)
    assert job.read() == Left()
    job.keep()
    assert (wiki.asked, wiki.pages.reads, wiki.pages.edits) == ([], [], [])


def test_the_page_is_made_and_then_written_only_for_something_new(wiki: Wiki, memory: Ledger) -> None:
    leaving(wiki, memory).keep()
    assert wiki.pages.edits == [preload_of(TITLE), TITLE]
    assert wiki.pages.texts[preload_of(TITLE)] == PRELOAD
    leaving(wiki, memory).keep()
    assert len(wiki.pages.edits) == 2
    wiki.add(2, "Ana", stop("Ana"))
    for _ in range(2):
        job = leaving(wiki, memory)
        assert job.read().left == {"Ana"}
        job.keep()
    assert wiki.pages.edits[2:] == [TITLE]
    assert wiki.pages.texts[TITLE].count("<bdi>Ana</bdi>") == 1


def test_only_what_is_new_is_read(wiki: Wiki, memory: Ledger) -> None:
    wiki.add(2, "Ana", stop("Ana"))
    wiki.add(3, "Bob", stop("Bob"))
    assert leaving(wiki, memory).read().left == {"Ana", "Bob"}
    wiki.add(2, "Ana", again("Ana", 5))
    left = leaving(wiki, memory).read()
    assert (left.left, left.back) == (frozenset({"Bob"}), frozenset({"Ana"}))
    assert wiki.asked == [0, 20]
    assert leaving(wiki, None).read() == left, "the wiki says the same without the ledger"


def test_a_page_made_anew_brings_nobody_back(wiki: Wiki, memory: Ledger) -> None:
    wiki.add(2, "Ana", stop("Ana"))
    leaving(wiki, memory).read()
    wiki.gone, wiki.history = {10}, []
    assert leaving(wiki, memory).read().left == {"Ana"}
    wiki.history = [PageRevision(revid=99, userid=3, username="Bob", text=stop("Bob"))]
    assert leaving(wiki, memory).read().left == {"Ana", "Bob"}
    assert wiki.asked[-2:] == [10, 0]


def test_a_refusal_of_the_whole_history_is_told(wiki: Wiki, memory: Ledger) -> None:
    wiki.gone = {0}
    with pytest.raises(WikiRefusedError):
        leaving(wiki, memory).read()


def test_who_left_on_the_page_of_before_stays_out(wiki: Wiki, memory: Ledger) -> None:
    wiki.add(2, "Ana", stop("Ana"))
    leaving(wiki, memory).read()
    other = read_settings(changed("pages/leave", "Garden News/Other"), Path())
    wiki.history = []
    assert leaving(wiki, memory, settings=other).read().left == {"Ana"}
    assert wiki.asked == [0, 0]


def test_a_dry_run_writes_nothing_anywhere(wiki: Wiki, memory: Ledger) -> None:
    wiki.add(2, "Ana", stop("Ana"))
    job = leaving(wiki, memory, dry=True)
    assert job.read().left == {"Ana"}
    job.keep()
    assert memory.kept(KEPT) is None
    assert wiki.pages.edits == []


def test_a_flood_of_forged_lines_asks_few_questions(wiki: Wiki, memory: Ledger) -> None:
    wiki.add(9, "Mallory", *(stop(f"Victim {number}") for number in range(500)))
    assert leaving(wiki, memory).read().left == frozenset()
    assert len(wiki.lookups) == MOST_RENAMES


def test_today_s_names_are_given_beside_those_of_then(wiki: Wiki, memory: Ledger) -> None:
    wiki.add(2, "Ana", stop("Ana"))
    wiki.names = {2: "Anna"}
    assert leaving(wiki, memory).read().left == {"Ana", "Anna"}


def test_what_is_kept_is_read_back_as_it_was(wiki: Wiki, memory: Ledger) -> None:
    wiki.add(2, "Ana", stop("Ana"))
    wiki.history.append(PageRevision(revid=20, userid=2, username="Ana", text=None))
    leaving(wiki, memory).read()
    kept = json.loads(memory.kept(KEPT) or "")
    assert (kept["title"], kept["revid"], kept["unseen"]) == (TITLE, 20, [[2, "Ana"]])
    wiki.history.append(PageRevision(revid=30, userid=3, username="Bob", text=""))
    assert leaving(wiki, memory).read().left == {"Ana"}, "who took it away is not known"
