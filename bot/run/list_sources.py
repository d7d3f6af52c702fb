"""Shell: the people of delivery lists and categories, and the pages of lists, read from the home wiki."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.program.delivery_list import SourcePage, missing
from bot.program.limits import TARGETS
from bot.program.participant import Roster
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wiki.pages import batches
from bot.wiki.people import USER_TALK
from bot.wiki.wiki import CATEGORY, Wiki

USER = USER_TALK - 1
"""The number of the user namespace on every wiki."""


AT_ONCE = 20
"""Pages that are read, and held in memory, at a time."""


def read_list_sources(
    settings: Settings, wikis: Wikis, titles: Sequence[str] | None = None, *, pages: bool = False
) -> Iterator[Roster]:
    """Read lists and categories, connected; one that can't be read is a Problem.

    Gives a roster for each, in their order, a few read at a time.

    Args:
        settings: the program.
        wikis: the wikis.
        titles: of the lists and categories; None: those of `pages.sources`.
        pages: whether a page on a list that is nobody's talk page is a recipient too, and not a Problem; of a
            category only people are.

    Raises:
        WikiError: the wiki can't be read.
    """
    wiki = wikis.home
    for some in batches(settings.pages.sources if titles is None else titles, AT_ONCE):
        categories = [title for title in some if _is_category(wiki, title)]
        found = wiki.read_pages([title for title in some if title not in categories])
        for title in some:
            page = SourcePage(
                title=title,
                wiki_named=lambda site: getattr(settings.wiki_named(site), "key", None),
                local_site=wiki.site.hostname(),
                pages=pages,
                home=wiki.name,
            )
            if title in categories:
                members = _members(wiki, title)
                yield page.too_long() if members is None else page.of_members(members)
            elif not found[title].exists or not found[title].readable:
                yield Roster(problems=(missing(title),))
            else:
                yield page.read(found[title].text)


def _is_category(wiki: Wiki, title: str) -> bool:
    """Tell by the wiki's own names of the namespace, and the English one."""
    own = wiki.greeting.get("namespaces", {}).get(str(CATEGORY), {}).get("name", "")
    return title.partition(":")[0].strip().casefold() in {"category", own.casefold()}


def _members(wiki: Wiki, title: str) -> list[str] | None:
    """Give the user pages and user talk pages in a category; None: they are more than are read."""
    asked = {
        "list": "categorymembers",
        "cmtitle": title,
        "cmnamespace": f"{USER}|{USER_TALK}",
        "cmprop": "title",
        "cmlimit": "max",
    }
    found: list[str] = []
    for answer in wiki.answers(asked):
        found += [member["title"] for member in answer.get("categorymembers", ())]
        if len(found) > TARGETS:
            return None
    return found
