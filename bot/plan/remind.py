"""Pure: the message about clinics that one person gets."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.plan.calendar.view import ZONESTAMP, link_to
from bot.plan.edits import Campaign, Post
from bot.plan.naming import BETWEEN, own_names
from bot.plan.section import Reader, summary
from bot.program.clinics import Clinic, Material, is_undecided
from bot.program.languages import choose
from bot.program.reminders import BEFORE, CANCELLED, NEWS, REGISTERED, THANKS, Due, Item
from bot.program.talkpage import TalkPage
from bot.wikitext.quoting import link_or_text, quote, shown
from bot.words.catalogue import Catalogue
from bot.words.dates import city_of, format_date, format_full_moment, format_list
from bot.words.direction import wrap
from bot.words.lengths import HEADING_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who gets the message."""

    username: str
    languages: tuple[str, ...]
    zone: tzinfo | None = None  # None: not known
    zone_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderMaker:
    """Makes the messages.

    Args:
        calendar: its title on the home wiki; those of the sign-up page and the team's page follow.
        offered: languages.
    """

    campaign: Campaign
    words: Catalogue
    calendar: str
    signup_page: str
    team_page: str
    offered: Collection[str]

    def key(self, person_id: str, item: Item) -> str:
        """Give the key of one item told to one person, the same on every run."""
        return self.campaign.key(f"{person_id}\n{item.clinic}\n{item.occasion}\n{item.version}")

    def make(self, person: Addressee, due: Sequence[Due], page: TalkPage, reader: Reader) -> Post:
        """Make the message on all that is due; it has the key of the first item, and names those of all."""
        language = choose(person.languages, reader.language, self.offered).given
        keys = [self.key(page.person_id, item) for each in due for item in each.items]
        teller = _Teller(maker=self, person=person, reader=reader, language=language)
        tail = f"[{self.campaign.program}:{'+'.join(keys)}/{language}]"
        return Post(
            key=keys[0],
            wiki=reader.wiki,
            username=person.username,
            title=page.title,
            language=language,
            heading=teller.heading(due, quote),
            text=teller.text(due, keys),
            summary=summary(
                self.words, language, "remind-summary", heading=teller.heading(due, _letters), tail=tail
            ),
            baserevid=page.baserevid,
            read_at=page.read_at,
            not_after=earliest(due).timestamp(),
        )


