"""A newsletter on wikis that can be put back: their state kept, runs killed at one write, pages compared."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import WIKIS
from tests.faults import Fault, Reply, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import Campaign, Run

WRITES = frozenset({"edit", "move"})
"""API actions that change a page."""

Pages = dict[tuple[str, str], str]
"""What the bot wrote: wiki and title, and the page's text and categories."""

_TIMES = (
    re.compile(r"\d{2}:\d{2}(?=[,، ])|(?<=à )\d{2}:\d{2}|(?<=at )\d{2}:\d{2}"),
    re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"),
)
_REVISIONS = re.compile(r"(Special:(?:Diff|PermaLink)/|oldid=|diff=)\d+")


def set_newsletter(campaign: Campaign, *lines: str, languages: str = "") -> None:
    """Put lines into the settings' [newsletter], in place of those of the same names.

    Args:
        campaign: whose settings they are.
        lines: `wait_hours = 1`.
        languages: those that are offered, `en es ar`; empty: as they are.
    """
    file = campaign.folder / "settings.toml"
    text = file.read_text(encoding="utf-8")
    for line in lines:
        name = line.partition("=")[0].strip()
        text = re.sub(rf"(?m)^{name} = .*\n", "", text)
        text = text.replace("[newsletter]\n", f"[newsletter]\n{line}\n")
    if languages:
        offered = ", ".join(f'"{code}"' for code in languages.split())
        text = re.sub(r"(?m)^offered = .*$", f"offered = [{offered}]", text)
    file.write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The wikis and the bot's own folder as they were at a moment."""

    sandbox: Sandbox
    campaign: Campaign
    folder: Path

    @classmethod
    def take(cls, campaign: Campaign, folder: Path) -> Snapshot:
        """Keep what the wikis and the ledger hold now."""
        folder.mkdir()
        snapshot = cls(campaign.sandbox, campaign, folder)
        snapshot._copy(campaign.sandbox.state.database_folder, folder)
        for file in campaign.folder.glob("ledger*"):
            shutil.copy(file, folder)
        return snapshot

    def put_back(self) -> None:
        """Make everything what it was; logins stay."""
        self._copy(self.folder, self.sandbox.state.database_folder)
        for file in self.campaign.folder.glob("ledger*"):
            file.unlink()
        for file in self.folder.glob("ledger*"):
            shutil.copy(file, self.campaign.folder)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        def copy(wiki: str) -> None:
            # Something of the old wiki may be cached while the wiki itself is put back: the cache goes last.
            for name in (f"{wiki}.sqlite", f"{wiki}-cache.sqlite"):
                with (
                    closing(sqlite3.connect(source / name, timeout=30)) as old,
                    closing(sqlite3.connect(target / name, timeout=30)) as new,
                ):
                    old.backup(new)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(copy, WIKIS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One write of a run."""

    wiki: str
    number: int  # of the wiki's writes, from 1
    title: str

    @property
    def name(self) -> str:
        """What a test is called by."""
        return f"{self.wiki} {self.number}: {self.title}"


@dataclass(slots=True)
class Trap:
    """What happens to one write, and what happened."""

    write: Write
    act: Callable[[], None]  # called at that write
    after: bool  # once the wiki has saved it; else before it sees it
    fault: Fault | None = None  # what the bot is answered; None: nothing
    sprung: bool = False


class TrapProxy(FaultProxy):
    """A proxy with a trap at one of its wiki's writes."""

    wiki = ""
    trap: Trap | None = None

    def writes(self) -> list[Request]:
        """Give the writes so far."""
        return [each for each in tuple(self.requests) if is_write(each)]

    def answer(self, request: Request, fault: Fault | None) -> Reply | None:
        trap = self.trap
        if trap is None or trap.write.wiki != self.wiki or not is_write(request):
            return super().answer(request, fault)
        if sum(each.number <= request.number for each in self.writes()) != trap.write.number:
            return super().answer(request, fault)
        trap.sprung = True
        if trap.after:
            reply = super().answer(request, trap.fault)
            trap.act()
            return reply if trap.fault else None
        trap.act()
        return None


class HidingProxy(FaultProxy):
    """A proxy that leaves the text of one page out of every answer of the wiki."""

    hidden = ""  # title; empty: none

    def answer(self, request: Request, fault: Fault | None) -> Reply | None:
        reply = super().answer(request, fault)
        if reply is None or not self.hidden or b'"content"' not in reply.body:
            return reply
        answer = json.loads(reply.body)
        for page in answer.get("query", {}).get("pages", ()):
            if page.get("title") == self.hidden:
                for revision in page.get("revisions", ()):
                    slot = revision["slots"]["main"]
                    slot.pop("content", None)
                    slot["texthidden"] = True
        return replace(reply, body=json.dumps(answer).encode())


def is_write(request: Request) -> bool:
    """Tell whether a request changes a page."""
    return request.method == "POST" and request.action in WRITES


@dataclass(slots=True)
class Killing:
    """Runs of the newsletter that end in the middle."""

    campaign: Campaign
    proxies: Mapping[str, TrapProxy]
    _run: subprocess.Popen[str] | None = field(default=None)

    def log(self) -> list[Write]:
        """Give the writes of the runs so far."""
        return [
            Write(wiki=wiki, number=number, title=each.parameters.get("title", ""))
            for wiki, proxy in self.proxies.items()
            for number, each in enumerate(proxy.writes(), 1)
        ]

    def forget(self) -> None:
        """Begin to count anew, without a trap."""
        for proxy in self.proxies.values():
            proxy.trap = None
            proxy.forget()

    def kill_at(self, write: Write, *, after: bool) -> None:
        """Run until one write, and no further.

        Args:
            write: at which it is killed.
            after: once the wiki has saved it, before the bot is answered; else before the wiki sees it.
        """
        with self._set(Trap(write, self._kill, after)):
            self._run = self.campaign.begin("-always", script="newsletter.py")
            self._run.wait(timeout=120)

    def lose_ledger(self) -> None:
        """Delete the ledger."""
        for file in self.campaign.folder.glob("ledger*"):
            file.unlink()

    def lose_answer_to(self, write: Write) -> Run:
        """Run to the end; the wiki saves one write, and the bot gets an error of the gateway for it."""
        with self._set(Trap(write, lambda: None, after=True, fault=Fault.GATEWAY_504_AFTER)):
            return self.campaign.run("-always", script="newsletter.py")

    @contextmanager
    def _set(self, trap: Trap) -> Iterator[None]:
        self.forget()
        for proxy in self.proxies.values():
            proxy.trap = trap
        yield
        self.forget()
        assert trap.sprung, trap.write.name

    def _kill(self) -> None:
        run = self._run
        assert run
        run.kill()
        run.wait()


def written(campaign: Campaign, since: Mapping[str, int]) -> tuple[Pages, Counter[tuple[str, str]]]:
    """Give the pages that the bot wrote since a moment, and how often it wrote each.

    Args:
        campaign: whose wikis they are.
        since: the number of each wiki's newest change then.
    """
    pages: Pages = {}
    times: Counter[tuple[str, str]] = Counter()
    for wiki in WIKIS:
        changes = campaign.ask(
            wiki, list="recentchanges", rcuser="LetsConnectBot", rclimit="500", rcprop="ids|title|loginfo"
        )["recentchanges"]
        new = [each for each in changes if each["rcid"] > since[wiki]]
        times.update((wiki, each["title"]) for each in new)
        titles = sorted({each["title"] for each in new})
        for start in range(0, len(titles), 50):
            answer = campaign.ask(
                wiki,
                titles="|".join(titles[start : start + 50]),
                prop="revisions|categories",
                rvprop="content",
                rvslots="main",
                cllimit="max",
            )
            pages |= {(wiki, page["title"]): _content(page) for page in answer["pages"]}
    return pages, times


def _content(page: Mapping[str, Any]) -> str:
    if page.get("missing"):
        return "(missing)"
    text = page["revisions"][0]["slots"]["main"]["content"]
    categories = sorted(each["title"] for each in page.get("categories", ()))
    return f"{normalised(text)}\n{categories}"


def normalised(text: str) -> str:
    """Give a text without what differs from run to run: times of day, numbers of revisions, who was first."""
    for pattern in _TIMES:
        text = pattern.sub("TIME", text)
    text = re.sub(r"(?m)^\* (?:Delivered: |First message: ).*$", "* TIMES", _REVISIONS.sub(r"\1N", text))
    if "<!-- bot:report begin" in text:  # those who got a message, in the order in which they got it
        lines = text.split("\n")
        at = [number for number, line in enumerate(lines) if line.startswith("* <bdi>[[")]
        for number, line in zip(at, sorted(lines[number] for number in at), strict=True):
            lines[number] = line
        text = "\n".join(lines)
    return text


def newest_changes(campaign: Campaign) -> dict[str, int]:
    """Give the number of each wiki's newest change."""
    return {wiki: max(changes, default=0) for wiki, changes in campaign.newest().items()}
