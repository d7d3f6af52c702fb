"""Shell: thanking those who signed up by the form: once for each request, on their talk pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Entry, Outbox, State
from bot.plan.edits import Campaign, Plan, Post
from bot.plan.thanks import Thanks, ThanksMaker, plan_thanks
from bot.program.languages import read_languages
from bot.program.outcomes import Outcome
from bot.program.request_marks import Kind
from bot.program.sign_up_request import Request
from bot.run.census import Census, link_target
from bot.run.console import Console
from bot.run.dispatch import Dispatch
from bot.run.heartbeat import Heartbeat
from bot.run.mail import put
from bot.run.progress import Progress
from bot.run.request_rows import RequestRows
from bot.run.settings import Settings
from bot.run.stop_page import StopPage
from bot.run.wikis import Wikis
from bot.words.catalogue import Catalogue

NAME = "requests"
"""Tells these messages from all others of the program."""

DEALT_WITH = frozenset({Outcome.POSTED, Outcome.REFUSED, Outcome.SKIPPED})
"""Endings after which nobody is thanked again."""


def thanks_for(request: Request, text: str, rows: RequestRows) -> Thanks:
    """Give what somebody is thanked for, on their home wiki if the bot may write there.

    Args:
        request: that was met.
        text: of the sign-up page as it is now.
        rows: wrote it.

    Raises:
        WikiError: the wiki can't be asked what people are called today.
    """
    row = rows.values(text, request.username)
    named = rows.settings.wiki_named(link_target(row.get("home_wiki", "")))
    met = rows.met.get(request.revid)
    return Thanks(
        request=request,
        wiki=named.key if named and named.direct else rows.settings.home,
        is_new=met is not None and met.kind is Kind.SIGNED_UP,
        languages=read_languages(row.get("languages", ""))[0] or (request.language,),
        row=row,
        dropped=rows.dropped(text, request),
    )


@dataclass(slots=True, kw_only=True)
class Thanking:
    """Delivers the thanks of one run like any other message."""

    settings: Settings
    wikis: Wikis
    words: Catalogue
    console: Console
    ledger: Ledger
    beat: Heartbeat
    stop_page: StopPage
    title: str  # of the page of requests
    wanted: dict[str, Thanks] = field(default_factory=dict)  # by user name
    settled: set[str] = field(default_factory=set)  # user names for whom nothing more is to be done
    posts: dict[str, Post] = field(default_factory=dict)  # by key, as last planned
    census: Census = field(init=False)
    maker: ThanksMaker = field(init=False)

    def __post_init__(self) -> None:
        campaign = Campaign(program=self.settings.program, name=NAME, title=self.title, counted=False)
        self.census = Census(
            settings=self.settings,
            wikis=self.wikis,
            campaign=campaign,
            memory=self.ledger,
            dry=False,
            message_page=self.title,
        )
        self.maker = ThanksMaker(
            campaign=campaign,
            words=self.words,
            headings={name: tuple(of) for name, of in self.settings.columns.headings().items()},
            signup_page=self.settings.pages.signup,
            team_page=self.settings.pages.team,
            offered=tuple(self.settings.languages.offered),
        )

    def thank(self, wanted: Collection[Thanks]) -> set[str]:
        """Thank people who were not thanked yet for their request.

        Returns:
            For whom nothing more is to be done; the others wait for a later run.

        Raises:
            StoppedError: the stop page has text.
            LedgerError: the ledger can't be used.
        """
        self.wanted = {thanks.request.username: thanks for thanks in wanted}
        with closing(Outbox()) as outbox:
            for wiki in dict.fromkeys(thanks.wiki for thanks in wanted):
                if self.census.greet(wiki):
                    self._address(outbox, wiki)
                else:
                    self.console.say(self.census.away[wiki])
            self._deliver(outbox)
        self.census.end()
        return self.settled

    def _address(self, outbox: Outbox, wiki: str) -> None:
        names = [name for name, thanks in self.wanted.items() if thanks.wiki == wiki]
        outbox.address((wiki, name, NAME) for name in names)
        entries = outbox.some(wiki, State.ADDRESSED, len(names))
        posts = self._posts(entries)
        outbox.set_state(State.DONE, [entry.seq for entry in entries])
        put(outbox, posts)

    def _deliver(self, outbox: Outbox) -> None:
        if not outbox.numbers(State.PLANNED):
            return
        dispatch = Dispatch(
            settings=self.settings,
            wikis=self.wikis,
            ledger=self.ledger,
            campaign=self.maker.campaign,
            outbox=outbox,
            again=self._posts,
            stop_page=self.stop_page,
            show=self._progress,
        )
        progresses = dispatch.run()
        self.console.ended(progresses)
        self._settle({post.key: post.username for post in self.posts.values()})

    def _posts(self, entries: Sequence[Entry]) -> dict[int, Post]:
        """Look at some people's talk pages, and make the messages that they have not had."""
        if not entries:
            return {}
        wiki = entries[0].wiki
        wanted = {entry.username: self.wanted[entry.username] for entry in entries}
        pages = self.census.look(wiki, list(wanted))
        plan = plan_thanks(
            wanted,
            pages,
            maker=self.maker,
            readers=self.census.readers,
            bot={wiki: self.wikis[wiki].username},
        )
        self.settled |= {skip.username for skip in plan.skips}
        had = self._settle({post.key: post.username for post in plan.posts})
        self._show(plan, had)
        places = {entry.username: entry.seq for entry in entries}
        fresh = [post for post in plan.posts if post.key not in had]
        self.posts |= {post.key: post for post in fresh}
        return {places[post.username]: post for post in fresh}

    def _settle(self, keys: Mapping[str, str]) -> set[str]:
        """Learn from the ledger which messages are dealt with; give their keys."""
        found = self.ledger.remembered(NAME, keys=keys)
        had = {each.key for each in found if each.outcome in DEALT_WITH}
        self.settled |= {keys[key] for key in had}
        return had

    def _show(self, plan: Plan, had: Collection[str]) -> None:
        for post in plan.posts:
            if post.key not in had and post.key not in self.posts:
                self.console.say(f"  thanks: {post.wiki}:{post.title} ({post.language})")
        for skip in plan.skips:
            reason = self.words.say("en", skip.reason.word)
            self.console.say(f"  no thanks to {skip.username}: {reason}")

    def _progress(self, progress: Progress) -> None:
        self.beat()
        self.console.progress(progress)