def _letters(text: str) -> str:
    """Give a text for a summary, in which brackets would make links."""
    return "".join(letter for letter in shown(text) if letter not in "[]{}|")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Tells one person, in one language."""

    maker: ReminderMaker
    person: Addressee
    reader: Reader
    language: str

    def heading(self, due: Sequence[Due], dress: Callable[[str], str]) -> str:
        """Give the heading; one that would be too long is cut at a blank."""
        if len(due) > 1:
            return self._say("remind-heading-several")
        [only] = due
        key = f"remind-heading-{_kind(only)}"
        topic = " ".join(only.known.clinic.topic.split())
        while True:
            said = unicodedata.normalize("NFC", self._say(key, dress(topic)))
            if len(said.encode()) <= HEADING_BYTES:
                return said
            left = topic.removesuffix(" …")
            if not left.strip("… "):  # organisers' own words are that long
                return self._say("remind-heading-several")
            topic = f"{left.rpartition(' ')[0] or left[: len(left) // 2]} …"

    def text(self, due: Sequence[Due], keys: Sequence[str]) -> str:
        """Give the wikitext below the heading; the comment at its end holds all keys."""
        parts = ["\n".join(self._about(each)) for each in due]
        team = f":{self.reader.home_prefix}{self.maker.team_page}"
        calendar = f":{self.reader.home_prefix}{self.maker.calendar}"
        signup = f":{self.reader.home_prefix}{self.maker.signup_page}"
        parts.append(self._say("announce-ask", team))
        small = [self._say("remind-why", calendar), self._say("remind-leave", signup)]
        if self.reader.optout_category:
            small.append(self._say("note-unsubscribe-category", self.reader.optout_category))
        parts.append(f"<small>{' '.join(small)}</small>")
        wrapped = wrap("\n\n".join(parts), self.language, within=self.reader.language)
        return f"{wrapped}\n\n~~~~ <!-- {self.maker.campaign.program} {' '.join(keys)} -->"

    def _say(self, key: str, *values: str | int) -> str:
        return self.maker.words.say(self.language, key, *values)

    @property
    def _interwiki(self) -> str | None:
        return self.reader.home_prefix.strip(":") or None

    def _about(self, due: Due) -> Iterator[str]:
        clinic = due.known.clinic
        topic = link_or_text(clinic.page, clinic.topic, interwiki=self._interwiki) if clinic.page else ""
        topic = f"<bdi>{topic or quote(clinic.topic)}</bdi>"
        if due.occasion == THANKS:
            day = format_date(clinic.start, self.language) if clinic.start else ""
            yield self._say("remind-lead-thanks", topic, day)
            yield from self._left(clinic)
            return
        kind = _kind(due)
        if due.occasion == CANCELLED and is_undecided(clinic.when) and clinic.state.value != "cancelled":
            kind = "postponed"
        yield self._say(f"remind-lead-{kind}", topic)
        if due.occasion != CANCELLED:
            for name in ("state", "time", "place", "interpretation"):
                if name in due.news:
                    yield f"* {self._say(f'remind-news-{name}')}"
            yield from self._facts(clinic)

    def _facts(self, clinic: Clinic) -> Iterator[str]:
        if clinic.start is None:
            return
        words = self.maker.words
        moment = format_full_moment(clinic.start, self.language, words=words)
        stamp = f"[{ZONESTAMP}{int(clinic.start.timestamp())} {moment}]"
        yield f"* {self._say('calendar-when', stamp)}"
        zone, name = self.person.zone, self.person.zone_name
        if zone is not None and zone is not UTC:
            city = city_of(name, self.language)
            local = format_full_moment(clinic.start, self.language, zone=zone, zone_name=city, words=words)
            yield f"* {self._say('remind-your-time', local)}"
        if clinic.sharers:
            yield f"* {self._say('calendar-sharers', self._people(clinic.sharers))}"
        if clinic.language:
            yield f"* {self._say('calendar-language', own_names([clinic.language], self.language))}"
        if clinic.offered:
            yield f"* {self._say('calendar-interpretation', own_names(clinic.offered, self.language))}"
        if clinic.registration:
            yield f"* {link_to(clinic.registration, self._say('remind-join'), interwiki=self._interwiki)}"

    def _left(self, clinic: Clinic) -> Iterator[str]:
        for key, materials in (("remind-recordings", clinic.recordings), ("remind-slides", clinic.slides)):
            if materials:
                yield f"* {self._say(key, BETWEEN.join(map(self._material, materials)))}"
        if clinic.feedback:
            yield f"* {link_to(clinic.feedback, self._say('remind-feedback'), interwiki=self._interwiki)}"

    def _material(self, material: Material) -> str:
        label = material.language.upper() or material.target
        return link_to(material.target, label, interwiki=self._interwiki)

    def _people(self, usernames: Sequence[str]) -> str:
        links = (
            f"<bdi>{link_or_text(f'User:{name}', name, interwiki=self._interwiki)}</bdi>"
            for name in usernames
        )
        return format_list(list(links), self.language)


def _kind(due: Due) -> str:
    """Give the part of a message's key that tells what it is about."""
    if due.occasion.startswith(BEFORE):
        return "reminder"
    return due.occasion if due.occasion in {REGISTERED, NEWS, CANCELLED, THANKS} else "reminder"


def earliest(due: Sequence[Due]) -> datetime:
    """Give by when a message is wanted: whose clinic begins first is written to first, thanks come last."""
    return min(each.until for each in due)
