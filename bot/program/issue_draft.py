"""Pure: drafts of a newsletter's issues: their pages, and what their titles say.

A draft stands at `<root>/Draft/Issue <number>`, or has a name in place of the last part; its translations lie
below it, `…/Issue 12/es`, and so does, for an issue that goes to others than the subscribers, the list of
those to whom it goes: `…/Targets`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.program.approval import Fingerprint
from bot.program.issue_dates import IssueDate
from bot.program.issue_reading import Reading, read_issue
from bot.program.newsletter import ArchivePage, ArchiveRules, IssueName, fold_title, read_name
from bot.wikitext.owned import owned_names, replace_owned

TEMPLATE = "Template"
"""The page, below the newsletter's, from which drafts are made."""

TARGETS = "Targets"
"""The list, below a draft, of those to whom it goes in place of the subscribers."""

_ANY_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A page as the wiki has it."""

    title: str
    pageid: int
    revid: int
    moment: datetime  # aware, when it was last edited
    text: str | None  # None: it could not be read
    username: str = ""  # whose edit that was; empty: hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The draft of an issue, with its translations."""

    leaf: str  # the last part of its title
    source: DraftPage
    pages: Mapping[str, DraftPage] = field(default_factory=dict)  # translations, by language
    targets: DraftPage | None = None

    @property
    def is_read(self) -> bool:
        """Tell whether its words, and its list if it has one, could be read."""
        return self.source.text is not None and (self.targets is None or self.targets.text is not None)

    @property
    def targets_code(self) -> str:
        """The code of the list to which it goes, which tells one list from another; empty: there is none."""
        return "" if self.targets is None else Fingerprint.of(people=[self.targets.text or ""]).people

    @property
    def number(self) -> int | None:
        """The issue's number; None: it has a name."""
        return _name(self.leaf, _ANY_YEAR).number

    def name(self, year: int) -> IssueName:
        """Give the name under which it is archived."""
        return _name(self.leaf, year)

    def reading(self, rules: ArchiveRules) -> Reading:
        """Read the source as an issue's page."""
        page = ArchivePage(title=self.source.title, text=self.source.text or "")
        return read_issue(page, rules.language, rules.root)

    def date(self, rules: ArchiveRules) -> IssueDate | None:
        """Give the issue's date; None: it does not say one, or more than one."""
        return self.reading(rules).date


def drafts_title(rules: ArchiveRules) -> str:
    """Give the title below which drafts lie."""
    return f"{fold_title(rules.root)}/Draft"


def template_title(rules: ArchiveRules) -> str:
    """Give the title of the page from which drafts are made."""
    return f"{fold_title(rules.root)}/{TEMPLATE}"


def draft_title(rules: ArchiveRules, leaf: str, language: str = "") -> str:
    """Give the title of a draft, or of its translation."""
    title = f"{drafts_title(rules)}/{leaf}"
    return f"{title}/{language}" if language else title


def drafts_of(pages: Iterable[DraftPage], rules: ArchiveRules) -> list[Draft]:
    """Put pages together that belong to one draft, by title; those of no draft are left out."""
    sources: dict[str, DraftPage] = {}
    translations: dict[str, dict[str, DraftPage]] = {}
    targets: dict[str, DraftPage] = {}
    for page in pages:
        leaf, _, below = page.title.removeprefix(f"{drafts_title(rules)}/").partition("/")
        read = read_name(f"{rules.archive}/{_ANY_YEAR}/{leaf}{f'/{below}' if below else ''}", rules)
        if below == TARGETS:
            targets[leaf] = page
        elif read and read[1]:
            translations.setdefault(leaf, {})[read[1]] = page
        elif read:
            sources[leaf] = page
    return [
        Draft(leaf=leaf, source=page, pages=translations.get(leaf, {}), targets=targets.get(leaf))
        for leaf, page in sorted(sources.items())
    ]


def issues_before(draft: Draft, archive: Iterable[str], rules: ArchiveRules) -> list[str]:
    """Give the titles of issues in the archive that came before a draft, without their translations.

    Of a draft that has a number those with lower numbers; else all that have one.
    """
    read = [(title, found[0]) for title in archive if (found := read_name(title, rules)) and not found[1]]
    return [
        title
        for title, name in read
        if name.number is not None and (draft.number is None or name.number < draft.number)
    ]


def issue_leaf(number: int | None, name: str = "") -> str:
    """Give the last part of an issue's title."""
    return IssueName(year=_ANY_YEAR, number=number, name=name).leaf


def is_leaf(leaf: str, rules: ArchiveRules) -> bool:
    """Tell whether an issue can have this as the last part of its title."""
    return "/" not in leaf and read_name(f"{rules.archive}/{_ANY_YEAR}/{leaf}", rules) is not None


def words_of_people(wikitext: str, parts: Collection[str]) -> str:
    """Give a draft with nothing in the parts that the bot fills: what people wrote.

    What stands in a part that it does not fill is theirs, and goes out as it is. The blanks of an empty part
    make no difference.

    Args:
        wikitext: of the draft.
        parts: names of those that the bot fills.

    Raises:
        OwnedPartError: the markers of a part are amiss.
    """
    return with_parts(with_parts(wikitext, dict.fromkeys(parts, "-")), dict.fromkeys(parts, ""))


def with_parts(wikitext: str, parts: Mapping[str, str]) -> str:
    """Give a draft with new content in those of the bot's parts that it has; all else stays as it is.

    Raises:
        OwnedPartError: the markers of a part are amiss.
    """
    there = owned_names(wikitext)
    for name, content in parts.items():
        if name in there:
            wikitext = replace_owned(wikitext, name, content)
    return wikitext


def _name(leaf: str, year: int) -> IssueName:
    rules = ArchiveRules(root="A")
    read = read_name(f"{rules.archive}/{year}/{leaf}", rules)
    if read is None:
        raise ValueError(f"“{leaf}” can't name an issue.")
    return read[0]
