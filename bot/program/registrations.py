"""Pure: who registered for which clinic: by the clinic's own list, or by the column of the sign-up table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.program.clinic_memory import Known
from bot.program.clinic_row import ZONES
from bot.program.participant import Participant, Roster
from bot.program.problems import Problem
from bot.program.skills import read_skills
from bot.wikitext.folding import fold_words
from bot.wikitext.time_phrases import TimePhrase, read_time_phrase

_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrations:
    """Who registered."""

    people: Mapping[str, tuple[Participant, ...]]  # by the clinic's id, each once
    problems: tuple[Problem, ...] = ()


def registrations(
    known: Sequence[Known], signed_up: Roster, lists: Mapping[str, Roster | None]
) -> Registrations:
    """Bring people and clinics together.

    What the sign-up page says of a person goes before what a list does; who withdrew there is on no list.

    Args:
        known: the clinics for which somebody may be registered.
        signed_up: the sign-up page.
        lists: the clinics' lists by title; None: it can't be read.
    """
    problems: list[Problem] = []
    people: dict[str, dict[str, Participant]] = {each.id: {} for each in known}
    by_name = {person.username: person for person in signed_up.participants}
    gone = {person.username for person in signed_up.withdrawn}
    named = _by_name(known)
    unclear: set[str] = set()
    for person in signed_up.participants:
        for name in person.clinics:
            meant = _meant(name, named)
            if len(meant) > 1:
                unclear.add(name)
            elif meant:
                people[meant[0].id][person.username] = person
    problems += [Problem(reason="clinic-ambiguous", values=(name,)) for name in sorted(unclear)]
    for each in known:
        title = each.clinic.signup_list
        if not title:
            continue
        roster = lists.get(title)
        if roster is None:
            values = (title, each.clinic.topic)
            problems.append(Problem(reason="clinic-list-missing", values=values, place=each.clinic.place))
            continue
        left = {person.username for person in roster.withdrawn}
        for person in roster.participants:
            if person.username not in gone:
                people[each.id].setdefault(person.username, by_name.get(person.username, person))
        for username in left:
            people[each.id].pop(username, None)
    return Registrations(
        people={name: tuple(theirs.values()) for name, theirs in people.items()}, problems=tuple(problems)
    )


def registration_name(known: Known, beside: Sequence[Known]) -> str:
    """Give what somebody writes into the column to register for a clinic: its topic, or else its id.

    Args:
        known: the clinic.
        beside: all clinics for which somebody may be registered.
    """
    topic = " ".join(known.clinic.topic.split())
    is_clear = read_skills(topic) == (topic,) and _meant(topic, _by_name(beside)) == [known]
    return topic if is_clear else known.id


def other_names(known: Known, name: str, beside: Sequence[Known]) -> list[str]:
    """Give by what else than its registration name a clinic is known in the column, and no other clinic."""
    named = _by_name(beside)
    others = (" ".join(each.split()) for each in (known.clinic.topic, known.clinic.page, known.id))
    return [
        each for each in dict.fromkeys(others) if each not in {"", name} and _meant(each, named) == [known]
    ]


def _by_name(known: Sequence[Known]) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = {}
    for each in known:
        for name in {fold_words(each.clinic.topic), fold_words(each.clinic.page), each.id}:
            if name:
                found.setdefault(name, []).append(each)
    return found


def _meant(name: str, named: Mapping[str, list[Known]]) -> list[Known]:
    """Give the clinics that somebody may mean by a name, with or without its date in brackets."""
    if found := named.get(fold_words(name)):
        return found
    match = _BRACKETS.search(name)
    found = named.get(fold_words(_BRACKETS.sub(" ", name)), [])
    if match is None or not found:
        return found
    return [each for each in found if _is_on(each, match[1])] or found


def _is_on(known: Known, said: str) -> bool:
    when = known.clinic.when
    if not isinstance(when, TimePhrase):
        return False
    read = read_time_phrase(f"{said}, 12:00 UTC", ZONES, year=when.local.year)
    return isinstance(read, TimePhrase) and read.local.date() == when.local.date()
