"""Pure: the defects of the archive's redirects, of the one to the newest issue, and of its index."""

from __future__ import annotations

from collections.abc import Iterator

from bot.program.archive import MOST_HOPS, Archive
from bot.program.archive_defect import Defect, defect
from bot.program.issue_reading import linked_titles, read_part
from bot.program.newsletter import INDEX, ArchivePage, fold_title, read_name
from bot.wikitext.exclusion import without_unparsed


def redirect_defects(archive: Archive) -> Iterator[Defect]:
    """Find redirects below the root that lead nowhere, round, or to another redirect."""
    root = fold_title(archive.rules.root)
    for title, page in sorted(archive.pages.items()):
        if page.target is None or not title.startswith(f"{root}/") or title == archive.rules.latest:
            continue
        target = fold_title(page.target)
        final = archive.final(target)
        if final is None:
            kind = "redirect-loop" if _goes_round(archive, title) else "redirect-dead"
            yield defect(kind, title, *(() if kind == "redirect-loop" else (target,)))
        elif final != target:
            is_fixed = not archive.passes_latest(title)  # else what is meant is another issue each time
            yield defect("redirect-double", title, final, lead_to=final if is_fixed else "")


def latest_defects(archive: Archive) -> Iterator[Defect]:
    """Find what is amiss with the redirect to the newest issue."""
    newest, title = archive.newest, archive.rules.latest
    if newest is None:
        return
    page = archive.pages.get(title)
    if page is None:
        yield defect("latest-missing", title, newest.title, lead_to=newest.title)
    elif page.target is None:
        if without_unparsed(page.text).strip():
            yield defect("latest-text", title, newest.title)
        else:
            yield defect("latest-missing", title, newest.title, lead_to=newest.title)
    elif not archive.may_be_newest(fold_title(page.target)):
        yield defect("latest-wrong", title, newest.title, lead_to=newest.title)


def index_pages(archive: Archive) -> list[tuple[ArchivePage, str]]:
    """Give the archive's first page and its language pages, each with its language."""
    home = archive.rules.archive
    found = [(archive.pages[home], archive.rules.language)] if home in archive.pages else []
    for title, page in sorted(archive.pages.items()):
        leaf = title.removeprefix(f"{home}/")
        if title == f"{home}/{leaf}" and "/" not in leaf:
            read = read_name(f"{home}/2000/Name/{leaf}", archive.rules)
            found += [(page, leaf)] if read else []
    return [each for each in found if each[0].target is None]


def index_defects(archive: Archive) -> Iterator[Defect]:
    """Find issues that the index lacks, and those that it lists though there are none."""
    home = archive.rules.archive
    if archive.issues and home not in archive.pages:
        yield defect("index-missing", home, is_for_bot=True)
    for page, _ in index_pages(archive):
        listed = set()
        title = fold_title(page.title)
        _, is_broken = read_part(page.text, INDEX)
        if is_broken:
            yield defect("markers", title)
        for target, is_own in dict.fromkeys(linked_titles(page.text, title)):
            found = archive.find(target)
            if found:
                listed.add(found[0].title)
            elif read_name(target, archive.rules) and archive.final(target) is None:
                yield defect("index-dead", title, target, is_for_bot=is_own and not is_broken)
        for missing in sorted(archive.issues.keys() - listed):
            yield defect("index-lacks", title, missing, is_for_bot=not is_broken)


def _goes_round(archive: Archive, title: str) -> bool:
    for _ in range(MOST_HOPS):
        page = archive.pages.get(title)
        if page is None or page.target is None:
            return False
        title = fold_title(page.target)
    return True
