"""Pure: a page of an issue, read: number, date, headings, and where its navigation leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.program.issue_dates import IssueDate, UnclearDateError, date_of_issue
from bot.program.language_names import locales
from bot.program.newsletter import INDEX, NAVIGATION, ArchivePage, fold_title, number_said
from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.folding import fold_words
from bot.wikitext.headings import Headings, plain_words
from bot.wikitext.links import find_links
from bot.wikitext.owned import OwnedPartError, read_owned, without_owned
from bot.wikitext.reading import reading
from bot.wikitext.titles import decode

MOST_HEADINGS = 300
"""Of a page that are looked at."""

MOST_LEAD = 4000
"""Characters before the second heading in which the date may stand."""

CATEGORY_NAMES = frozenset({"category", "categoría", "categoria", "catégorie", "تصنيف"})

_PREVIOUS = (
    "previous|prev|prior|earlier|back|anterior|previo|precedente|précédent|précédente|precedent"
    "|السابق|السابقة|سابق"
)
_NEXT = (
    "next|following|newer|siguiente|próximo|próxima|posterior|suivant|suivante|prochain|prochaine"
    "|seguinte|التالي|التالية|القادم|لاحق"
)
_WORDS = {fold_words(word): False for word in _PREVIOUS.split("|")} | {
    fold_words(word): True for word in _NEXT.split("|")
}
_ARROWS = dict.fromkeys("←⟵⇐◄◀‹«<⬅", False) | dict.fromkeys("→⟶⇒►▶›»>➡", True)
_MOST_WORDS = 6  # of a label that is navigation, and no sentence
_NEAR = 30  # characters beside a link in which `Previous:` or an arrow may stand
_MY_LANGUAGE = re.compile(r"\A:?\s*special\s*:\s*mylanguage\s*/", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>|\[\[[^\[\]]*\]\]|\{\{[^{}]*\}\}|__[A-Z]+__")


class Way(StrEnum):
    """Which neighbour a link is for."""

    PREVIOUS = "previous"
    NEXT = "next"


def own_mark(way: Way) -> str:
    """Give what stands before a link of the bot's own part: it is known in any words by that."""
    return f'<span class="bot-{way.value}">'


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationLink:
    """A link that is for a neighbour."""

    way: Way
    title: str  # where it leads, redirects not followed
    is_own: bool  # of the bot's part
    any_language: bool = False  # leads to each reader's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a page of an issue says."""

    page: ArchivePage
    language: str
    number: int | None  # of its first heading
    title: str  # the words of that heading; empty: there is none
    date: IssueDate | None
    is_date_unclear: bool
    headings: tuple[str, ...]  # from the second on, as readers see them
    navigation: tuple[NavigationLink, ...]
    categories: frozenset[str]
    typed_categories: frozenset[str]  # those that people wrote
    is_empty: bool
    has_broken_part: bool
    own: str | None  # the bot's part; None: the page has none


@lru_cache(maxsize=4096)  # a plan looks at each page before and after its moves
def read_issue(page: ArchivePage, language: str, root: str) -> Reading:
    """Read a page of an issue.

    Args:
        page: its text may be anything.
        language: of the page.
        root: title below which the newsletter lies; links elsewhere are no navigation.
    """
    own, is_broken = read_part(page.text, NAVIGATION)
    typed = without_owned(page.text)
    outline = Headings(typed).outline()[:MOST_HEADINGS]
    title = outline[0][1] if outline else ""
    lead_end = outline[1][0] if len(outline) > 1 else len(typed)
    lead = [plain_words(line) for line in without_unparsed(typed[: min(lead_end, MOST_LEAD)]).splitlines()]
    is_unclear = False
    date = None
    try:
        date = date_of_issue(title, lead, language)
    except UnclearDateError:
        is_unclear = True
    shown = without_unparsed(typed)
    links = [*_navigation(shown, page.title, language, root, is_own=False)]
    links += _navigation(own or "", page.title, language, root, is_own=True)
    return Reading(
        page=page,
        language=language,
        number=number_said(title),
        title=title,
        date=date,
        is_date_unclear=is_unclear,
        headings=tuple(words for _, words in outline[1:]),
        navigation=tuple(links),
        categories=frozenset(_categories(f"{shown}\n{own or ''}")),
        typed_categories=frozenset(_categories(shown)),
        is_empty=not fold_words(_MARKUP.sub(" ", shown)),
        has_broken_part=is_broken,
        own=own,
    )


