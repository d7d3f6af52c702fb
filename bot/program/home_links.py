"""Pure: a page of the home wiki put on another wiki."""

from __future__ import annotations

from dataclasses import dataclass

from bot.wikitext.home_links import link_to_home


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLinks:
    """What must be known to put a page of the home wiki on another: its links lead home."""

    interwikis: frozenset[str]  # prefixes that the home wiki knows
    file_names: frozenset[str]  # names of the namespace of files, which all wikis share

    def carried(self, wikitext: str, prefix: str, *, page: str) -> str:
        """Give a page's text as it is put on a wiki on which the home wiki has this prefix."""
        return link_to_home(
            wikitext, prefix, page=page, interwikis=self.interwikis, file_names=self.file_names
        )
