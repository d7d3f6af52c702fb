"""Shell: what the sign-up gadget is made of, as the settings have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from bot.plan.onwiki.gadget_files import Config, KnownWiki, Setup
from bot.plan.onwiki.titles import Titles
from bot.run.settings import Settings, WikiSettings
from bot.run.signup_page import regions_of
from bot.wikitext.reading import reading
from bot.wikitext.withdrawn import WITHDRAWN_HEADINGS
from bot.words.catalogue import Catalogue

_DATABASE = re.compile(r"[a-z_]+wiki")


def titles_of(settings: Settings, normal: Callable[[str], str] = str) -> Titles:
    """Give the titles of what is installed.

    Args:
        settings: the program's.
        normal: gives a title as the wiki writes it.
    """
    pages = settings.pages
    return Titles(
        program=settings.program,
        signup=normal(pages.signup),
        gadget=normal(pages.gadget or ""),
        requests=normal(pages.requests or ""),
    )


def setup_of(settings: Settings, normal: Callable[[str], str] = str) -> Setup:
    """Give what the gadget's code must know, titles as the wiki writes them."""
    pages = settings.pages
    return Setup(
        signup=normal(pages.signup),
        gadget=normal(pages.gadget or ""),
        calendar=normal(pages.calendar or ""),
        clinics=normal(pages.clinics or ""),
        vocabulary=normal(pages.vocabulary or ""),
        languages=settings.languages.offered,
    )


def config_of(settings: Settings, words: Catalogue, hosts: Mapping[str, str]) -> Config:
    """Give what the gadget needs to know of the program.

    Args:
        settings: the program's.
        words: the catalogue.
        hosts: of the wikis, by their keys in the settings.
    """
    return Config(
        words=words,
        columns=settings.columns.headings(),
        regions=regions_of(settings),
        offered=settings.languages.offered,
        language=settings.home_wiki.language,
        wikis=tuple(_known_wikis(settings.wikis, hosts)),
        reminders=settings.clinics.remind_hours,
        withdrawn=(*WITHDRAWN_HEADINGS, *reading().of_kind("read-withdrawn"), *settings.signups.withdrawn),
    )


def _known_wikis(wikis: Mapping[str, WikiSettings], hosts: Mapping[str, str]) -> Iterator[KnownWiki]:
    for key, wiki in wikis.items():
        host = hosts.get(key, "")
        names = (name for name in wiki.names if "." not in name and not _DATABASE.fullmatch(name))
        prefix = (wiki.prefixes or (wiki.code,))[0]
        yield KnownWiki(prefix=prefix, name=next(names, host or key), host=host)
