"""Pure: what mends a newsletter's archive without touching anybody's words, as values to be approved.

Pages are moved where they belong, with redirects left; the bot's own parts and redirects are brought up to
date. All else, such as typos in headings or links typed by hand, is told to people and left to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.plan.archive_parts import index_text, navigation_text
from bot.program.archive import Archive
from bot.program.archive_defect import Defect, defect
from bot.program.archive_defects import defects_of, is_free
from bot.program.archive_navigation import is_judged
from bot.program.archive_pages import index_pages
from bot.program.issue_reading import read_part
from bot.program.newsletter import INDEX, NAVIGATION, ArchivePage, ArchiveRules, fold_title
from bot.program.problems import Problem
from bot.wikitext.owned import OwnedPartError, append_owned
from bot.words.catalogue import Catalogue

MOST_ROUNDS = 5
"""Of moves that earlier ones call for, in one plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A page to be moved; a redirect stays."""

    from_title: str
    to_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEdit:
    """New content for one of the bot's parts; the rest of the page stays as it is."""

    title: str  # after the moves
    part: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """A redirect to be made, or to lead elsewhere."""

    title: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePlan:
    """All that the keeper would do, in this order, and what it leaves to people."""

    moves: tuple[Move, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    parts: tuple[PartEdit, ...] = ()
    defects: tuple[Defect, ...] = ()  # all that were found, as the archive is now
    problems: tuple[Problem, ...] = ()  # those that are left once the plan is carried out

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to do."""
        return not (self.moves or self.redirects or self.parts)


def plan_archive(
    pages: Iterable[ArchivePage], rules: ArchiveRules, now: datetime, words: Catalogue
) -> ArchivePlan:
    """Plan what mends an archive.

    Args:
        pages: all below the newsletter's root, and those to which they redirect.
        rules: what the archive is to be like.
        now: aware.
        words: the catalogue.
    """
    after = list(pages)
    archive = Archive(after, rules, now)
    found = current = defects_of(archive)
    moves: list[Move] = []
    for _ in range(MOST_ROUNDS):
        more = _moves(archive, current)
        if not more:
            break
        moves += more
        after = apply_archive(ArchivePlan(moves=tuple(more)), after)
        archive = Archive(after, rules, now)
        current = defects_of(archive)
    redirects: dict[str, Redirect] = {}
    for _ in range(MOST_ROUNDS):
        leading = [Redirect(title=each.title, target=each.lead_to) for each in current if each.lead_to]
        if not leading:
            break
        redirects |= {each.title: each for each in leading}
        after = apply_archive(ArchivePlan(redirects=tuple(leading)), after)
        archive = Archive(after, rules, now)
        current = defects_of(archive)
    parts, refused = _parts(archive, current, words)
    plan = ArchivePlan(moves=tuple(moves), redirects=tuple(redirects.values()), parts=tuple(parts))
    left = defects_of(Archive(apply_archive(ArchivePlan(parts=plan.parts), after), rules, now))
    problems = dict.fromkeys([*(each.problem for each in left), *(each.problem for each in refused)])
    return replace(plan, defects=tuple(found), problems=tuple(problems))


def apply_archive(plan: ArchivePlan, pages: Iterable[ArchivePage]) -> list[ArchivePage]:
    """Give the pages as they are once a plan is carried out."""
    found = {fold_title(page.title): page for page in pages}
    for move in plan.moves:
        page = found[move.from_title]
        found[move.to_title] = replace(page, title=move.to_title)
        found[move.from_title] = _redirect(move.from_title, move.to_title)
    for redirect in plan.redirects:
        found[redirect.title] = _redirect(redirect.title, redirect.target)
    for edit in plan.parts:
        page = found.get(edit.title, ArchivePage(title=edit.title, exists=False))
        text = append_owned(page.text if page.exists else "", edit.part, edit.content)
        found[edit.title] = replace(page, text=text, exists=True)
    return list(found.values())


def _redirect(title: str, target: str) -> ArchivePage:
    return ArchivePage(title=title, text=f"#REDIRECT [[{target}]]", target=target)


def _moves(archive: Archive, defects: Sequence[Defect]) -> list[Move]:
    """Give the moves of issues with their language pages; where two want one title, neither gets it."""
    wanted = [(each.title, each.move_to) for each in defects if each.move_to]
    for title, target in list(wanted):
        issue = archive.issues.get(title)
        for code, reading in issue.pages.items() if issue else ():
            if is_free(archive, f"{target}/{code}", reading.page.title):
                wanted.append((fold_title(reading.page.title), f"{target}/{code}"))
    times = Counter(target for _, target in wanted)
    return [Move(from_title=title, to_title=target) for title, target in wanted if times[target] == 1]


def _parts(
    archive: Archive, defects: Sequence[Defect], words: Catalogue
) -> tuple[list[PartEdit], list[Defect]]:
    """Give the edits of the bot's parts, and the pages on which a part can't be put."""
    lacking = {each.title for each in defects if each.is_for_bot and not each.lead_to and not each.move_to}
    edits: list[PartEdit] = []
    refused: list[Defect] = []
    for edit, text in (*_navigation(archive, lacking, words), *_index(archive, lacking, words)):
        try:
            if append_owned(text, edit.part, edit.content) != text:
                edits.append(edit)
        except OwnedPartError:
            refused.append(defect("markers", edit.title))
    return edits, refused


def _navigation(archive: Archive, lacking: set[str], words: Catalogue) -> Iterator[tuple[PartEdit, str]]:
    """Give the part of each page that has one already, or lacks what it gives, and where all is sure."""
    for issue in archive.order:
        for reading in issue.readings:
            title = fold_title(reading.page.title)
            is_wanted = reading.own is not None or title in lacking
            if reading.is_empty or reading.has_broken_part or not is_wanted:
                continue
            if is_judged(archive, issue, reading):
                content = navigation_text(archive, issue, reading, words)
                yield PartEdit(title=title, part=NAVIGATION, content=content), reading.page.text


def _index(archive: Archive, lacking: set[str], words: Catalogue) -> Iterator[tuple[PartEdit, str]]:
    pages = index_pages(archive)
    home = archive.rules.archive
    if home in lacking and home not in archive.pages:
        pages.append((ArchivePage(title=home), archive.rules.language))
    for page, language in pages:
        title = fold_title(page.title)
        if title in lacking or read_part(page.text, INDEX)[0] is not None:
            content = index_text(archive, language, words)
            yield PartEdit(title=title, part=INDEX, content=content), page.text