def read_part(text: str, name: str) -> tuple[str | None, bool]:
    """Give a part of the bot's, and whether its markers are amiss."""
    try:
        return read_owned(text, name), False
    except OwnedPartError:
        return None, True


def linked_titles(text: str, page: str) -> Iterator[tuple[str, bool]]:
    """Give the titles to which a text links, each with whether the bot's index part does so."""
    own, _ = read_part(text, INDEX)
    for shown, is_own in ((without_unparsed(without_owned(text)), False), (own or "", True)):
        for link in find_links(shown):
            if not link.is_address:
                yield _target(link.target, page)[0], is_own


def _target(written: str, page: str) -> tuple[str, bool]:
    """Give the title that a link means, and whether it leads to each reader's own language."""
    rest = _MY_LANGUAGE.sub("", written)
    title = decode(rest).partition("#")[0].strip()
    if title.startswith("/"):
        return fold_title(f"{page}/{title.strip('/')}"), False
    parts = page.split("/")
    while title.startswith("../") and len(parts) > 1:
        parts.pop()
        title = title[3:]
        if not title.startswith("../"):
            return fold_title("/".join([*parts, title.rstrip("/")])), False
    return fold_title(title), rest != written


def _navigation(text: str, page: str, language: str, root: str, *, is_own: bool) -> Iterator[NavigationLink]:
    links = [link for link in find_links(text) if not link.is_address]
    for at, link in enumerate(links):
        title, any_language = _target(link.target, page)
        if not title.startswith(f"{fold_title(root)}/"):
            continue
        start, end = link.span
        low = max(start - _NEAR, links[at - 1].span[1] if at else 0)
        high = min(end + _NEAR, links[at + 1].span[0] if at + 1 < len(links) else len(text))
        before = text[low:start].rpartition("\n")[2]
        after = text[end:high].partition("\n")[0]
        if is_own:
            way = next((each for each in Way if before.endswith(own_mark(each))), None)
        else:
            way = _way(link.label or link.target.rpartition("/")[2], before, after, language)
        if way:
            yield NavigationLink(way=way, title=title, is_own=is_own, any_language=any_language)


def _way(label: str, before: str, after: str, language: str) -> Way | None:
    """Tell which neighbour a link is for; None: it is none, or says both."""
    beside = re.split(r"[|·•]", plain_words(before))[-1].strip()
    says = _said(plain_words(label)) or (_said(beside) if beside.endswith((":", "：")) else set())
    if not says and _runs_right(language):
        near = f"{beside[-1:]}{plain_words(label)[:1]}"
        far = f"{plain_words(label)[-1:]}{plain_words(after)[:1]}"
        says = {way for sign, way in _ARROWS.items() if sign in (near if not way else far)}
    if len(says) != 1:
        return None
    return Way.NEXT if says.pop() else Way.PREVIOUS


def _runs_right(language: str) -> bool:
    """Tell whether everything runs to the right; elsewhere an arrow may mean either, and only words count."""
    return any(locale.text_direction == "ltr" for locale in locales((language.partition("-")[0],)))


def _said(label: str) -> set[bool]:
    words = fold_words(label[:200]).split()
    kinds = {"read-previous": False, "read-next": True}
    set_words = {fold_words(word): way for kind, way in kinds.items() for word in reading().of_kind(kind)}
    known = _WORDS | set_words
    return {known[word] for word in words if word in known} if len(words) <= _MOST_WORDS else set()


def _categories(text: str) -> Iterator[str]:
    names = CATEGORY_NAMES.union(map(str.casefold, reading().of_kind("read-category")))
    for link in find_links(text):
        namespace, colon, name = link.target.partition(":")
        is_shown = text[link.span[0] + 2 : link.span[0] + 3] == ":"
        if colon and not is_shown and namespace.strip().casefold() in names:
            yield fold_title(name)
