"""Eight hundred wikis that answer at once, and a program with very many people on them.

Everything is the real bot's but the wire: `Wiki.post` gives answers of the shape and size of a real wiki's.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.run.wikis import Wikis
from bot.wiki.exchange import Reply
from bot.wiki.open import open_wiki
from bot.wiki.wiki import Wiki
from tests.bench.many_people import BEGAN, BOT, MANY_BYTES, MESSAGE, OFFERED, PER_LIST, person_name, wiki_name


@dataclass(slots=True)
class World:
    """What the wikis have, and what they were asked; messages are kept on disk, as wikis do.

    Args:
        people: how many there are.
        folder: where the messages are kept.
    """

    people: int
    folder: Path
    requests: Counter[str] = field(default_factory=Counter)  # by action
    edits: int = 0
    before_edit: Callable[[int], None] = lambda _: None  # called with the number of messages so far
    _db: sqlite3.Connection = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._db = sqlite3.connect(
            self.folder / "world.sqlite3", check_same_thread=False, isolation_level=None
        )
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS messages (revid INTEGER PRIMARY KEY, wiki, title, at, comment)"
        )
        self._db.execute("CREATE INDEX IF NOT EXISTS of_wiki ON messages (wiki)")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def answer(self, wiki: Wiki, asked: Mapping[str, str]) -> dict[str, Any]:
        """Give the API's answer."""
        action = asked["action"]
        with self._lock:
            self.requests[action] += 1
        if action == "edit":
            return self._edit(wiki, asked)
        if action == "parse":
            return {"parse": {"text": "<p>A sample.</p>"}}
        query: dict[str, Any] = {}
        if "userinfo" in asked.get("meta", ""):
            query |= json.loads(_GREETING)
        if asked.get("list") == "usercontribs":
            query["usercontribs"] = self._contributions(wiki)
        elif asked.get("list") == "users":
            query |= _people(wiki, asked["ususers"].split("|"))
        elif "titles" in asked:
            query["pages"] = [self._page(title, asked) for title in asked["titles"].split("|")]
        return {"batchcomplete": True, "curtimestamp": now(), "query": query}

    def fill(self, messages: Iterable[tuple[str, str, str, str]]) -> None:
        """Put in messages of an earlier run, as (wiki, title, at, comment)."""
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO messages (wiki, title, at, comment) VALUES (?, ?, ?, ?)", messages)
        self._db.execute("COMMIT")

    def _edit(self, wiki: Wiki, asked: Mapping[str, str]) -> dict[str, Any]:
        if asked.get("section") == "new":
            with self._lock:
                self.before_edit(self.edits)
                self.edits += 1
                row = (wiki.name, asked["title"], now(), asked["summary"])
                added = self._db.execute(
                    "INSERT INTO messages (wiki, title, at, comment) VALUES (?, ?, ?, ?)", row
                )
                revid = added.lastrowid
        else:
            revid = 10**9
        return {"edit": {"result": "Success", "newrevid": revid, "newtimestamp": now()}}

    def _contributions(self, wiki: Wiki) -> list[dict[str, Any]]:
        with self._lock:
            rows = self._db.execute(
                "SELECT revid, title, at, comment FROM messages WHERE wiki = ? ORDER BY revid DESC",
                (wiki.name,),
            ).fetchall()
        return [
            {"revid": revid, "ns": 3, "title": title, "timestamp": at, "comment": comment}
            for revid, title, at, comment in rows
        ]

    def _page(self, title: str, asked: Mapping[str, str]) -> dict[str, Any]:
        if asked.get("rvprop") == "timestamp":
            return {"pageid": 7, "ns": 0, "title": title, "revisions": [{"timestamp": BEGAN}]}
        text = self._text(title)
        if not text:
            return {"ns": 0, "title": title, "missing": True}
        slots = {"main": {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": text}}
        number = page_number(title)
        revision = {"revid": number, "parentid": 0, "slots": slots}
        return {"pageid": number, "ns": 0, "title": title, "revisions": [revision]}

    def _text(self, title: str) -> str:
        if title == MESSAGE or title.removeprefix(f"{MESSAGE}/") in OFFERED:
            return f"== Next clinic ==\n{'Come and learn with us. ' * 20}\n"
        if title == "Connect/Sign-up":
            return '{| class="wikitable"\n! User !! Languages\n|-\n| [[User:Ana Marrow]] || es\n|}\n'
        if title.startswith("Lists/"):
            first = int(title.removeprefix("Lists/")) * PER_LIST
            numbers = range(first, min(first + PER_LIST, self.people - 1))  # one has signed up
            return "\n".join(
                f"{{{{#target:User talk:{person_name(n)}|{wiki_name(n)}.manywikis.invalid}}}}"
                for n in numbers
            )
        return ""


@dataclass(slots=True, kw_only=True)
class StubWiki(Wiki):
    """A wiki that answers at once."""

    world: World

    def post(self, parameters: dict[str, str]) -> Reply:
        """Give the answer, nothing being sent."""
        return Reply(status=200, answer=self.world.answer(self, parameters))


@dataclass(slots=True)
class StubWikis(Wikis):
    """The wikis of the settings, none of them real."""

    world: World | None = None

    def __getitem__(self, name: str) -> Wiki:
        if name not in self._open:
            there = self.settings.wikis[name]
            real = open_wiki(name, there.family, there.code, there.language)
            assert self.world is not None
            self._open[name] = StubWiki(
                name=name,
                site=real.site,
                username=real.username,
                language=there.language,
                world=self.world,
            )
        return self._open[name]


def _people(wiki: Wiki, names: list[str]) -> dict[str, Any]:
    """Give accounts and talk pages; two of three have a talk page, one of a hundred takes no messages."""
    users, pages = [], []
    for name in names:
        number = int(name.removeprefix("Person ")) + 1 if name.startswith("Person ") else 0
        local = {"CentralAuth": number + 1, "local": number + 1}
        attached = {"CentralAuth": True, "local": True}
        users.append({"userid": number + 1, "name": name, "centralids": local, "attachedwiki": attached})
        title = f"User talk:{name}"
        page: dict[str, Any] = {"ns": 3, "title": title, "contentmodel": "wikitext", "protection": []}
        page |= {"pagelanguage": wiki.language, "restrictiontypes": ["edit", "move"], "touched": BEGAN}
        if number % 3 == 0:
            pages.append({**page, "missing": True})
            continue
        text = ("{{nobots}}\n" if number % 100 == 1 else "") + "== Hello ==\nWelcome! ~~~~\n" * (
            MANY_BYTES // 28
        )
        slots = {"main": {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": text}}
        revision = {"revid": number, "parentid": 0, "slots": slots}
        pages.append({**page, "pageid": number, "lastrevid": number, "revisions": [revision]})
    return {"users": users, "pages": pages}


def page_number(title: str) -> int:
    """Give the number of a page, and of its newest revision."""
    return sum(map(ord, title))


def now() -> str:
    """Give the wikis' time."""
    return datetime.fromtimestamp(time.time(), tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_NAMESPACES = {
    str(number): {
        "id": number,
        "case": "first-letter",
        "name": f"Namespace {number}" if number != 14 else "Category",
        "canonical": f"Namespace {number}",
        "subpages": True,
        "content": False,
        "nonincludable": False,
    }
    for number in (-2, -1, *range(16), *range(100, 112), 828, 829, 2600)
}

_GREETING = json.dumps(
    {
        "userinfo": {
            "id": 7,
            "name": BOT,
            "groups": ["bot", "*", "user", "autoconfirmed"],
            "rights": [*(f"right-number-{n}" for n in range(45)), "apihighlimits", "noratelimit"],
            "ratelimits": {},
        },
        "tokens": {"csrftoken": "not-a-secret+\\"},
        "allmessages": [
            {
                "name": "massmessage-optout-category",
                "normalizedname": "massmessage-optout-category",
                "content": "Opted-out of message delivery",
            }
        ],
        "namespaces": _NAMESPACES,
        "namespacealiases": [{"id": n, "alias": f"NS{n}"} for n in range(25)],
    }
)
"""What a wiki says at the first question; the answers of the great wikis are as long."""
