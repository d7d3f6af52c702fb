"""Shell: publishing an issue: its pages in the archive, the links between issues, the index, the newest one.

Each write is the same whoever makes it and whenever, and is left out where it was made: a run that is killed
is completed by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.plan.archive import Redirect, plan_archive
from bot.plan.issue_messages import archived_text, read_archived
from bot.program.announcement import HeadingMissingError, NotClosedError
from bot.program.archive import Archive
from bot.program.archive_pages import index_pages
from bot.program.outcomes import Ending, Outcome
from bot.program.problems import Problem
from bot.program.publishing import publishable
from bot.run.archive_reading import archive_pages
from bot.run.draft_reading import DraftReading
from bot.run.keeping import Part, keep_redirect, not_written
from bot.run.newsletter_desk import NewsletterDesk, Published
from bot.wiki.drafts import beginning_of
from bot.wiki.pages import PageText
from bot.wiki.pages_below import pages_below
from bot.wiki.writing import rewrite
from bot.wikitext.owned import OwnedPartError


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """A page that is to stand in the archive."""

    title: str
    text: str
    source: int  # number of the revision that it is made from


@dataclass(slots=True, kw_only=True)
class Publication:
    """Publishes one issue, or a translation of it that came later.

    Args:
        reading: how its draft stands.
        parts: gives the facts in a language.
        archive: titles of all pages in the archive.
    """

    desk: NewsletterDesk
    reading: DraftReading
    parts: Callable[[str], Mapping[str, str]]
    archive: frozenset[str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The issue's title in the archive."""
        if self.reading.archived:
            return self.reading.archived
        date = self.reading.draft.date(self.desk.rules)
        if date is None:
            raise ValueError(f"“{self.reading.draft.source.title}” has no date.")
        return self.reading.draft.name(date.year).title(self.desk.rules)

    def new_pages(self) -> list[NewPage]:
        """Give the pages that are to be made, the issue itself first.

        Without the issue itself there are none; a translation that can't be one is left out, and told.
        """
        return list(self._new_pages())

    def _new_pages(self) -> Iterator[NewPage]:
        desk, draft, gate = self.desk, self.reading.draft, self.reading.gate
        if gate is None:
            return
        if not self.reading.archived:
            source = draft.source
            text = self._text(source.text or "", desk.language, source.title)
            if text is None:
                return
            yield NewPage(title=self.title, text=text, source=source.revid)
        for code in desk.languages:
            title = f"{self.title}/{code}"
            if code in gate.complete and title not in self.archive:
                page = draft.pages[code]
                text = self._text(page.text or "", code, page.title)
                if text is not None:
                    yield NewPage(title=title, text=text, source=page.revid)

    def _text(self, wikitext: str, language: str, title: str) -> str | None:
        """Give what is archived of a page of the draft; None: it can't be, and that is told."""
        home = self.desk.language
        try:
            text = archived_text(publishable(wikitext, self.parts(language)), language, home=home)
            read_archived(text, language, home=home, page=title)
        except OwnedPartError:
            reason = "newsletter-problem-markers"
        except NotClosedError:
            reason = "newsletter-problem-open"
        except HeadingMissingError:
            reason = "newsletter-problem-heading"
        else:
            return text
        self.problems.append(Problem(reason=reason, values=(title,)))
        return None

    def publish(self, pages: list[NewPage]) -> list[Ending]:
        """Make the pages, the issue itself first, then all that leads to them."""
        endings: list[Ending] = []
        if pages and self.reading.published:
            self._remember(replace(self.reading.published, is_linked=False))
        for page in pages:
            ending = self._make(page)
            endings.append(ending)
            if ending.outcome is not Outcome.POSTED:
                self.desk.console.say(not_written(page.title, ending))
                if page.title == self.title and not self.reading.archived:
                    return endings
            elif page.title == self.title:
                self._begin()
        published = self.reading.published
        if published and not published.is_linked:
            endings += ArchiveLinks(desk=self.desk).keep(published.title)
            if all(ending.outcome is Outcome.POSTED for ending in endings):
                self._remember(replace(published, is_linked=True))
        return endings

    def _begin(self) -> None:
        """Remember that the issue is published, by the wiki's own clock."""
        first = beginning_of(self.desk.wikis.home, self.title)
        if first is not None and self.reading.ready_at is not None:
            title = self.title
            self.reading.archived = title
            self._remember(
                Published(
                    title=title,
                    at=first.moment,
                    ready_at=self.reading.ready_at,
                    targets=self.reading.draft.targets_code,
                )
            )

    def _remember(self, published: Published) -> None:
        self.reading.published = published
        self.desk.remember(self.reading.draft, published)

    def _make(self, page: NewPage) -> Ending:
        """Make a page, once; after a lost answer it is looked whether it is there."""
        self.desk.before_write()
        home = self.desk.wikis.home
        summary = self.desk.say("newsletter-publish-summary", str(page.source))
        ending = rewrite(home, title=page.title, text=page.text, summary=summary, baserevid=None)
        if ending.outcome in {Outcome.DOUBT, Outcome.CHANGED}:
            there = home.read_pages([page.title])[page.title]
            first = beginning_of(home, page.title) if there.text.rstrip() == page.text.rstrip() else None
            if first and (first.username, first.comment) == (home.username, summary):
                return Ending(outcome=Outcome.POSTED)
        return ending


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLinks:
    """Keeps what leads to an issue: its neighbours' links, the index, the redirect to the newest."""

    desk: NewsletterDesk

    def keep(self, title: str) -> list[Ending]:
        """Bring the parts up to date that concern one issue; nothing else of the archive is touched.

        Args:
            title: of the issue in the archive.

        Raises:
            WikiError: the home wiki can't be asked.
        """
        desk = self.desk
        namespaces = desk.wikis.home.greeting["namespaces"]
        found = {
            page.title: page
            for page in pages_below(desk.wikis.home, desk.rules.root, namespaces, redirects=True)
        }
        pages = list(archive_pages(found.values()))
        plan = plan_archive(pages, desk.rules, desk.now, desk.words)
        concerned = _concerned(Archive(pages, desk.rules, desk.now), title)
        endings = []
        for part in plan.parts:
            if part.title not in concerned:
                continue
            page = found.get(part.title) or PageText(title=part.title, pageid=0, revid=None, text="")
            made = Part(name=part.part, content=part.content)
            endings.append(desk.keep(page, made, summary=desk.say("archive-summary")))
        newest = (each for each in plan.redirects if each.title == desk.rules.latest)
        return endings + [self._lead(each, found.get(each.title)) for each in newest]

    def _lead(self, redirect: Redirect, page: PageText | None) -> Ending:
        desk = self.desk
        desk.before_write()
        return keep_redirect(
            desk.wikis.home,
            redirect.title,
            redirect.target,
            page=page,
            summary=desk.say("archive-summary"),
            say=desk.console.say,
        )


def _concerned(archive: Archive, title: str) -> set[str]:
    """Give the titles of the pages of an issue, of its neighbours, and of the index."""
    at = next((at for at, issue in enumerate(archive.order) if issue.title == title), None)
    near = archive.order[max(0, at - 1) : at + 2] if at is not None else []
    titles = {reading.page.title for issue in near for reading in issue.readings}
    return {archive.rules.archive, *titles, *(page.title for page, _ in index_pages(archive))}
