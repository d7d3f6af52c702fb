"""Pure: a delivery list, or a category, as a source of people, and of pages, beside the sign-up page.

What a person wrote in the sign-ups goes before what a list says: who is there, or withdrew there, is not
taken from a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.program.excerpts import excerpt
from bot.program.limits import PAGE_BYTES, TARGETS, too_long
from bot.program.page_names import LONGEST_NAME, page_name
from bot.program.participant import Participant, Roster, page_participant
from bot.program.problems import Place, Problem
from bot.wikitext.namespaces import SPECIAL_NAMES, USER_NAMES, fold_name
from bot.wikitext.targets import Target, read_target_list
from bot.wikitext.user_titles import Person, TitleReader


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A page that names people, or pages of any kind.

    Args:
        title: of the page, for messages.
        wiki_named: gives the key of the wiki that a host name means; None: none of the program's. Such a
            host is never contacted.
        local_site: host name of the wiki that holds the list.
        pages: whether a page that is nobody's talk page is a recipient too, and not a Problem.
        home: key of the wiki that holds the list.
    """

    title: str
    wiki_named: Callable[[str], str | None]
    local_site: str | None = None
    pages: bool = False
    home: str = ""

    def read(self, text: str) -> Roster:
        """Read a list in any form that `read_target_list` knows; what can't be used is a Problem."""
        if text.count("target") > TARGETS or text.count('"title"') > TARGETS or too_long(text, PAGE_BYTES):
            return self.too_long()
        found = read_target_list(text, local_site=self.local_site)
        problems = [
            Problem(
                reason="problem-list-entry",
                values=(self.title, problem.number, excerpt(problem.text)),
                place=Place(page=self.title, row=problem.number, line=problem.line or 0),
            )
            if problem.number
            else missing(self.title)
            for problem in found.problems
        ]
        if not found.targets and not problems:
            problems = [Problem(reason="problem-list-empty", values=(self.title,))]
        return self._roster(found.targets, problems)

    def too_long(self) -> Roster:
        """Give the roster of a list that is not read: nobody, and why."""
        return Roster(problems=(Problem(reason="problem-list-long", values=(self.title, TARGETS)),))

    def of_members(self, titles: Iterable[str]) -> Roster:
        """Read the user pages and user talk pages of a category, whose other pages are never recipients."""
        return replace(self, pages=False)._roster(
            [Target(title=title, site=None, number=number) for number, title in enumerate(titles, 1)], []
        )

    def _roster(self, targets: Iterable[Target], problems: list[Problem]) -> Roster:
        people: dict[str, Participant] = {}
        titles = TitleReader(USER_NAMES)  # it remembers what it has read: one for each list
        for target in targets:
            place = Place(page=self.title, row=target.number, line=target.line or 0)
            person = titles.read(target.title)
            is_page = person is None or bool(person.wiki) or "/" in target.title
            wiki = self.wiki_named(target.site) if target.site else self.home
            if is_page and not (self.pages and _may_be_page(target.title, wiki or "", person)):
                reason = "problem-list-page" if self.pages else "problem-list-person"
                values = (self.title, target.number, excerpt(target.title))
                problems.append(Problem(reason=reason, values=values, place=place))
            elif target.site and wiki is None:
                values = (self.title, target.number, excerpt(target.site))
                problems.append(Problem(reason="problem-list-site", values=values, place=place))
            elif person is None or is_page:
                page = page_participant(target.title, wiki=wiki or "", place=place)
                people.setdefault(page.username, page)
            elif person.username not in people:
                people[person.username] = Participant(
                    username=person.username,
                    wiki=None,
                    home_wiki=target.site or "",
                    languages=(),
                    place=place,
                )
        return Roster(participants=tuple(people.values()), problems=tuple(problems))


def _may_be_page(title: str, wiki: str, person: Person | None) -> bool:
    """Tell whether a title can be a page of its wiki: not a special page, nor a link to another wiki."""
    namespace, colon, _ = title.partition(":")
    special = bool(colon) and fold_name(namespace) in SPECIAL_NAMES
    elsewhere = person is not None and bool(person.wiki)
    return not special and not elsewhere and len(page_name(title, wiki)) <= LONGEST_NAME


def missing(title: str) -> Problem:
    """Tell that a list is not there or can't be read."""
    return Problem(reason="problem-list-missing", values=(title,))
