"""Pure: a newsletter's archive as a whole: its issues in order, by date, then number.

An issue whose date is not sure (it has none, lies ahead, or contradicts the numbers) stands where its number
puts it; whether it is really its neighbours' neighbour is then only known where they have the numbers beside
its own. An issue without a sure date or number has no place at all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.program.issue_reading import Reading, Way, read_issue
from bot.program.newsletter import ArchivePage, ArchiveRules, IssueName, fold_title, read_name, years_in

MOST_HOPS = 20
"""Redirects followed one after another."""


EARLY = timedelta(days=31)
"""So long before its date an issue may come out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue with its language pages."""

    name: IssueName
    source: Reading
    pages: Mapping[str, Reading]  # by language; the source is none of them

    @property
    def title(self) -> str:
        """Where it stands."""
        return self.source.page.title

    @property
    def number(self) -> int | None:
        """Its number: of its title, else of its first heading."""
        return self.source.number if self.name.number is None else self.name.number

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All its pages."""
        return (self.source, *self.pages.values())

    def in_language(self, language: str) -> Reading:
        """Give the page in a language, or the source where there is none."""
        return self.pages.get(language, self.source)


class Archive:
    """What the pages below a newsletter's root are to each other."""

    def __init__(self, pages: Iterable[ArchivePage], rules: ArchiveRules, now: datetime) -> None:
        """Sort the pages.

        Args:
            pages: all below the root, and those to which they redirect.
            rules: what the archive is to be like.
            now: aware; issues of later days lie ahead.
        """
        self.rules = rules
        self.pages = {fold_title(page.title): page for page in pages if page.exists}
        self.strangers: list[str] = []
        self.orphans: list[str] = []
        self.issues: dict[str, Issue] = {}  # by title
        self._today = now.astimezone(UTC).date()
        self._read()
        self.out_of_order: set[str] = set()  # titles
        self.numbers = Counter(issue.number for issue in self.issues.values() if issue.number is not None)
        self._sure = self._sure_ones()
        self.sure = {issue.title for issue in self._sure}
        self.order = self._place()
        self._places = {issue.title: at for at, issue in enumerate(self.order)}

    def is_ahead(self, issue: Issue) -> bool:
        """Tell whether an issue is dated later than one may be that comes out before its month begins."""
        date = issue.source.date
        return date is not None and date.first_day > self._today + EARLY

    def contradicts(self, issue: Issue) -> bool:
        """Tell whether the name of an issue holds years that its date is not of."""
        date, years = issue.source.date, years_in(issue.name.name)
        return date is not None and bool(years) and date.year not in years

    @property
    def newest(self) -> Issue | None:
        """The last issue with a sure date."""
        return self._sure[-1] if self._sure else None

    def may_be_newest(self, title: str) -> bool:
        """Tell whether a page is the newest issue, or one without a sure date that may be."""
        issue = self.issues.get(title)
        newest = self.newest
        if issue is None or newest is None or issue.title == newest.title:
            return issue is not None
        is_later = self._places.get(title, len(self.order)) > self._places[newest.title]
        return title not in self.sure and is_later and not self.is_ahead(issue)

    def final(self, title: str) -> str | None:
        """Follow redirects from a title; None: they end nowhere, or never."""
        for _ in range(MOST_HOPS):
            page = self.pages.get(title)
            if page is None:
                return None if title.startswith(f"{fold_title(self.rules.root)}/") else title
            if page.target is None:
                return title
            title = fold_title(page.target)
        return None

    def passes_latest(self, title: str) -> bool:
        """Tell whether a title leads through the redirect to the newest issue: to another one each time."""
        for _ in range(MOST_HOPS):
            page = self.pages.get(title)
            if page is None or page.target is None or title == self.rules.latest:
                break
            title = fold_title(page.target)
        return title == self.rules.latest

    def find(self, title: str) -> tuple[Issue, str] | None:
        """Give the issue to which a title leads, and the language of the page, empty for its source."""
        final = self.final(title)
        read = read_name(final, self.rules) if final else None
        if final is None or read is None:
            return None
        language = read[1]
        issue = self.issues.get(final.removesuffix(f"/{language}") if language else final)
        return (issue, language) if issue else None

    def neighbour(self, issue: Issue, way: Way) -> Issue | None:
        """Give the next issue of the order on one side.

        Raises:
            LookupError: it is not sure which one that is.
        """
        at = self._places[issue.title]
        other = at + (1 if way is Way.NEXT else -1)
        if not self._is_fixed(at) or (0 <= other < len(self.order) and not self._is_fixed(other)):
            raise LookupError(issue.title)
        return self.order[other] if 0 <= other < len(self.order) else None

    def _is_fixed(self, at: int) -> bool:
        """Tell whether an issue surely stands between its neighbours."""
        issue = self.order[at]
        if issue.title in self.sure:
            return True
        if not 0 < at < len(self.order) - 1 or issue.number is None:
            return False
        before, after = self.order[at - 1].number, self.order[at + 1].number
        return before == issue.number - 1 and after == issue.number + 1

    def _read(self) -> None:
        sources: dict[str, tuple[IssueName, Reading]] = {}
        translations: dict[str, dict[str, Reading]] = {}
        for title, page in sorted(self.pages.items()):
            if page.target is not None or not title.startswith(f"{self.rules.archive}/"):
                continue
            read = read_name(title, self.rules)
            if read is None:
                if "/" in title[len(self.rules.archive) + 1 :] or not self._is_index(title):
                    self.strangers.append(title)
                continue
            name, code = read
            reading = read_issue(page, code or self.rules.language, self.rules.root)
            if code:
                translations.setdefault(title.removesuffix(f"/{code}"), {})[code] = reading
            else:
                sources[title] = name, reading
        for title, (name, reading) in sources.items():
            pages = translations.pop(title, {})
            self.issues[title] = Issue(name=name, source=reading, pages=pages)
        self.orphans = [each.page.title for pages in translations.values() for each in pages.values()]

    def _is_index(self, title: str) -> bool:
        """Tell whether a page right below the archive's is its page of a year, or in a language."""
        leaf = title[len(self.rules.archive) + 1 :]
        return read_name(f"{self.rules.archive}/2000/{leaf}/{leaf}", self.rules) is not None or (
            leaf.isascii() and leaf.isdigit() and len(leaf) == 4
        )

    def _sure_ones(self) -> list[Issue]:
        """Give the issues with a sure date in order, those that contradict the most numbers left out."""
        dated = [
            (issue.source.date, issue)
            for issue in self.issues.values()
            if issue.source.date and not self.is_ahead(issue) and not self.contradicts(issue)
        ]
        dated.sort(key=lambda each: (each[0], each[1].number is None, each[1].number or 0, each[1].title))
        issues = [issue for _, issue in dated]
        single = [issue for issue in issues if issue.number is not None and self.numbers[issue.number] == 1]
        rising = _rising([issue.number or 0 for issue in single])
        self.out_of_order = {issue.title for at, issue in enumerate(single) if at not in rising}
        return [issue for issue in issues if issue.title not in self.out_of_order]

    def _place(self) -> list[Issue]:
        """Put the issues without a sure date behind those of the greatest number below theirs."""
        unsure = [
            issue
            for issue in self.issues.values()
            if issue.title not in self.sure
            and issue.number is not None
            and self.numbers[issue.number] == 1
            and not self.contradicts(issue)
        ]
        unsure.sort(key=lambda issue: issue.number or 0)
        numbered = [
            (issue.number, at)
            for at, issue in enumerate(self._sure)
            if issue.number is not None and self.numbers[issue.number] == 1
        ]
        numbers = [number for number, _ in numbered]
        behind: dict[int, list[Issue]] = {}
        for issue in unsure:
            found = bisect_left(numbers, issue.number or 0)
            behind.setdefault(numbered[found - 1][1] if found else -1, []).append(issue)
        order = list(behind.get(-1, ()))
        for at, issue in enumerate(self._sure):
            order += [issue, *behind.get(at, ())]
        return order


def _rising(numbers: Sequence[int]) -> set[int]:
    """Give the places of a longest run of rising numbers."""
    tails: list[int] = []  # the least last number of a run of each length
    places: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(tails, number)
        tails[length : length + 1] = [number]
        places[length : length + 1] = [at]
        before.append(places[length - 1] if length else -1)
    found = set()
    at = places[-1] if places else -1
    while at >= 0:
        found.add(at)
        at = before[at]
    return found
