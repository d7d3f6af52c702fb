"""Shell: who is to hear of which clinics, where, and how long telling everybody takes there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.plan.announce import Recipient
from bot.plan.remind import Addressee
from bot.program.clinic_memory import Known
from bot.program.participant import Participant, Roster
from bot.program.places import zone_of, zones_of
from bot.program.reminders import Due, Item, Rules, Wish, due_to, possible_items
from bot.run.census import address_roster
from bot.run.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Somebody with the clinics for which they registered."""

    addressee: Addressee
    wiki: str  # key in the settings
    wish: Wish
    clinics: tuple[tuple[Known, timedelta], ...]  # each with the time that telling everybody takes

    def items(self, rules: Rules) -> Iterator[Item]:
        """Give all that they may have been told."""
        for known, _ in self.clinics:
            yield from possible_items(known, rules)

    def due(self, done: set[Item], now: datetime, rules: Rules) -> list[Due]:
        """Give what is due to them."""
        return due_to(self.clinics, wish=self.wish, done=done, now=now, rules=rules)


def registered_people(
    settings: Settings, known: Sequence[Known], registered: Mapping[str, Sequence[Participant]]
) -> tuple[dict[str, Registered], int]:
    """Give by user name whom reminders can reach, and how many live where they can't go.

    Args:
        settings: the program.
        known: the clinics.
        registered: who registered, by a clinic's id.
    """
    people: dict[str, Participant] = {}
    clinics: dict[str, list[Known]] = {}
    for each in known:
        for person in registered.get(each.id, ()):
            people.setdefault(person.username, person)
            clinics.setdefault(person.username, []).append(each)
    addressed = address_roster(settings, Roster(participants=tuple(people.values())))
    recipients = addressed.recipients
    there = [each for each in recipients if settings.wikis[each.wiki].direct]
    many = Counter((each.id, r.wiki) for r in there for each in clinics[r.username])
    found = {}
    for recipient in there:
        pace = timedelta(seconds=settings.wikis[recipient.wiki].throttle)
        theirs = tuple((each, many[each.id, recipient.wiki] * pace) for each in clinics[recipient.username])
        found[recipient.username] = _registered(recipient, theirs)
    barred = sum(int(str(each.values[1])) for each in addressed.problems if each.reason == "problem-direct")
    return found, len(recipients) - len(there) + barred


def _registered(recipient: Recipient, clinics: tuple[tuple[Known, timedelta], ...]) -> Registered:
    person = recipient.participant
    zone = _zone_name(person)
    clocks = zone_of(zone) if zone else None
    return Registered(
        addressee=Addressee(
            username=person.username, languages=person.languages, zone=clocks, zone_name=zone
        ),
        wiki=recipient.wiki,
        wish=Wish(hours=person.reminders, zone=clocks),
        clinics=clinics,
    )


def _zone_name(person: Participant) -> str:
    """Give the zone somebody names, or that of their country where that has but one; empty: not known."""
    if person.time_zone:
        return person.time_zone
    zones = zones_of(person.country) if person.country else ()
    return zones[0] if len(zones) == 1 else ""
