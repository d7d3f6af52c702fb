"""Pure: the pages of a newsletter's archive: their titles, and the issues that they name.

An issue stands at `<root>/Archive/<year>/Issue <number>`, or has a name in place of the last part; its pages
in other languages lie below it: `…/Issue 12/es`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.program.language_names import current_code
from bot.wikitext.folding import fold_words
from bot.wikitext.reading import Reading, reading
from bot.wikitext.titles import capitalise, fold_blanks

NAVIGATION = "navigation"
"""Name of the bot's part of an issue's page: links to its neighbours, and the page's categories."""

INDEX = "index"
"""Name of the bot's part of the archive's first page: all issues by year."""

YEARS = range(2000, 2100)
"""In which newsletters come out."""

ISSUE_WORDS = r"issue|número|numero|numéro|nº|n°|no\.|edición|edição|edicao|édition|edition|العدد|عدد"
"""What people write before the number of an issue, in five languages."""

_NUMBERED = re.compile(rf"(?:{ISSUE_WORDS})[ .:#]{{0,3}}(\d{{1,5}})", re.IGNORECASE)
_BEGINS_NUMBERED = re.compile(rf"(?:{ISSUE_WORDS})[ .:#]{{0,3}}(?:\d|\Z)", re.IGNORECASE)
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """A page as the wiki has it."""

    title: str
    text: str = ""
    target: str | None = None  # title to which it redirects; None: it is no redirect
    exists: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRules:
    """What an archive is to be like."""

    root: str  # title below which the newsletter lies
    language: str = "en"  # of the pages whose title names none
    languages: tuple[str, ...] = ("en", "es", "ar", "fr", "pt")  # those that must not be missing where usual
    categories: tuple[str, ...] = ()  # of each issue's page, without namespace

    @property
    def archive(self) -> str:
        """Title of the page that lists all issues; they lie below it."""
        return f"{fold_title(self.root)}/Archive"

    @property
    def latest(self) -> str:
        """Title of the redirect to the newest issue."""
        return f"{fold_title(self.root)}/Latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueName:
    """What a title says of an issue."""

    year: int
    number: int | None = None  # None: the issue has a name
    name: str = ""

    @property
    def leaf(self) -> str:
        """The last part of the title."""
        return self.name if self.number is None else f"Issue {self.number}"

    def title(self, rules: ArchiveRules, language: str = "") -> str:
        """Give the title of the issue, or of its page in a language."""
        title = f"{rules.archive}/{self.year}/{self.leaf}"
        return f"{title}/{language}" if language else title


def fold_title(title: str) -> str:
    """Give a title as the wiki writes it, without a section."""
    return capitalise(fold_blanks(title.partition("#")[0]).lstrip(":").strip())


def read_name(title: str, rules: ArchiveRules) -> tuple[IssueName, str] | None:
    """Read a title below the archive: the issue, and the language of its page, empty for the issue itself.

    None: it is no issue's title: no year, a page below that is no language, a number that can't be read.
    """
    parts = title.removeprefix(f"{rules.archive}/").split("/")
    if not title.startswith(f"{rules.archive}/") or not 2 <= len(parts) <= 3:
        return None
    year, leaf, *languages = parts
    if not _YEAR.fullmatch(year) or int(year) not in YEARS or leaf != leaf.strip():
        return None
    if any(code != code.lower() or current_code(code) is None for code in languages):
        return None
    found = _NUMBERED.fullmatch(leaf)
    if not found and (_BEGINS_NUMBERED.match(leaf) or not fold_words(leaf)):
        return None
    number = int(found[1]) if found else None
    return IssueName(year=int(year), number=number, name="" if found else leaf), "".join(languages)


def number_said(heading: str) -> int | None:
    """Give the number that a heading calls an issue by; None: none, or more than one."""
    numbers = {int(found[1] or found[2]) for found in _said(reading()).finditer(heading[:400])}
    return numbers.pop() if len(numbers) == 1 else None


def without_numbers(text: str) -> str:
    """Give a text with a sign in the place of each number of an issue: it is no day of a month."""
    return _said(reading()).sub(" ; ", text)


@lru_cache(maxsize=8)
def _said(besides: Reading) -> re.Pattern[str]:
    """Give the pattern of an issue's number in a text, with the words known here and those set."""
    words = "|".join((ISSUE_WORDS, *map(re.escape, besides.of_kind("read-issue"))))
    return re.compile(rf"(?<!\w)(?:{words})[ .:#]{{0,3}}(\d{{1,5}})(?!\w)|#(\d{{1,5}})(?!\w)", re.IGNORECASE)


def years_in(name: str) -> set[int]:
    """Give the years that the name of an issue holds."""
    return {int(digits) for digits in re.findall(r"(?<!\d)\d{4}(?!\d)", name) if int(digits) in YEARS}
