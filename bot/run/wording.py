"""Shell: what settings make the bot say, and in which languages and words it reads."""

from __future__ import annotations

from bot.program.languages import fallbacks
from bot.run.settings import Settings
from bot.wikitext.reading import Reading, read_with
from bot.words.catalogue import Catalogue


def catalogue_of(settings: Settings) -> Catalogue:
    """Give the messages: the program's own, and the package's where it has none."""
    return Catalogue(overrides=settings.words.messages, fallbacks=fallbacks)


def read_as_set(settings: Settings) -> None:
    """Let everything be read in the program's languages and those of its wikis."""
    offered, own = settings.languages.offered, settings.words
    of_wikis = (wiki.language for wiki in settings.wikis.values())
    read_with(Reading.of((*offered, *own.messages, *of_wikis), own.read))
