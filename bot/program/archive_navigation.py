"""Pure: the defects of the links from each issue to the one before and the one after it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.program.archive import Archive, Issue
from bot.program.archive_defect import Defect, defect
from bot.program.issue_reading import NavigationLink, Reading, Way
from bot.program.newsletter import fold_title, read_name

_BACK = {Way.PREVIOUS: Way.NEXT, Way.NEXT: Way.PREVIOUS}


def navigation_defects(archive: Archive) -> Iterator[Defect]:
    """Find what is amiss, page by page."""
    for issue in archive.order:
        for reading in issue.readings:
            if not reading.is_empty:
                for way in Way:
                    yield from _of_page(archive, issue, reading, way)


def is_judged(archive: Archive, issue: Issue, reading: Reading) -> bool:
    """Tell whether it is sure where both links of a page should lead."""
    try:
        for way in Way:
            archive.neighbour(issue, way)
    except (LookupError, KeyError):
        return False
    return not any(_is_unsure(archive, link) for link in reading.navigation if not link.is_own)


def neighbours(archive: Archive, issue: Issue) -> dict[Way, Issue | None]:
    """Give both neighbours of an issue of which they are sure."""
    return {way: archive.neighbour(issue, way) for way in Way}


def _of_page(archive: Archive, issue: Issue, reading: Reading, way: Way) -> Iterator[Defect]:
    links = [link for link in reading.navigation if link.way is way]
    try:
        wanted = archive.neighbour(issue, way)
    except LookupError:
        return
    if any(_is_unsure(archive, link) for link in links):
        return
    title = reading.page.title
    if wanted is None:
        for link in links:
            if not _is_ahead_of_time(archive, issue, link):
                yield defect(f"{way.value}-beyond", title, link.title, is_for_bot=link.is_own)
        return
    page = wanted.in_language(reading.language).page.title
    right = [link for link in links if (found := archive.find(link.title)) and found[0] is wanted]
    wrong = [link for link in links if link not in right]
    for link in wrong:
        yield defect(f"{way.value}-wrong", title, link.title, page, is_for_bot=link.is_own)
    if right:
        yield from _in_other_language(archive, reading, right, page)
    elif not wrong:
        kind = "navigation-one-way" if _leads_back(archive, issue, wanted, way) else f"{way.value}-missing"
        yield defect(kind, title, page, is_for_bot=not reading.has_broken_part)


def _in_other_language(
    archive: Archive, reading: Reading, links: list[NavigationLink], page: str
) -> Iterator[Defect]:
    """Find links to a neighbour in another language than the page's, though it has a page in that."""
    other = []
    for link in links:
        found = archive.find(link.title)
        language = (found[1] if found else "") or archive.rules.language
        if link.any_language or language == reading.language:
            return
        other.append(link)
    has_own = archive.find(page)
    if has_own and (has_own[1] or archive.rules.language) == reading.language:
        link = other[0]
        yield defect("navigation-language", reading.page.title, link.title, page, is_for_bot=link.is_own)


def _leads_back(archive: Archive, issue: Issue, wanted: Issue, way: Way) -> bool:
    """Tell whether the neighbour leads here."""
    back = _BACK[way]
    links = [link for reading in wanted.readings for link in reading.navigation if link.way is back]
    return any((found := archive.find(link.title)) and found[0] is issue for link in links)


def _is_unsure(archive: Archive, link: NavigationLink) -> bool:
    """Tell whether a link leads to an issue of which nobody knows where it belongs."""
    found = archive.find(link.title)
    return found is not None and found[0].title not in archive.sure and not _is_placed(archive, found[0])


def _is_placed(archive: Archive, issue: Issue) -> bool:
    try:
        archive.neighbour(issue, Way.NEXT)
        archive.neighbour(issue, Way.PREVIOUS)
    except (LookupError, KeyError):
        return False
    return True


def _is_ahead_of_time(archive: Archive, issue: Issue, link: NavigationLink) -> bool:
    """Tell whether the newest issue links to the one that is still to be written."""
    read = read_name(fold_title(link.title), archive.rules)
    if link.way is not Way.NEXT or link.title in archive.pages or read is None or issue.number is None:
        return False
    return read[0].number == issue.number + 1
