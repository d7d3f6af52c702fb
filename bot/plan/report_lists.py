"""Pure: who got a campaign's message: lists that follow one another, each short enough for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.plan.naming import BETWEEN, own_name
from bot.program.page_names import shown_name
from bot.wikitext.quoting import link_or_text, quote
from bot.words.catalogue import Catalogue
from bot.words.dates import format_moment

MOST_LINES = 1000
"""Of one list: a line for each message."""

MOST_BYTES = 1_500_000
"""Of one list as UTF-8; a wiki takes pages of 2 MiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One message that stands on a talk page."""

    key: str
    wiki: str
    username: str  # empty: they withdrew since, and are not named
    title: str  # of the talk page
    language: str
    revid: int | None  # None: not known
    at: str  # ISO 8601, UTC

    @property
    def place(self) -> tuple[str, str, str]:
        """Give by what messages are ordered."""
        return self.at, self.wiki, self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """One list of those who got the message."""

    number: int  # from 1
    first: int  # number of its first message, from 1
    last: int
    end: tuple[str, str, str]  # the place of its last message
    text: str  # wikitext


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWriter:
    """Writes the lists in one language.

    Args:
        report: title of the report page.
        prefixes: interwiki prefix by wiki, with its colon; empty on the home wiki.
    """

    words: Catalogue
    language: str
    report: str
    prefixes: Mapping[str, str]

    def write(
        self, messages: Iterable[Delivered], *, number: int = 1, first: int = 1
    ) -> Iterator[PeopleList]:
        """Write the lists one by one; those of earlier messages don't change when messages are added.

        A person who is no longer named keeps their place, so that nobody else moves to another list.

        Args:
            messages: the oldest first.
            number: of the first list.
            first: number of its first message.
        """
        back = link_or_text(self.report, self._say("report-back"))
        lines = ((message, self._line(message)) for message in messages)
        for more, some in enumerate(_cut(lines)):
            last = first + len(some) - 1
            text = "\n".join([back, "", *(line for _, line in some if line)])
            end = some[-1][0].place
            yield PeopleList(number=number + more, first=first, last=last, end=end, text=text)
            first = last + 1

    def _line(self, message: Delivered) -> str:
        """Give who, where, in which language and when, with a link to the edit; empty: not named."""
        if not message.username:
            return ""
        prefix = self.prefixes.get(message.wiki, "")
        person = link_or_text(
            message.title, shown_name(message.username), interwiki=prefix.removesuffix(":") or None
        )
        parts = [
            f"<bdi>{person}</bdi>",
            f"<bdi>{quote(message.wiki)}</bdi>",
            own_name(message.language, self.language),
            format_moment(message.at, self.language, words=self.words),
        ]
        if message.revid:
            parts.append(f"[[:{prefix}Special:Diff/{message.revid}|{self._say('report-change')}]]")
        return f"* {BETWEEN.join(parts)}"

    def _say(self, key: str) -> str:
        return self.words.say(self.language, key)


def _cut(lines: Iterable[tuple[Delivered, str]]) -> Iterator[list[tuple[Delivered, str]]]:
    """Cut lines into pieces that fit on a page."""
    some: list[tuple[Delivered, str]] = []
    size = 0
    for message, line in lines:
        more = len(line.encode()) + 1
        if len(some) == MOST_LINES or size + more > MOST_BYTES:
            yield some
            some, size = [], 0
        some.append((message, line))
        size += more
    if some:
        yield some
