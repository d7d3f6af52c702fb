"""Pure: the message that thanks somebody for signing up by the form, and says what was taken over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.plan.announce import rule_against
from bot.plan.edits import Campaign, Held, Plan, Post, Skip
from bot.plan.section import Reader
from bot.plan.signup_form import COLUMNS, label_of
from bot.program.languages import choose
from bot.program.limits import ANSWER_LETTERS
from bot.program.sign_up_request import Request
from bot.program.talkpage import TalkPage
from bot.wikitext.private import find_private
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue
from bot.words.direction import wrap


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    """What somebody is thanked for."""

    request: Request
    wiki: str  # key in the settings, of the talk page
    is_new: bool  # whether they had no row before
    languages: tuple[str, ...]  # that they read, the best first
    row: Mapping[str, str]  # what their row says now, by column
    dropped: Mapping[str, str] = field(default_factory=dict)  # what the table has no column for


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksMaker:
    """Makes the messages."""

    campaign: Campaign
    words: Catalogue
    headings: Mapping[str, tuple[str, ...]]
    signup_page: str  # title on the home wiki
    team_page: str  # title on the home wiki
    offered: tuple[str, ...]  # languages

    def key(self, thanks: Thanks, page: TalkPage) -> str:
        """Give the key of the thanks for one request, the same on every run."""
        return self.campaign.key(f"{page.person_id}\n{thanks.request.revid}")

    def make(self, thanks: Thanks, page: TalkPage, reader: Reader) -> Post:
        """Make the message for a person's talk page."""
        key = self.key(thanks, page)
        language = choose(thanks.languages, reader.language, self.offered).given
        what = "request-thanks" if thanks.is_new else "request-changed"
        heading = self.words.say(language, f"{what}-heading")
        return Post(
            key=key,
            wiki=reader.wiki,
            username=thanks.request.username,
            title=page.title,
            language=language,
            heading=heading,
            text=self._text(thanks, language, what, key, reader),
            summary=f"{heading} [{self.campaign.program}:{key}/{language}]",
            baserevid=page.baserevid,
            read_at=page.read_at,
        )

    def _text(self, thanks: Thanks, language: str, what: str, key: str, reader: Reader) -> str:
        say = self.words.say
        there = f":{reader.home_prefix}{self.signup_page}"
        lines = [say(language, what, there)]
        for key_above, said in (("request-says", thanks.row), ("request-dropped", thanks.dropped)):
            if listed := self._list(said, language):
                lines += ["", say(language, key_above), *listed]
        ask = say(language, "announce-ask", f":{reader.home_prefix}{self.team_page}")
        why = say(language, "request-why")
        lines += ["", f"{say(language, 'request-how', there)} {ask}", "", f"<small>{why}</small>"]
        wrapped = wrap("\n".join(lines), language, within=reader.language)
        return f"{wrapped}\n\n~~~~ <!-- {self.campaign.program} {key} -->"

    def _list(self, said: Mapping[str, str], language: str) -> list[str]:
        """Give a line for each column; nothing that may be private is repeated."""
        return [
            f"* '''{quote(label_of(self.words, language, column, self.headings[column]))}'''"
            f" · <bdi>{quote(_cut(said[column]))}</bdi>"
            for column in COLUMNS
            if said.get(column) and column in self.headings and not find_private(said[column])
        ]


def _cut(text: str) -> str:
    """Give what a cell says, or the beginning of what nobody wrote by a form."""
    return text if len(text) <= ANSWER_LETTERS else f"{text[: ANSWER_LETTERS - 1]}…"


def plan_thanks(
    wanted: Mapping[str, Thanks],
    pages: Mapping[tuple[str, str], TalkPage],
    *,
    maker: ThanksMaker,
    readers: Mapping[str, Reader],
    bot: Mapping[str, str],
) -> Plan:
    """Plan the messages of one batch of people.

    Args:
        wanted: by user name.
        pages: by wiki and user name; somebody who is not in it waits.
        maker: makes the messages.
        readers: by wiki.
        bot: the bot's user name by wiki, for {{bots}}.
    """
    posts, skips, held = [], [], []
    for username, thanks in wanted.items():
        page = pages.get((thanks.wiki, username))
        if page is None:
            language = readers[thanks.wiki].language
            held.append(Held(wiki=thanks.wiki, username=username, language=language))
        elif reason := rule_against(page, bot=bot[thanks.wiki]):
            skips.append(Skip(wiki=thanks.wiki, username=username, reason=reason))
        else:
            posts.append(maker.make(thanks, page, readers[thanks.wiki]))
    return Plan(campaign=maker.campaign, posts=tuple(posts), skips=tuple(skips), held=tuple(held))
