"""Shell: sending an issue to its readers, and asking translators: both through the one delivery."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.plan.draft_page import translate_address
from bot.plan.issue_messages import issue_forms, read_archived
from bot.program.announcement import HeadingMissingError, NotClosedError
from bot.program.approval import Organiser, PageRevision
from bot.program.counting import counting_text
from bot.program.delivery_list import SourcePage
from bot.program.issue_draft import TARGETS
from bot.program.issue_message import IssueMessage
from bot.program.languages import name_in
from bot.program.leaving import Left, wants_newsletter
from bot.program.limits import PAGE_BYTES
from bot.program.participant import Participant, Roster
from bot.program.translation import Standing, State
from bot.run.announce import Announce
from bot.run.control import Control
from bot.run.draft_reading import DraftReading
from bot.run.edition import Edition, Forms
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.home import HomePages, read_home
from bot.run.list_sources import read_list_sources
from bot.run.newsletter_desk import NewsletterDesk
from bot.run.organisers import organisers_by_number
from bot.run.signup_page import read_signup_page
from bot.wiki.drafts import beginning_of, is_made_from
from bot.wiki.history import RedirectError, revisions_since
from bot.wiki.interwikis import home_links
from bot.wiki.pages import PageText
from bot.wiki.talk_titles import talk_title
from bot.wikitext.quoting import link_or_text, quote


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDelivery:
    """Sends one issue that is published.

    Args:
        left: who stopped the newsletter.
        control: what the operator decided.
    """

    desk: NewsletterDesk
    reading: DraftReading
    left: Left
    control: Control

    def run(self) -> ExitStatus:
        """Plan, show, ask, deliver, report; who has it is passed over.

        Raises:
            CommandError: it can't be begun, or is stopped, or its list is not the one it was published for.
            WikiError: the home wiki is away.
            LedgerError: the ledger can't be used.
        """
        desk, title = self.desk, self.reading.archived
        self._check_targets()
        campaign = desk.issue_campaign(title)
        home = read_home(desk.settings, desk.wikis, title=title, name=campaign.name, option="the archive")
        home = self._counting(replace(home, campaign=replace(home.campaign, pages=True)))
        gate = self.reading.gate
        # A translation that goes out waits too, as long as its page could not be made.
        held = gate.held | gate.complete if gate else frozenset()
        edition = Edition(
            read=self._read,
            rosters=functools.partial(self._rosters, home.signup),
            held=held - home.messages.keys(),
            fallback=desk.settings.newsletter.fallback or "",
            says_fallback=True,
            task="newsletter",
            home_links=home_links(desk.wikis.home),
            leave_page=desk.settings.pages.leave or "",
            most_bytes=PAGE_BYTES,
        )
        return announcing(desk, title=title, control=self.control, edition=edition, home=home).run()

    def _check_targets(self) -> None:
        """See that the issue goes to those for whom an organiser called it ready.

        Raises:
            CommandError: the list can't be read, is gone, or has changed since.
        """
        draft, published = self.reading.draft, self.reading.published
        if published is None or not published.targets:
            return
        if draft.targets and draft.targets.text is None:
            sentence = f"“{draft.targets.title}” can't be read now. Run this again later."
            raise CommandError(ExitStatus.LATER, sentence)
        if published.targets != draft.targets_code:
            title = f"{draft.source.title}/{TARGETS}"
            sentence = (
                f"“{title}” is not the list for which “{published.title}” was published. Nothing is sent;"
                " bring the list back."
            )
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)

    def _counting(self, home: HomePages) -> HomePages:
        """Give the pages of the issue with the texts that count; one that has none waits.

        Raises:
            CommandError: the issue itself has none.
            WikiError: the home wiki can't be asked.
        """
        desk = self.desk

        @functools.cache
        def organisers() -> Callable[[int], Organiser | None]:
            return organisers_by_number(desk.wikis.home, desk.settings.organisers.usernames)

        def is_organiser(revision: PageRevision) -> bool:
            organiser = organisers()(revision.userid)
            return organiser is not None and not organiser.blocked and not revision.is_revert

        def counting(page: PageText, language: str) -> str | None:
            if not self._is_of_issue(page, home.message, language):
                return None
            with suppress(RedirectError):
                return counting_text(
                    revisions_since(desk.wikis.home, page.title, 0),
                    says=functools.partial(self._says, language=language),
                    bot=desk.wikis.home.username,
                    is_organiser=is_organiser,
                )
            return None

        def counts(page: PageText, language: str) -> PageText:
            if desk.is_counting(page) and self._is_of_issue(page, home.message, language):
                return page
            text = counting(page, language)
            if text is not None and self._says(text, language=language) == self._says(
                page.text, language=language
            ):
                desk.remember_counting(page)
                return page
            if text is None:
                desk.console.say(
                    f"“{page.title}” was made neither by the bot nor by an organiser: nobody gets it."
                    " Delete it, or let an organiser edit it."
                )
            return replace(page, text=text or "", readable=text is not None)

        own = counts(home.message, desk.language)  # not what stands below it for the wiki's own language
        if not own.readable:
            sentence = f"“{own.title}” holds nothing that counts. The issue is not sent."
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        messages = {code: counts(page, code) for code, page in home.messages.items() if code != desk.language}
        return replace(home, message=own, messages={desk.language: own, **messages})

    def _is_of_issue(self, page: PageText, message: PageText, language: str) -> bool:
        """Tell whether a page is the issue's, wherever redirects led."""
        wiki = self.desk.wikis.home
        if page is not message:
            return page.title == f"{message.title}/{language}"
        if not page.redirected:
            return True
        first = beginning_of(wiki, page.title)
        return first is not None and is_made_from(wiki, first, self.reading.draft.source.pageid)

    def _says(self, text: str, *, language: str) -> IssueMessage | None:
        """Give what a text of the issue's page tells its readers; None: it can't be read."""
        try:
            return read_archived(text, language, home=self.desk.language, page="")
        except (HeadingMissingError, NotClosedError):
            return None

    def _read(self, page: PageText, language: str) -> Forms:
        home = self.desk.language
        message = read_archived(page.text, language, home=home, page=page.title)
        full, short = issue_forms(message, page=page.title, language=language, words=self.desk.words)
        return Forms(full=full, short=short)

    def _rosters(self, signup: PageText) -> Iterator[Roster]:
        """Give who gets the issue: those of its own list, or subscribers and the settings' lists."""
        desk, published = self.desk, self.reading.published
        targets = self.reading.draft.targets if published and published.targets else None
        signed_up = read_signup_page(signup, desk.settings, desk.wikis.home)
        gone = {*self.left.left, *(each.username for each in signed_up.withdrawn)}
        gone |= {each.username for each in signed_up.participants if not wants_newsletter(each, self.left)}
        if targets is not None:
            yield _without(self._source(targets.title).read(targets.text or ""), gone)
            return
        yield _without(signed_up, gone)
        lists = desk.settings.newsletter.lists
        for roster in read_list_sources(desk.settings, desk.wikis, lists, pages=True):
            yield _without(roster, gone)

    def _source(self, title: str) -> SourcePage:
        desk = self.desk
        return SourcePage(
            title=title,
            wiki_named=lambda site: getattr(desk.settings.wiki_named(site), "key", None),
            local_site=desk.wikis.home.site.hostname(),
            pages=True,
            home=desk.settings.home,
        )


