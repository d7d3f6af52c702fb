"""Pure: what the calendar's pages are made of, and how clinics are shown on them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from bot.plan.naming import BETWEEN, UserLinks, own_names
from bot.program.clinic_memory import Known, Memory
from bot.program.clinics import Clinic, ClinicState, Material, is_undecided
from bot.program.participant import Participant
from bot.wikitext.quoting import link_or_text, quote
from bot.words.catalogue import Catalogue
from bot.words.dates import format_full_moment, format_list

ZONESTAMP = "https://zonestamp.toolforge.org/"

_UNSAFE = re.compile(r"[\s\[\]{}<>|\"'~]|(?<=_)_|[^\x21-\x7e\w]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A region with the clocks that stand for it."""

    key: str
    names: Mapping[str, str]  # by language
    zone: tzinfo
    zone_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """All that the pages show.

    Args:
        title: of the calendar page.
        participants: of the roster, for who could interpret.
        registered: who registered, by a clinic's id.
        deadline: so long before a clinic its interpretation should be sure.
        feed_url: where the feeds are shown, with a slash at its end; empty: nowhere.
    """

    memory: Memory
    now: datetime
    words: Catalogue
    title: str
    places: Sequence[Place]
    links: UserLinks
    participants: Sequence[Participant] = ()
    registered: Mapping[str, Sequence[Participant]] = field(default_factory=dict)
    deadline: timedelta = timedelta(days=7)
    feed_url: str = ""

    def upcoming(self) -> list[Known]:
        """Give the clinics that are not over, the next first, those without a sure time last."""
        found = [each for each in self.memory.known if not is_over(each, self.now)]
        return sorted(
            found, key=lambda each: (each.clinic.start is None, each.clinic.start or self.now, each.id)
        )

    def past(self) -> list[Known]:
        """Give the clinics that took place, the last first."""
        found = [
            each
            for each in self.memory.known
            if is_over(each, self.now) and each.clinic.state is not ClinicState.CANCELLED
        ]
        return sorted(found, key=lambda each: (each.clinic.start or self.now, each.id), reverse=True)


def is_over(known: Known, now: datetime) -> bool:
    """Tell whether a clinic has ended; one without a time is over where it stands among past ones."""
    end = known.clinic.end
    return known.clinic.in_past if end is None else end <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Shows clinics in one language."""

    view: CalendarView
    language: str

    def say(self, key: str, *values: str | int) -> str:
        """Say a message."""
        return self.view.words.say(self.language, key, *values)

    def topic(self, clinic: Clinic) -> str:
        """Give the topic, which leads to the clinic's own page if it has one."""
        text = link_or_text(clinic.page, clinic.topic) if clinic.page else quote(clinic.topic)
        return f"<bdi>{text}</bdi>"

    def when(self, known: Known) -> str:
        """Give the time in UTC, leading to the reader's own; where it isn't sure, that alone."""
        clinic = known.clinic
        if clinic.start is None or not known.is_sure:
            return self.say("calendar-undecided" if is_undecided(clinic.when) else "calendar-disputed")
        text = format_full_moment(clinic.start, self.language, words=self.view.words)
        return f"[{ZONESTAMP}{int(clinic.start.timestamp())} {text}]"

    def state(self, known: Known) -> str:
        """Give what is special about a clinic; empty: nothing."""
        if known.clinic.state is ClinicState.CANCELLED:
            return self.say("calendar-cancelled")
        if known.record.disputed:
            return self.say("calendar-disputed")
        if known.clinic.state is ClinicState.MOVED and known.clinic.start is None:
            return self.say("calendar-postponed")
        return ""

    def people(self, usernames: Sequence[str]) -> str:
        """Give people with links."""
        return format_list([self.view.links.link(name, "") for name in usernames], self.language)

    def languages(self, codes: Sequence[str]) -> str:
        """Give languages by their names in themselves."""
        return own_names(codes, self.language)

    def link(self, target: str, label: str) -> str:
        """Give a link to an address or a page."""
        return link_to(target, label)

    def materials(self, key: str, materials: Sequence[Material]) -> str:
        """Give links to recordings or slides by their languages; empty: there are none."""
        links = [
            self.link(each.target, self.languages_plain(each.language) or each.target) for each in materials
        ]
        return self.say(key, BETWEEN.join(links)) if links else ""

    def languages_plain(self, code: str) -> str:
        """Give the letters of a language's code, as people write it beside a link."""
        return code.upper() if code else ""


def link_to(target: str, label: str, *, interwiki: str | None = None) -> str:
    """Give a link to an address, a page or a section of one; what can be none is given as its label.

    Args:
        target: as people wrote it.
        label: any text.
        interwiki: prefix of the home wiki, where the link stands on another.
    """
    if "://" in target:
        return f"[{safe_url(target)} {quote(label)}]"
    title, _, section = target.partition("#")
    made = link_or_text(title, label, interwiki=interwiki)
    if not section or not made.startswith("[["):
        return made
    return made.replace("|", f"#{quote(section.strip())}|", 1)


def safe_url(url: str) -> str:
    """Give an address as it can stand in an external link: what would act there is percent-encoded."""
    return _UNSAFE.sub(_encoded, url)


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode(errors="replace"))
