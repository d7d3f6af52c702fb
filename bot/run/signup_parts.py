"""Shell: what should stand on the pages that are kept from the sign-up page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.plan.announce import Addressed, Recipient
from bot.plan.signups import attention_text, delivery_list_text, directory_text, matches_text
from bot.program.columns import KnownHeadings, split_table
from bot.program.languages import choose
from bot.program.leaving import Left, wants_newsletter
from bot.program.matching import Person, asked_for, match
from bot.program.participant import Participant, Roster
from bot.program.skills import Vocabulary
from bot.run.keeping import Part
from bot.run.settings import Settings
from bot.run.signup_page import regions_of
from bot.run.wikis import Wikis
from bot.wiki.pages import PageText
from bot.wikitext.tables import read_tables
from bot.words.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A part of a page as it should be."""

    page: PageText
    part: Part

    def changes(self) -> bool:
        """Tell whether writing it would change anything."""
        return self.part.changes(self.page)


def directories(settings: Settings) -> dict[str, str]:
    """Give the directory's page in each language."""
    title, own = settings.pages.directory, settings.home_wiki.language
    if not title:
        return {}
    others = {code: f"{title}/{code}" for code in settings.languages.offered if code != own}
    return {own: title, **others}


def lists(settings: Settings) -> dict[str, str]:
    """Give the delivery list's page of each language."""
    title = settings.pages.lists
    return {code: f"{title}/{code}" for code in settings.languages.offered} if title else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpParts:
    """Makes the parts."""

    settings: Settings
    wikis: Wikis
    words: Catalogue
    pages: Mapping[str, PageText]  # by title, as they were read
    today: date
    left: Left | None  # who stopped the newsletter on its page; None: not known, and lists stay as they are

    def all(self, roster: Roster, addressed: Addressed, vocabulary: Vocabulary) -> Iterator[Kept]:
        """Give each part with its page, whether it changes anything or not."""
        own = self.settings.home_wiki.language
        prefixes = {name: self.wikis.prefix(name) for name in self.settings.wikis}
        attention = attention_text(
            roster,
            vocabulary=vocabulary if self.settings.pages.vocabulary else None,
            words=self.words,
            language=own,
            page_language=own,
        )
        part = Part(name="attention", content=attention, after=self._end_of_table)
        yield Kept(page=self.pages[self.settings.pages.signup], part=part)
        wiki_named = {r.username: r.wiki for r in addressed.recipients}
        for code, title in directories(self.settings).items():
            text = directory_text(
                roster,
                regions=regions_of(self.settings),
                vocabulary=vocabulary,
                words=self.words,
                language=code,
                page_language=own,
                prefixes=prefixes,
                home=self.settings.home,
                wiki_named=self._wikis_named(roster),
            )
            yield Kept(page=self.pages[title], part=Part(name="directory", content=text))
        if self.left is not None:
            yield from self._kept_lists(addressed, self.left)
        yield from self._kept_matches(roster, wiki_named, vocabulary, prefixes)

    def _wikis_named(self, roster: Roster) -> dict[str, str | None]:
        """Give the wiki of the settings for each text by which a row names one."""
        named = {text for p in roster.participants for text in (p.home_wiki, p.wiki) if text}
        found = {text: self.settings.wiki_named(text) for text in named}
        return {text: wiki.key if wiki else None for text, wiki in found.items()}

    def _end_of_table(self, text: str) -> int | None:
        """Give where the last sign-up table of the page ends; None: it has none."""
        headings = KnownHeadings.of(self.settings.columns.headings())
        ends = [
            table.span[1] for table in read_tables(text) if "user" in split_table(table, headings)[0].known
        ]
        return max(ends, default=None)

    def _kept_lists(self, addressed: Addressed, left: Left) -> Iterator[Kept]:
        hosts = {name: str(self.wikis[name].site.hostname()) for name in self.settings.wikis}
        offered = self.settings.languages.offered
        of_language: dict[str, list[Recipient]] = {code: [] for code in offered}
        for recipient in addressed.recipients:
            person = recipient.participant
            language = self.settings.wikis[recipient.wiki].language
            if wants_newsletter(person, left):
                of_language[choose(person.languages, language, offered).given].append(recipient)
        for code, title in lists(self.settings).items():
            text = delivery_list_text(
                of_language[code],
                hosts=hosts,
                list_language=code,
                words=self.words,
                language=self.settings.home_wiki.language,
            )
            yield Kept(page=self.pages[title], part=Part(name="list", content=text))

    def _kept_matches(
        self, roster: Roster, wikis: dict[str, str], vocabulary: Vocabulary, prefixes: dict[str, str]
    ) -> Iterator[Kept]:
        title = self.settings.pages.matches
        if not title:
            return
        hidden = {row.place for row in roster.private}
        people = [_person(p, wikis) for p in roster.participants if p.place not in hidden]
        topics = sorted({topic for p in roster.participants for topic in p.clinics})
        text = matches_text(
            match(people, people, vocabulary=vocabulary, on=self.today),
            clinics={topic: asked_for(topic, people, vocabulary=vocabulary) for topic in topics},
            vocabulary=vocabulary,
            words=self.words,
            language=self.settings.home_wiki.language,
            page_language=self.settings.home_wiki.language,
            prefixes=prefixes,
            home=self.settings.home,
        )
        yield Kept(page=self.pages[title], part=Part(name="matches", content=text))


def _person(participant: Participant, wikis: dict[str, str]) -> Person:
    return Person(
        username=participant.username,
        wiki=wikis.get(participant.username, ""),
        languages=participant.languages,
        learn=participant.learn,
        share=participant.share,
        zone=participant.time_zone or None,
        region=participant.region or None,
    )