def _without(roster: Roster, gone: Collection[str]) -> Roster:
    """Give a roster in which those who want no newsletter are among those who have withdrawn."""
    left = [each for each in roster.participants if each.username in gone]
    kept = [each for each in roster.participants if each.username not in gone]
    return replace(roster, participants=tuple(kept), withdrawn=(*roster.withdrawn, *left))


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatorCall:
    """Asks those who want to be asked to translate one draft, each once."""

    desk: NewsletterDesk
    reading: DraftReading
    control: Control

    def run(self) -> ExitStatus:
        """Plan, show, ask, deliver.

        Raises:
            CommandError: the list can't be read, or the run is stopped.
            WikiError: the home wiki is away.
            LedgerError: the ledger can't be used.
        """
        desk, title = self.desk, self.reading.draft.source.title
        list_title = desk.settings.pages.translators or ""
        campaign = desk.draft_campaign(self.reading.draft, "translate")
        home = read_home(desk.settings, desk.wikis, title=title, name=campaign.name, option="the draft")
        lacking = [code for code, each in self.reading.standings.items() if is_lacking(each)]
        home = replace(
            home,
            messages={code: self._message(code, home.message) for code in lacking},
            campaign=replace(home.campaign, counted=False),
            feedback=None,
        )
        edition = Edition(
            rosters=functools.partial(self._rosters, list_title, lacking),
            home_links=home_links(desk.wikis.home),
            list_page=list_title,
            why="newsletter-call-why",
        )
        return announcing(desk, title=title, control=self.control, edition=edition, home=home).run()

    def _message(self, language: str, source: PageText) -> PageText:
        desk, say = self.desk, self.desk.words.say
        draft = link_or_text(source.title)
        talk = talk_title(source.title, desk.wikis.home.greeting["namespaces"])
        standing = self.reading.standings[language]
        address = translate_address(source.title, standing, is_marked=self.reading.is_marked)
        body = say(
            language,
            "newsletter-call",
            draft,
            quote(name_in(language, language)),
            address,
            link_or_text(talk),
        )
        heading = say(language, "newsletter-call-heading")
        return replace(source, text=f"== {heading} ==\n{body}")

    def _rosters(self, title: str, lacking: Collection[str]) -> Iterator[Roster]:
        """Give the translators of languages that are lacking, each with the first of theirs."""
        desk = self.desk
        page = desk.wikis.home.read_pages([title])[title]
        roster = read_signup_page(page, desk.settings, desk.wikis.home)
        people: list[Participant] = []
        for person in roster.participants:
            first = next((code for code in person.languages if code in lacking), None)
            if first:
                people.append(replace(person, languages=(first,), messages_a_month=None))
        yield replace(roster, participants=tuple(people))


def is_lacking(standing: Standing) -> bool:
    """Tell whether somebody can do something for a translation."""
    return standing.state not in {State.COMPLETE, State.UNREAD}


def announcing(desk: NewsletterDesk, **given: object) -> Announce:
    """Give the job that delivers a campaign of the newsletter."""
    return Announce(
        settings=desk.settings,
        wikis=desk.wikis,
        words=desk.words,
        console=desk.console,
        dry=desk.dry,
        memory=desk.memory,
        **given,  # type: ignore[arg-type]
    )
