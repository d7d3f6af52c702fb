from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.program.matching import Matches, Pair, Person, Why, asked_for, match
from bot.program.skills import Vocabulary, read_vocabulary

DAY = date(2026, 3, 1)
VOCABULARY = read_vocabulary("* fundraising: recaudación de fondos\n* Wikidata: ويكي بيانات\n* video")
ZONES = (None, "America/Lima", "Africa/Cairo", "Asia/Manila", "Europe/Paris", "UTC+05:30")


def person(username: str, **said: object) -> Person:
    given_ = {key: tuple(str(value).split("|")) for key, value in said.items() if key != "zone"}
    return Person(username=username, zone=said.get("zone"), **given_)  # type: ignore[arg-type]


def matched(*people: Person, per_learner: int = 3, per_sharer: int = 5) -> Matches:
    return match(
        people, people, vocabulary=VOCABULARY, on=DAY, per_learner=per_learner, per_sharer=per_sharer
    )


def names(matches: Matches, learner: str) -> list[str]:
    return [pair.sharer.username for pair in matches.pairs if pair.learner.username == learner]


LEARNER = person("Lina", learn="fundraising", languages="ar|fr", zone="Africa/Cairo")


def test_a_common_language_comes_before_hours_awake() -> None:
    near = person("Ada", share="fundraising", languages="es", zone="Africa/Cairo")
    far = person("Zoe", share="fundraising", languages="fr", zone="Pacific/Auckland")
    assert names(matched(LEARNER, near, far), "Lina") == ["Zoe", "Ada"]


def test_languages_not_said_stand_between() -> None:
    other = person("Ada", share="fundraising", languages="es")
    silent = person("Bo", share="fundraising")
    common = person("Cy", share="fundraising", languages="arz")
    assert names(matched(LEARNER, other, silent, common), "Lina") == ["Cy", "Bo", "Ada"]


def test_hours_awake_come_before_an_even_spread() -> None:
    near = person("Zoe", share="fundraising", zone="Europe/Paris")
    far = person("Ada", share="fundraising", zone="Pacific/Honolulu")
    learners = [person(f"L{n}", learn="fundraising", zone="Africa/Cairo") for n in range(3)]
    matches = matched(*learners, near, far, per_learner=1)
    assert [pair.sharer.username for pair in matches.pairs] == ["Zoe"] * 3


def test_a_pair_tells_skills_languages_and_hours() -> None:
    learner = person("Lina", learn="recaudación de fondos|video|Lua", languages="fr|ar", zone="Africa/Cairo")
    sharer = person("Ada", share="LUA|fundraising", languages="ar|fr|en", zone="UTC+02:00")
    (pair,) = matched(learner, sharer).pairs
    expected = Pair(
        learner=learner, sharer=sharer, skills=("fundraising", "lua"), languages=("fr", "ar"), hours=14
    )
    assert pair == expected


def test_one_sharer_of_two_skills_takes_one_place() -> None:
    learner = person("Lina", learn="fundraising|video")
    sharer = person("Ada", share="fundraising|video")
    assert len(matched(learner, sharer, per_learner=1, per_sharer=1).pairs) == 1
    assert not matched(learner, sharer, per_learner=1, per_sharer=1).unmet


def test_everybody_gets_one_sharer_before_anybody_gets_two() -> None:
    learners = [person(f"L{n}", learn="video") for n in range(4)]
    sharers = [person(f"S{n}", share="video") for n in range(2)]
    matches = matched(*learners, *sharers, per_sharer=3)
    assert sorted(Counter(pair.learner.username for pair in matches.pairs).values()) == [1, 1, 2, 2]


def test_a_wish_without_a_sharer_is_told_with_why() -> None:
    matches = matched(
        person("Ada", learn="Wikidata", share="Wikidata"),
        person("Bo", learn="fundraising", share="video"),
        person("Cy", learn="video"),
        person("Di", learn="video"),
        person("Ed", learn="video"),
        per_sharer=2,
    )
    assert [(one.skill, one.why, [who.username for who in one.learners]) for one in matches.unmet] == [
        ("Wikidata", Why.NOBODY, ["Ada"]),
        ("fundraising", Why.NOBODY, ["Bo"]),
        ("video", Why.BUSY, ["Ed"]),
    ]
    many = matched(
        person("Lina", learn="a|b"), person("Ada", share="a"), person("Bo", share="b"), per_learner=1
    )
    assert [(one.skill, one.why) for one in many.unmet] == [("b", Why.ENOUGH)]


