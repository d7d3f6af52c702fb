"""Pure: the texts of the bot's parts in a newsletter's archive: navigation of an issue, index by year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.program.archive import Archive, Issue
from bot.program.archive_navigation import neighbours
from bot.program.issue_reading import Reading, own_mark
from bot.program.newsletter import fold_title
from bot.wikitext.quoting import link_or_text, quote
from bot.wikitext.targets import NotATitleError, clean_title
from bot.words.catalogue import Catalogue
from bot.words.dates import format_date, format_month
from bot.words.direction import wrap

BETWEEN = " · "


def navigation_text(archive: Archive, issue: Issue, reading: Reading, words: Catalogue) -> str:
    """Give the links of a page of an issue to its neighbours, in its language, and missing categories.

    Raises:
        LookupError: it is not sure which issues the neighbours are.
    """
    links = []
    for way, other in neighbours(archive, issue).items():
        if other is not None:
            target = other.in_language(reading.language).page.title
            label = words.say(reading.language, f"archive-{way.value}")
            links.append(f"{own_mark(way)}{link_or_text(target, label)}</span>")
    lines = [wrap(BETWEEN.join(links), reading.language, within=None)] if links else []
    for category in archive.rules.categories:
        name = fold_title(category)
        if not {name, f"{name}/{reading.language}"} & reading.typed_categories and _is_title(name):
            lines.append(f"[[Category:{name}]]")
    return "\n".join(lines)


def index_text(archive: Archive, language: str, words: Catalogue) -> str:
    """Give all issues by year, the newest first, each linked in the language where it has a page in it."""
    places = {issue.title: at for at, issue in enumerate(archive.order)}
    issues = sorted(
        archive.issues.values(),
        key=lambda issue: (issue.name.year, places.get(issue.title, -1), issue.title),
        reverse=True,
    )
    return wrap("\n".join(_lines(issues, language, words)), language, within=None)


def _lines(issues: list[Issue], language: str, words: Catalogue) -> Iterator[str]:
    year = 0
    for issue in issues:
        if issue.name.year != year:
            year = issue.name.year
            yield f"== {year} =="
        number = issue.name.number
        label = issue.name.name if number is None else words.say(language, "archive-issue", str(number))
        link = link_or_text(issue.in_language(language).page.title, label)
        date = _date(issue, language)
        yield "* " + (words.say(language, "archive-dated", link, quote(date)) if date else link)


def _date(issue: Issue, language: str) -> str:
    date = issue.source.date
    if date is None:
        return ""
    if not date.day:
        return format_month(date.year, date.month, language)
    return format_date(datetime(date.year, date.month, date.day, tzinfo=UTC), language)


def _is_title(name: str) -> bool:
    try:
        return clean_title(name) == name
    except NotATitleError:
        return False
