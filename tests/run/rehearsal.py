"""A campaign through MassMessage, from people to the check, with wikis whose answers the test chooses."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Outbox
from bot.plan.announce import Messages
from bot.plan.edits import Campaign
from bot.plan.section import SectionMaker
from bot.plan.tally import Tally
from bot.program.announcement import Announcement
from bot.program.faults import Lost
from bot.program.languages import fallbacks
from bot.program.participant import Participant
from bot.program.problems import Place
from bot.program.roster import Roster
from bot.run.census import Census
from bot.run.massmessage import MassMessenger
from bot.run.planning import Planning
from bot.run.settings import Settings, read_settings
from bot.run.wikis import Wikis
from bot.wiki.exchange import Reply
from bot.wiki.massmessage import MESSENGER
from bot.wiki.wiki import Wiki
from bot.words.catalogue import default_catalogue

BOT = "LetsConnectBot"
LISTS = "User:LetsConnectBot/MassMessage"
HOSTS = {"meta": "meta.wiki.example", "es": "es.wiki.example"}
RECORDINGS = Path(__file__).with_name("massmessage")
"""What MassMessage of MediaWiki 1.39 answered on the sandbox's wikis."""

HEADINGS = {"en": "Next clinic", "es": "Próxima clínica"}
Post = Callable[[str, Mapping[str, str]], Reply]
"""Answers a request to a wiki."""


def kind_of(parameters: Mapping[str, str]) -> str:
    """Name what a request asks for, whatever else it asks in the same breath."""
    if parameters["action"] != "query":
        return parameters["action"]
    lists = {"logevents": "notes", "users": "look", "usercontribs": "contributions"}
    kind = lists.get(parameters.get("list", ""), "page")
    if parameters.get("meta", "").startswith("userinfo"):
        kind = "greet"
    elif "revids" in parameters:
        kind = "revisions"
    elif "leaction" in parameters:
        kind = "sends"
    elif parameters.get("ucuser") == MESSENGER:
        kind = "arrivals"
    elif kind == "page" and parameters.get("titles", "").startswith(LISTS):
        kind = "list"
    return kind


class Time:
    """A clock that only waiting moves."""

    def __init__(self, now: float) -> None:
        self.now = now
        self.slept: list[float] = []
        self.on_sleep: Callable[[], None] = lambda: None

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        self.on_sleep()


@dataclass(frozen=True)
class Site:
    """What the bot asks Pywikibot's site for."""

    host: str

    def hostname(self) -> str:
        return self.host

    def is_oauth_token_available(self) -> bool:
        return True  # no cookies


@dataclass(slots=True, kw_only=True)
class ToldWiki(Wiki):
    """A wiki that is asked through a function."""

    told: Post

    def post(self, parameters: dict[str, str]) -> Reply:
        return self.told(self.name, parameters)


@dataclass(slots=True, kw_only=True)
class Tape:
    """What real wikis answered, by wiki and kind of request, in their order; the last of a kind stays."""

    clock: float  # seconds since the epoch, when it was recorded
    people: list[tuple[str, str, tuple[str, ...]]]
    answers: dict[str, dict[str, list[Any]]]
    asked: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)

    def post(self, wiki: str, parameters: Mapping[str, str]) -> Reply:
        """Answer a request; a word stands for an answer that was lost."""
        kind = kind_of(parameters)
        told = self.answers[wiki][kind]
        answer = told[min(self.count(kind, wiki), len(told) - 1)]
        self.asked.append((wiki, kind, parameters))
        if isinstance(answer, str):
            return Reply(status=0, answer=None, lost=Lost(answer))
        return Reply(status=200, answer=answer)

    def count(self, kind: str, wiki: str = "meta") -> int:
        """Count the requests of a kind."""
        return sum((name, each) == (wiki, kind) for name, each, _ in self.asked)

    def last(self, kind: str, wiki: str = "meta") -> Mapping[str, str]:
        """Give the last request of a kind."""
        return next(sent for name, each, sent in reversed(self.asked) if (name, each) == (wiki, kind))


def tape_of(name: str) -> Tape:
    """Read a recording."""
    found = json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))
    told = found["told"]
    answers = {
        wiki: {kind: [told[place] for place in places] for kind, places in kinds.items()}
        for wiki, kinds in found["answers"].items()
    }
    people = [(wiki, username, tuple(languages)) for wiki, username, languages in found["people"]]
    return Tape(clock=found["clock"], people=people, answers=answers)


