"""Pure: a participant: someone who signed up, as their row or line says it, or a page that a list names."""

from __future__ import annotations

from dataclasses import dataclass

from bot.program.page_names import page_name, page_title
from bot.program.problems import Place, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Someone who signed up, as one row of a sign-up table or one line of a list says.

    What a person wrote is kept as written; what could be read of it stands beside it.
    """

    username: str  # no namespace, spaces not underscores; of a page as `page_names.page_name` gives it
    wiki: str | None  # interwiki prefix of the user link; None: none was written
    home_wiki: str  # what the column says, stripped; empty: not said
    languages: tuple[str, ...]  # MediaWiki codes as the person ordered them; empty: not said
    place: Place
    region: str = ""  # key of a region of the settings; empty: not said
    country: str = ""  # ISO 3166 code; empty: not said
    affiliation: str = ""  # as written, without markup; empty: not said
    learn: tuple[str, ...] = ()  # what they want to learn, as written
    share: tuple[str, ...] = ()  # what they can share, as written
    clinics: tuple[str, ...] = ()  # for which they registered, as written
    newsletter: bool | None = None  # None: not said
    newsletter_summary: bool | None = None  # a summary with a link, or the whole text; None: not said
    time_zone: str = ""  # as `places.read_time_zone` gives it; empty: not said
    interprets: tuple[str, ...] = ()  # codes of languages into which they would interpret
    messages_a_month: int | None = None  # most they want, 0: none; None: not said, or no limit of their own
    reminders: frozenset[int] | None = None  # hours before a clinic; empty: none at all; None: all
    remark: str = ""  # what else they wrote on their line of a list; private data masked

    @property
    def page_title(self) -> str:
        """The page that is written to, where it is nobody's talk page; empty: a person."""
        return page_title(self.username)


def page_participant(title: str, *, wiki: str, place: Place) -> Participant:
    """Give a page that is nobody's talk page as a participant; it reads the language of its wiki.

    Args:
        title: full title.
        wiki: key in the settings.
        place: of the entry on a list; its page is empty where the settings name the page.
    """
    return Participant(username=page_name(title, wiki), wiki=None, home_wiki="", languages=(), place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateRow:
    """A row that holds private data: copied nowhere, and not pointed at in public."""

    place: Place
    kinds: tuple[str, ...]  # of private data: `email`, `phone`, …
    digest: str = ""  # tells the row's words from others without holding them


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """All that the sign-up page says: nobody is in two of its lists, and no row is in none."""

    participants: tuple[Participant, ...] = ()
    withdrawn: tuple[Participant, ...] = ()  # rows struck out, or below a heading that says so
    problems: tuple[Problem, ...] = ()
    private: tuple[PrivateRow, ...] = ()
