"""Shell: what settings must fulfil together; what one value may be stands with its type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.program.places import wikimedia_regions
from bot.run.settings_names import given_names
from bot.run.settings_values import fold

if TYPE_CHECKING:
    from bot.run.settings_model import Settings


def check_together(settings: Settings) -> list[str]:
    """Give one sentence for each fault that only several values together show; empty: none."""
    return [
        *_check_home(settings),
        *_check_contact(settings),
        *_check_sites(settings),
        *_check_wiki_names(settings),
        *_check_headings(settings),
        *_check_offered(settings),
        *_check_lists(settings),
        *_check_zones(settings),
        *_check_timetable(settings),
    ]


def _check_home(settings: Settings) -> Iterator[str]:
    if settings.home not in settings.wikis:
        yield f'home is "{settings.home}"; allowed: one of the wikis below ({", ".join(settings.wikis)}).'


def _check_contact(settings: Settings) -> Iterator[str]:
    if settings.contact is None and not settings.loopback:
        public = next(key for key, wiki in settings.wikis.items() if not wiki.loopback)
        yield (
            f"contact is missing, but wikis.{public} is a public wiki; give an e-mail address, a URL or a "
            'wiki user such as "User:Example on Meta", by which its administrators can reach you.'
        )


def _check_sites(settings: Settings) -> Iterator[str]:
    seen: dict[str, str] = {}
    for key, wiki in settings.wikis.items():
        if wiki.site in seen:
            yield (
                f'wikis.{key}.code is "{wiki.code}" of the family "{wiki.family}", which '
                f"wikis.{seen[wiki.site]} is already; allowed: each site once."
            )
        seen.setdefault(wiki.site, key)


def _check_wiki_names(settings: Settings) -> Iterator[str]:
    seen: dict[str, str] = {}
    for key, wiki in settings.wikis.items():
        for name in given_names(wiki):
            if name in seen and seen[name] != key:
                yield (
                    f'wikis.{key}.{_where(name, wiki.prefixes)} has "{name}", which '
                    f"wikis.{seen[name]} has already; allowed: names and prefixes that lead to one wiki only."
                )
            seen.setdefault(name, key)


def _where(name: str, prefixes: tuple[str, ...]) -> str:
    return "prefixes" if not prefixes or name in map(fold, prefixes) else "names"


def _check_headings(settings: Settings) -> Iterator[str]:
    seen: dict[str, str] = {}
    for column, headings in settings.columns.headings().items():
        for heading in headings:
            other = seen.setdefault(fold(heading), column)
            if other != column:
                yield (
                    f'columns.{column} has the heading "{heading}", which columns.{other} has already; '
                    "allowed: headings that name one column only."
                )


def _check_offered(settings: Settings) -> Iterator[str]:
    offered = settings.languages.offered
    for code in dict.fromkeys(code for code in offered if offered.count(code) > 1):
        yield f'languages.offered has "{code}" more than once; allowed: each language once.'


def _check_lists(settings: Settings) -> Iterator[str]:
    pages = settings.pages
    if pages.massmessage is not None and pages.massmessage == pages.lists:
        yield (
            f'pages.massmessage is "{pages.massmessage}", which pages.lists is already; allowed: a page '
            "of its own, since MassMessage's lists are no wikitext."
        )


def _check_zones(settings: Settings) -> Iterator[str]:
    if not settings.clinics.zones:
        return  # the movement's own regions are not needed, nor is the time zones' data
    regions = settings.regions or wikimedia_regions()
    known = ", ".join(region.key for region in regions)
    for key in settings.clinics.zones:
        if key not in regions:
            yield f'clinics.zones has "{key}", which is no region; allowed: {known}.'


def _check_timetable(settings: Settings) -> Iterator[str]:
    seen: set[str] = set()
    for number, entry in enumerate(settings.timetable, 1):
        if entry.name in seen:
            yield f'timetable has two entries named "{entry.name}"; allowed: each name once.'
        seen.add(entry.name)
        if bool(entry.at) == (entry.every_minutes is not None):
            yield (
                f'timetable entry {number} ("{entry.name}") must have either at or every_minutes; allowed: '
                'at = ["05:30"], or every_minutes = 20.'
            )
        if entry.on and not entry.at:
            yield f'timetable entry {number} ("{entry.name}") has on without at; allowed: on beside at.'