def settings_of(folder: Path, hosts: Mapping[str, str]) -> Settings:
    """Give settings with Meta and wikis that MassMessage serves."""
    wikis = {
        name: {
            "family": "letsconnect_sandbox",
            "code": name,
            "language": "en" if name == "meta" else name,
            "prefixes": ["m"] if name == "meta" else [name],
            "throttle": 0,
            "request_time_limit": 20,
            "direct": name == "meta",
        }
        for name in hosts
    }
    tables = {
        "program": "letsconnect",
        "home": "meta",
        "ledger": "ledger.sqlite3",
        "pages": {
            "signup": "Sign-up",
            "team": "Talk:Team",
            "stop": f"User:{BOT}/Stop",
            "report": f"User:{BOT}/Reports",
            "massmessage": LISTS,
        },
        "columns": {"user": ["User"]},
        "languages": {"offered": ["en", "es"]},
        "limits": {"patience": 30},
        "wikis": wikis,
    }
    return read_settings(tables, folder / "settings.toml")


@dataclass(slots=True, kw_only=True)
class Rehearsal:
    """Runs of one campaign, each with a memory of its own but for the ledger."""

    folder: Path
    hosts: Mapping[str, str]
    people: list[tuple[str, str, tuple[str, ...]]]  # wiki, user name, languages
    post: Post
    time: Time
    stop: Callable[[], None] = lambda: None
    messenger: MassMessenger = field(init=False)
    tally: Tally = field(init=False)

    def run(self, *, dry: bool = False) -> None:
        """Look, plan, send and look again, as `announce` does."""
        random.seed(1)  # waits are jittered: as many questions as when it was recorded
        settings = settings_of(self.folder, self.hosts)
        wikis = Wikis(settings=settings, simulate=False)
        for name, host in self.hosts.items():
            wikis._open[name] = ToldWiki(
                name=name,
                site=Site(host),
                username=BOT if name == "meta" else "",
                language=settings.wikis[name].language,
                sleep=self.time.sleep,
                clock=self.time.clock,
                told=self.post,
            )
        wikis.home.connect()
        words = default_catalogue(fallbacks)
        campaign = self.campaign
        ledger, outbox = Ledger(self.folder / "ledger.sqlite3"), Outbox()
        try:
            census = Census(
                settings=settings,
                wikis=wikis,
                campaign=campaign,
                memory=ledger,
                dry=dry,
                message_page="Message",
            )
            planning = Planning(
                census=census,
                outbox=outbox,
                messages=Messages(announcements=announcements(), unread=frozenset()),
                maker=SectionMaker(
                    campaign=campaign, words=words, signup_page="Sign-up", team_page="Talk:Team", sender=BOT
                ),
            )
            self.messenger = MassMessenger(
                census=census, words=words, memory=ledger, dry=dry, steady=self.time.clock
            )
            self.messenger.check()
            planning.address([roster_of(self.people)])
            self.tally = planning.plan()
            if not dry:
                self.messenger.deliver(outbox, again=planning.again, stop=self.stop)
                self.messenger.finish()
        finally:
            outbox.close()
            ledger.close()

    @property
    def campaign(self) -> Campaign:
        """What is sent."""
        return Campaign(program="letsconnect", name="announce:1", title="Message")

    def endings(self) -> dict[str, str]:
        """Give how it ended for those who did not get it."""
        return {
            progress.names[key]: f"{ending.outcome}: {ending.reason}"
            for progress in self.messenger.progresses.values()
            for key, ending in progress.endings.items()
        }

    def posted(self) -> int:
        """Count who got it in the last run."""
        return sum(progress.posted for progress in self.messenger.progresses.values())

    def remembered(self) -> dict[str, str]:
        """Give what the ledger has of the campaign, by user name."""
        ledger = Ledger(self.folder / "ledger.sqlite3")
        try:
            return {row.username: str(row.outcome) for row in ledger.deliveries("announce:1")}
        finally:
            ledger.close()


def announcements() -> dict[str, Announcement]:
    return {
        language: Announcement(language=language, heading=heading, body=f"({language})", page="Message")
        for language, heading in HEADINGS.items()
    }


def roster_of(people: list[tuple[str, str, tuple[str, ...]]]) -> Roster:
    participants = tuple(
        Participant(
            username=name,
            wiki=None,
            home_wiki=wiki,
            languages=languages,
            place=Place(page="Sign-up", row=row, line=row),
        )
        for row, (wiki, name, languages) in enumerate(people, start=1)
    )
    return Roster(participants=participants, withdrawn=(), problems=(), private=())
