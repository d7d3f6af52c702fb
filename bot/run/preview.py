"""Shell: the preview: plans are gathered as for a dry run, and written to one HTML file of the operator's."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Outbox, State
from bot.plan.edits import Post
from bot.plan.preview.model import Addressee, Announced, PageChange, Preview, Rendering, SignUpPages
from bot.plan.preview.page import write_page
from bot.plan.tally import Tally
from bot.program.page_names import shown_name
from bot.run.ahead import ahead
from bot.run.console import Console
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.gathering import Gathered, gathered
from bot.run.heartbeat import Heartbeat
from bot.run.home import read_home
from bot.run.mail import letter_of
from bot.run.settings import Settings
from bot.run.signups import SignUps
from bot.run.stop_page import StopPage
from bot.run.wikis import Wikis
from bot.wiki.errors import WikiAwayError, WikiRefusedError
from bot.wiki.rendering import address_of, render
from bot.wikitext.owned import OwnedPartError
from bot.words.catalogue import Catalogue

MOST_PEOPLE = 5000
"""People who have a row in the file."""

MOST_RENDERED = 40
"""Messages that wikis are asked to render: one of each language first, then those for most people."""

SIGNED = "~~~~ <!--"
"""How the end of a message begins, where the account that writes it signs."""


@dataclass(slots=True, kw_only=True)
class Previewer:
    """Makes one file."""

    settings: Settings
    wikis: Wikis
    words: Catalogue
    console: Console
    memory: Ledger | None  # the ledger, which is only read; None: there is none yet
    now: datetime  # aware
    file: Path
    language: str  # in which the file speaks
    title: str = ""  # the message page; empty: no announcement
    name: str = ""  # tells the campaign from all others; empty: by the number of the message page
    signups: bool = False  # whether the pages that the sign-ups job keeps are looked at

    def run(self) -> ExitStatus:
        """Look at everything and write the file.

        Raises:
            CommandError: it can't be begun, or the file can't be written.
            WikiError: the home wiki is away.
        """
        announced = self._announced() if self.title else None
        pages = self._signups() if self.signups else None
        preview = Preview(made=self.now, announced=announced, signups=pages)
        self._save(write_page(preview, words=self.words, language=self.language))
        self._tell(announced, pages)
        if announced and announced.held:
            return ExitStatus.LATER
        problems = [*(announced.problems if announced else ()), *(pages.problems if pages else ())]
        return ExitStatus.NEEDS_PERSON if problems else ExitStatus.DONE

    def _tell(self, announced: Announced | None, pages: SignUpPages | None) -> None:
        if announced:
            self.console.say(
                f"“{announced.title}”: {announced.numbers.total()} to write, {announced.done} delivered"
                f" before, {len(announced.skips)} left out by rule."
            )
        if pages:
            self.console.say(f"“{pages.title}”: {len(pages.changes)} pages to write.")
        self.console.say(f"Nothing was written on any wiki. Open {self.file} in a browser.")

    def _announced(self) -> Announced:
        home = read_home(self.settings, self.wikis, title=self.title, name=self.name)
        with gathered(
            self.settings, self.wikis, self.words, home=home, memory=self.memory, dry=True
        ) as found:
            return self._shown(found)

    def _shown(self, found: Gathered) -> Announced:
        tally = found.tally
        people: list[Addressee] = []
        first: dict[tuple[str, str], Post] = {}
        for post in _posts(found.outbox):
            first.setdefault((post.wiki, post.language), post)
            if len(people) < MOST_PEOPLE:
                people.append(self._addressee(post))
        return Announced(
            title=tally.campaign.title,
            numbers=tally.numbers,
            renderings=self._rendered(tally, first),
            people=people,
            skips=tally.skips,
            held=tally.held,
            problems=tally.problems,
            notes=tally.notes,
            away=found.planning.census.away,
            done=tally.done,
            limit=self.settings.limits.people,
        )

    def _addressee(self, post: Post) -> Addressee:
        return Addressee(
            username=shown_name(post.username),
            wiki=post.wiki,
            language=post.language,
            address=address_of(self.wikis[post.wiki], post.title),
        )

    def _rendered(self, tally: Tally, first: dict[tuple[str, str], Post]) -> list[Rendering]:
        """Have wikis render what the first person of each wiki and language gets."""
        chosen = chosen_pairs(tally.numbers, most=MOST_RENDERED)
        questions = (partial(self._render, first[pair]) for pair in chosen if pair in first)
        found = ahead(questions, at_once=self.settings.limits.requests_at_once)
        return [rendering for rendering in found if rendering]

    def _render(self, post: Post) -> Rendering | None:
        """Have a wiki render a message; None: it does not answer now."""
        wiki = self.wikis[post.wiki]
        text = f"== {post.heading} ==\n{self._signed(post)}"
        try:
            html = render(wiki, title=post.title, text=text)
        except (WikiAwayError, WikiRefusedError) as error:
            self.console.say(f"  - {error}")
            return None
        return Rendering(
            wiki=post.wiki,
            wiki_language=self.settings.wikis[post.wiki].language,
            language=post.language,
            address=address_of(wiki, post.title),
            title=post.title,
            summary=post.summary,
            html=html,
        )

    def _signed(self, post: Post) -> str:
        """Give a message's text signed by the bot, where we look without an account."""
        wiki = self.wikis[post.wiki]
        bot = self.wikis.home.username
        if wiki.account.name:
            return post.text
        signature = f"[[User:{bot}|{bot}]] ~~~~~" if bot else "~~~~~"
        before, _, after = post.text.rpartition(SIGNED)
        return f"{before}{signature} <!--{after}" if before else post.text

    def _signups(self) -> SignUpPages:
        job = SignUps(
            settings=self.settings,
            wikis=self.wikis,
            words=self.words,
            console=self.console,
            today=self.now.date(),
            memory=self.memory,
            dry=True,
            beat=Heartbeat(lease=None),
            stop_page=StopPage(sentence=lambda: ""),
        )
        plan = job.plan()
        changes: list[PageChange] = []
        for kept in plan.kept:
            try:
                after = kept.part.put_into(kept.page.text)
            except OwnedPartError as error:
                self.console.say(f"“{kept.page.title}”: {error}")
                continue
            changes.append(
                PageChange(
                    title=kept.page.title,
                    address=address_of(self.wikis.home, kept.page.title),
                    language=self.settings.home_wiki.language,
                    before=kept.page.text,
                    after=after,
                )
            )
        return SignUpPages(title=self.settings.pages.signup, changes=changes, problems=plan.roster.problems)

    def _save(self, html: str) -> None:
        """Write the file, which only its owner can read; an earlier one stays whole until this one is."""
        part = self.file.with_name(f"{self.file.name}.part")
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
                os.fchmod(descriptor, 0o600)  # it may be left from a run that was killed
                file.write(html)
            part.replace(self.file)
        except OSError as error:
            sentence = (
                f"-out: {self.file} can't be written ({error.strerror}). Name a file in a folder of yours."
            )
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence) from None


def chosen_pairs(numbers: Counter[tuple[str, str]], *, most: int) -> list[tuple[str, str]]:
    """Choose the wikis and languages whose message is rendered.

    Args:
        numbers: of messages, by wiki and language.
        most: so many, but one of each language all the same.
    """
    order = sorted(numbers, key=lambda pair: (-numbers[pair], pair))
    of_languages = {code: (wiki, code) for wiki, code in reversed(order)}.values()
    return list(dict.fromkeys([*of_languages, *order]))[: max(most, len(of_languages))]


def _posts(outbox: Outbox) -> Iterator[Post]:
    """Give what is planned, wiki by wiki."""
    for wiki in outbox.wikis(State.PLANNED):
        after = 0
        while some := outbox.some(wiki, State.PLANNED, 500, after=after):
            after = some[-1].seq
            yield from (letter_of(entry).post for entry in some)