def test_who_asked_for_a_topic_is_found_in_every_language() -> None:
    people = [
        person("Zoe", learn="recaudación de fondos"),
        person("Ada", learn="video|Fundraising"),
        person("Bo", learn="video"),
    ]
    asked = asked_for("fundraising", people, vocabulary=VOCABULARY)
    assert [who.username for who in asked] == ["Ada", "Zoe"]


skills = st.lists(st.sampled_from("abcde"), max_size=3, unique=True).map(tuple)
languages = st.lists(st.sampled_from(["en", "es", "ar", "pt", "pt-br"]), max_size=2, unique=True).map(tuple)
crowds = st.lists(
    st.builds(
        Person,
        username=st.sampled_from([f"P{n}" for n in range(14)]),
        languages=languages,
        learn=skills,
        share=skills,
        zone=st.sampled_from(ZONES),
    ),
    max_size=14,
    unique_by=lambda one: one.username,
)


@given(crowds, st.integers(1, 4), st.integers(1, 4))
def test_the_bounds_hold_and_nobody_is_lost(crowd: list[Person], per_learner: int, per_sharer: int) -> None:
    matches = matched(*crowd, per_learner=per_learner, per_sharer=per_sharer)
    assert all(pair.learner.username != pair.sharer.username for pair in matches.pairs)
    assert all(set(pair.skills) <= {*pair.learner.learn} & {*pair.sharer.share} for pair in matches.pairs)
    assert all(pair.skills for pair in matches.pairs)
    assert max(Counter(pair.learner.username for pair in matches.pairs).values(), default=0) <= per_learner
    assert max(Counter(pair.sharer.username for pair in matches.pairs).values(), default=0) <= per_sharer
    met = {(pair.learner.username, skill) for pair in matches.pairs for skill in pair.skills}
    unmet = {(who.username, one.skill) for one in matches.unmet for who in one.learners}
    assert not met & unmet
    assert met | unmet == {(one.username, skill) for one in crowd for skill in one.learn}


@given(crowds, st.randoms(use_true_random=False))
def test_the_order_of_the_people_makes_no_difference(crowd: list[Person], shuffler: random.Random) -> None:
    shuffled = shuffler.sample(crowd, len(crowd))
    assert matched(*crowd) == matched(*shuffled)


@given(st.integers(0, 40), st.integers(1, 9), st.integers(1, 3))
def test_equal_sharers_are_equally_loaded(learners: int, sharers: int, per_learner: int) -> None:
    people = [person(f"L{n:02}", learn="video") for n in range(learners)]
    people += [person(f"S{n}", share="video") for n in range(sharers)]
    load = Counter(pair.sharer.username for pair in matched(*people, per_learner=per_learner).pairs)
    loads = [load[f"S{n}"] for n in range(sharers)]
    assert max(loads) - min(loads) <= (1 if per_learner == 1 else 2)


@settings(max_examples=30)
@given(crowds)
def test_a_wish_stays_open_only_if_nobody_is_free(crowd: list[Person]) -> None:
    matches = matched(*crowd, per_learner=9, per_sharer=2)
    load = Counter(pair.sharer.username for pair in matches.pairs)
    for one in matches.unmet:
        for who in one.learners:
            free = [
                other.username
                for other in crowd
                if one.skill in other.share and other.username != who.username and load[other.username] < 2
            ]
            assert not free


@pytest.mark.parametrize(("kinds", "wishes"), [(60, 3), (5, 3), (1, 1)])
@pytest.mark.no_cover
def test_two_thousand_people_take_about_a_second(kinds: int, wishes: int) -> None:
    chance = random.Random(7)
    known = [f"skill {number}" for number in range(kinds)]
    zones = [zone for zone in ZONES if zone] + [
        "America/Bogota",
        "Africa/Lagos",
        "Asia/Kolkata",
        "Asia/Tokyo",
    ]
    crowd = [
        Person(
            username=f"P{number:04}",
            languages=tuple(chance.sample(("en", "es", "ar", "fr", "pt"), chance.randint(0, 3))),
            learn=tuple(chance.sample(known, wishes)),
            share=tuple(chance.sample(known, chance.randint(0, wishes))),
            zone=chance.choice(zones),
        )
        for number in range(2000)
    ]
    matches = match(crowd, crowd, vocabulary=Vocabulary(), on=DAY)
    assert len(matches.pairs) > 2000 or kinds == 1
