"""A wiki of pages in memory that answers at once, for tests of what is kept on pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.wiki.accounts import Account
from bot.wiki.exchange import Reply
from bot.wiki.pages import PageText


@dataclass(slots=True)
class StubPages:
    """Takes and gives pages; counts what it is asked for."""

    texts: dict[str, str] = field(default_factory=dict)
    revids: dict[str, int] = field(default_factory=dict)
    edits: list[str] = field(default_factory=list)  # titles
    reads: list[tuple[str, ...]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    turns: int = 0  # to write that were taken
    fault: Callable[[str], dict[str, Any] | None] = lambda _: None  # an answer instead of an edit, by title
    keep_texts: bool = True
    renamed: dict[str, str] = field(default_factory=dict)  # today's names by older ones, which nobody has now
    sought: list[str] = field(default_factory=list)  # accounts that were looked up
    username: str = "ExampleBot"
    token: str = "token+"
    name: str = "meta"

    def read_pages(self, titles: Sequence[str]) -> dict[str, PageText]:
        self.reads.append(tuple(titles))
        return {
            title: PageText(
                title=title,
                pageid=1 if title in self.revids else 0,
                revid=self.revids.get(title),
                text=self.texts.get(title, ""),
            )
            for title in titles
        }

    def post(self, parameters: dict[str, str]) -> Reply:
        title = parameters["title"]
        if answer := self.fault(title):
            return Reply(status=200, answer=answer)
        if parameters.get("baserevid") != (str(self.revids[title]) if title in self.revids else None):
            return Reply(status=200, answer={"errors": [{"code": "editconflict", "text": ""}]})
        self.edits.append(title)
        self.revids[title] = len(self.edits)
        if self.keep_texts:
            self.texts[title] = parameters["text"]
        edit = {"result": "Success", "newrevid": len(self.edits), "newtimestamp": "2026-11-24T00:00:00Z"}
        return Reply(status=200, answer={"edit": edit})

    def await_turn(self) -> None:
        self.turns += 1

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def connect(self) -> None:
        pass

    def look_up(self, _wiki: object, usernames: Iterable[str]) -> dict[str, Account]:
        """Stand for `accounts.look_up`."""
        names = sorted(usernames)
        self.sought += names
        return {
            name: Account(
                username=name, exists=name not in self.renamed, blocked=False, is_bot=False, is_global=False
            )
            for name in names
        }

    def renamed_to(self, _wiki: object, username: str) -> str | None:
        """Stand for `accounts.renamed_to`."""
        return self.renamed.get(username)
