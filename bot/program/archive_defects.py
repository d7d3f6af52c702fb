"""Pure: all that is amiss in a newsletter's archive: each thing with its place and what to do.

Nothing is guessed: where a date or a place in the order is not sure, that is the defect, and nothing is
concluded from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bot.program.archive import Archive, Issue
from bot.program.archive_defect import Defect, defect
from bot.program.archive_headings import heading_defects
from bot.program.archive_navigation import navigation_defects
from bot.program.archive_pages import index_defects, latest_defects, redirect_defects
from bot.program.issue_dates import IssueDate
from bot.program.newsletter import fold_title
from bot.program.problems import LanguageCode

MOST_NAMED = 5
"""Pages named in one message."""


def defects_of(archive: Archive) -> list[Defect]:
    """Look an archive over."""
    found = [*_orphans(archive), *(defect("stranger", title) for title in archive.strangers)]
    for issue in archive.issues.values():
        found += _of_issue(archive, issue)
    found += [*_numbers(archive), *_same_dates(archive), *_missing_languages(archive)]
    found += [*navigation_defects(archive), *heading_defects(archive)]
    found += [*redirect_defects(archive), *latest_defects(archive), *index_defects(archive)]
    return found


def _of_issue(archive: Archive, issue: Issue) -> Iterator[Defect]:
    for reading in issue.readings:
        title = reading.page.title
        if reading.is_empty:
            yield defect("empty", title)
            continue
        if reading.has_broken_part:
            yield defect("markers", title)
        if None not in {issue.name.number, reading.number} and reading.number != issue.name.number:
            yield defect("number-disagrees", title, str(reading.number))
        for category in archive.rules.categories:
            name = fold_title(category)
            if not {name, f"{name}/{reading.language}"} & reading.categories:
                yield defect("category", title, name, is_for_bot=not reading.has_broken_part)
    if not issue.source.is_empty:
        yield from _date(archive, issue)
    if issue.title in archive.sure:
        yield from _misfiled(archive, issue)
        yield from _dates_of_languages(issue)


def _date(archive: Archive, issue: Issue) -> Iterator[Defect]:
    date, title = issue.source.date, issue.title
    if date is None:
        yield defect("date-unclear" if issue.source.is_date_unclear else "date-unknown", title)
    elif archive.is_ahead(issue):
        yield defect("future", title, date.text)
    elif archive.contradicts(issue):
        yield defect("date-disagrees", title, date.text)
    elif title in archive.out_of_order:
        yield defect("number-order", title, date.text)


def _dates_of_languages(issue: Issue) -> Iterator[Defect]:
    sure = issue.source.date
    for reading in issue.pages.values():
        date = reading.date
        if date and sure and (date.year, date.month) != (sure.year, sure.month):
            yield defect("language-date", reading.page.title, date.text, sure.text)


def _misfiled(archive: Archive, issue: Issue) -> Iterator[Defect]:
    """Find an issue that stands in another year than that of its date, or under a title of another form."""
    if issue.source.date is None:
        return
    wanted = replace(issue.name, year=issue.source.date.year)
    title = wanted.title(archive.rules)
    if title == issue.title:
        return
    if not is_free(archive, title, issue.title):
        yield defect("move-blocked", issue.title, title)
        return
    yield defect("misfiled", issue.title, title, move_to=title)


def is_free(archive: Archive, title: str, moved: str) -> bool:
    """Tell whether a page can be moved to a title: nothing stands there but a redirect to itself."""
    page = archive.pages.get(title)
    return page is None or (page.target is not None and fold_title(page.target) == moved)


def _orphans(archive: Archive) -> Iterator[Defect]:
    """Find language pages without their issue; where that has been moved away, they can follow it."""
    for title in archive.orphans:
        source, _, language = title.rpartition("/")
        final = None if archive.passes_latest(source) else archive.final(source)
        wanted = f"{final}/{language}"
        if final and final != source and final in archive.issues and is_free(archive, wanted, title):
            yield defect("language-left-behind", title, wanted, move_to=wanted)
        else:
            yield defect("language-orphan", title, source)


def _numbers(archive: Archive) -> Iterator[Defect]:
    bearers: defaultdict[int, list[str]] = defaultdict(list)
    for issue in archive.issues.values():
        if issue.number is not None:
            bearers[issue.number].append(issue.title)
    for number, titles in sorted(bearers.items()):
        if len(titles) > 1:
            yield defect("duplicate-number", titles[0], str(number), ", ".join(titles[1 : MOST_NAMED + 1]))
    known = sorted(bearers)
    for before, after in pairwise(known):
        title = bearers[after][0]
        if after == before + 2:
            yield defect("gap", title, str(before + 1))
        elif after > before + 2:
            yield defect("gaps", title, str(before + 1), str(after - 1))


def _same_dates(archive: Archive) -> Iterator[Defect]:
    """Find issues of one date: of a day, or numbered ones of a month."""
    found: dict[tuple[IssueDate, bool], Issue] = {}
    for issue in archive.issues.values():
        date = issue.source.date
        if date is None or issue.title not in archive.sure:
            continue
        is_numbered = issue.number is not None
        other = found.setdefault((date, bool(date.day) or is_numbered), issue)
        if other is issue or (not date.day and not is_numbered):
            continue
        if other.number is None or other.number != issue.number:
            yield defect("same-date", issue.title, other.title, date.text)


def _missing_languages(archive: Archive) -> Iterator[Defect]:
    """Find language pages that most issues have and one lacks."""
    issues = archive.issues.values()
    for language in archive.rules.languages:
        lacking = [issue for issue in issues if language not in issue.pages]
        if language == archive.rules.language or 2 * len(lacking) >= len(issues):
            continue
        for issue in lacking:
            if not issue.source.is_empty and f"{issue.title}/{language}" not in archive.pages:
                yield defect("language-missing", issue.title, LanguageCode(language))
