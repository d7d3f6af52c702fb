"""The ledger remembers what was intended before a write, and how it ended; the same on both databases."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bot.ledger.access import BATCH
from bot.ledger.address import Address
from bot.ledger.ledger import HeldBack, Ledger, glimpse, opened
from bot.program.outcomes import Outcome
from tests.ledger.examples import CAMPAIGN, delivery, intent

UNSAVED = [Outcome.LATER, Outcome.CHANGED, Outcome.STALE, Outcome.HALT]
"""Endings after which the wiki surely has nothing."""


def test_an_intent_is_open_until_it_is_settled(ledger: Ledger) -> None:
    assert ledger.intend(intent(), now=100.0)
    assert ledger.open_intent("k1") == (intent(), 100.0)
    assert (ledger.has("k1"), ledger.has_posted("k1")) == (True, False)
    ledger.settle("k1", Outcome.POSTED, revid=13, at="2026-11-24T00:00:00Z")
    assert ledger.open_intent("k1") is None
    assert ledger.has_posted("k1")


def test_an_intent_outlives_the_process(address: Address) -> None:
    with opened(address) as ledger:
        ledger.intend(intent(), now=100.0)
    with opened(address) as ledger:
        assert ledger.open_intent("k1") == (intent(), 100.0)


def test_what_is_delivered_may_not_be_tried_again(ledger: Ledger) -> None:
    ledger.intend(intent(), now=100.0)
    ledger.settle("k1", Outcome.POSTED, revid=13, at="2026-11-24T00:00:00Z")
    assert not ledger.intend(intent(), now=200.0)
    assert ledger.open_intent("k1") is None


def test_what_is_begun_on_one_wiki_may_not_be_tried_on_another(ledger: Ledger) -> None:
    ledger.intend(intent(), now=100.0)
    assert not ledger.intend(intent(wiki="fr"), now=200.0)
    assert ledger.open_intent("k1") == (intent(), 100.0)


def test_what_is_begun_may_be_tried_again_on_its_wiki(ledger: Ledger) -> None:
    ledger.intend(intent(), now=100.0)
    assert ledger.intend(intent(baserevid=15), now=200.0)
    assert ledger.open_intent("k1") == (intent(baserevid=15), 200.0)


def test_a_doubtful_write_stays_open_with_its_request(ledger: Ledger) -> None:
    ledger.intend(intent(), now=100.0)
    ledger.settle("k1", Outcome.DOUBT, reason="no answer in time")
    assert ledger.open_intent("k1") == (intent(), 100.0)
    assert [each.reason for each in ledger.begun(CAMPAIGN)] == ["no answer in time"]


@pytest.mark.parametrize("outcome", UNSAVED)
def test_what_was_surely_not_saved_leaves_no_trace(ledger: Ledger, outcome: Outcome) -> None:
    ledger.intend(intent(), now=100.0)
    ledger.settle("k1", outcome)
    assert not ledger.has("k1")


@pytest.mark.parametrize("outcome", [*UNSAVED, Outcome.DOUBT, Outcome.REFUSED])
def test_what_is_delivered_stays_so_whatever_is_said_later(ledger: Ledger, outcome: Outcome) -> None:
    ledger.adopt(delivery(), campaign=CAMPAIGN)
    ledger.settle("k1", outcome, reason="too late")
    assert list(ledger.deliveries(CAMPAIGN)) == [delivery()]


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.SKIPPED])
def test_a_refused_message_may_be_intended_again(ledger: Ledger, outcome: Outcome) -> None:
    ledger.intend(intent(), now=100.0)
    ledger.settle("k1", outcome, reason="spamblacklist")
    assert ledger.open_intent("k1") is None
    assert ledger.intend(intent(), now=200.0)
    assert ledger.open_intent("k1") == (intent(), 200.0)


def test_a_very_long_reason_is_shortened(ledger: Ledger) -> None:
    ledger.intend(intent(), now=100.0)
    ledger.settle("k1", Outcome.REFUSED, reason="🌍" * 100_000)
    (remembered,) = ledger.deliveries(CAMPAIGN)
    assert set(remembered.reason) == {"🌍"}


def test_what_the_wiki_has_is_adopted_over_an_open_intent(ledger: Ledger) -> None:
    ledger.intend(intent(), now=100.0)
    ledger.adopt(delivery(), campaign=CAMPAIGN)
    assert ledger.open_intent("k1") is None
    assert list(ledger.deliveries(CAMPAIGN)) == [delivery()]


def test_many_are_adopted_at_once_and_again_without_a_difference(ledger: Ledger) -> None:
    found = [delivery(f"k{number:02}", revid=number) for number in range(30)]
    ledger.adopt_all(found, campaign=CAMPAIGN, person="p9")
    ledger.adopt_all(reversed(found), campaign=CAMPAIGN)
    assert list(ledger.deliveries(CAMPAIGN)) == found
    assert ledger.messages_of(["p9"], since="2026-01-01T00:00:00Z") == {"p9": 30}


def test_nothing_is_adopted_of_nothing(ledger: Ledger) -> None:
    ledger.adopt_all([], campaign=CAMPAIGN)
    assert list(ledger.deliveries(CAMPAIGN)) == []


def test_deliveries_come_by_time_wiki_and_key_what_is_open_first_each_once(ledger: Ledger) -> None:
    moments = [f"2026-11-24T00:{number % 7:02}:00Z" for number in range(2 * BATCH + 3)]
    found = [
        delivery(f"k{number:04}", at=at, wiki=("es", "ar")[number % 2]) for number, at in enumerate(moments)
    ]
    ledger.adopt_all(found, campaign=CAMPAIGN)
    ledger.adopt(delivery("other"), campaign="announce:8")
    ledger.intend(intent("open"), now=100.0)
    posted = sorted(found, key=lambda each: (each.at, each.wiki, each.key))
    assert list(ledger.deliveries(CAMPAIGN)) == [*ledger.begun(CAMPAIGN), *posted]
    assert list(ledger.delivered(CAMPAIGN)) == posted
    last = posted[999]
    assert list(ledger.delivered(CAMPAIGN, after=(last.at, last.wiki, last.key))) == posted[1000:]
    assert ledger.span(CAMPAIGN) == (min(moments), max(moments))
    assert ledger.span("announce:9") is None


def test_begun_gives_what_is_open_of_a_campaign_and_of_one_wiki(ledger: Ledger) -> None:
    for key, wiki, campaign in [("a", "es", CAMPAIGN), ("b", "fr", CAMPAIGN), ("c", "es", "announce:8")]:
        ledger.intend(intent(key, wiki=wiki, campaign=campaign), now=100.0)
    ledger.intend(intent("d"), now=100.0)
    ledger.settle("d", Outcome.POSTED, at="2026-11-24T00:00:00Z")
    assert [each.key for each in ledger.begun(CAMPAIGN)] == ["a", "b"]
    assert [each.key for each in ledger.begun(CAMPAIGN, "es")] == ["a"]
    (begun,) = ledger.begun(CAMPAIGN, "fr")
    assert (begun.outcome, begun.intended_at, begun.at) == (None, 100.0, "")


def test_messages_are_known_by_key_by_name_and_by_talk_page(ledger: Ledger) -> None:
    ledger.adopt_all(
        [delivery("a", username="Ana", title="A"), delivery("b", username="Bea", title="B")],
        campaign=CAMPAIGN,
    )
    ledger.adopt(delivery("c", username="Ana", title="A"), campaign="announce:8")

    def keys(**wanted: list[str]) -> set[str]:
        return {each.key for each in ledger.remembered(CAMPAIGN, **wanted)}

    assert keys(keys=["a", "c", "zz"]) == {"a"}
    assert keys(usernames=["Ana", ""]) == {"a"}
    assert keys(titles=["B"]) == {"b"}
    assert keys(keys=["a"], usernames=["Ana"], titles=["A", "B"]) == {"a", "b"}
    assert keys() == set()


def test_more_can_be_asked_for_than_one_statement_may_name(ledger: Ledger) -> None:
    keys = [f"k{number}" for number in range(2 * BATCH + 1)]
    ledger.adopt_all([delivery(key, username=key, title=key) for key in keys], campaign=CAMPAIGN)
    assert ledger.posted_among([*keys, "other"]) == set(keys)
    assert len(ledger.remembered(CAMPAIGN, keys=keys, usernames=keys, titles=keys)) == len(keys)


def test_names_differ_by_case_accents_trailing_blanks_and_every_letter(ledger: Ledger) -> None:
    names = ["Noor", "noor", "Nòor", "Noor ", "Noor\u200e", "Noor🌍", "Noor🌎", "ß", "ss", "ي", "ى"]
    ledger.adopt_all(
        [delivery(f"k{n}", username=name, title=f"T:{name}") for n, name in enumerate(names)],
        campaign=CAMPAIGN,
    )
    for number, name in enumerate(names):
        for wanted in ({"usernames": [name]}, {"titles": [f"T:{name}"]}):
            (found,) = ledger.remembered(CAMPAIGN, **wanted)
            assert (found.key, found.username, found.title) == (f"k{number}", name, f"T:{name}")


def test_keys_campaigns_and_leases_differ_by_case_and_trailing_blanks_too(ledger: Ledger) -> None:
    for text in ("x", "X", "x ", "é", "e"):
        assert ledger.intend(intent(text, campaign=text), now=1.0)
        ledger.set_state(text, f"state of {text}"[:16])
        assert ledger.lease(text, now=1.0)
    assert [ledger.state(text) for text in ("x", "X", "x ")] == ["state of x", "state of X", "state of x "]
    assert [len(ledger.begun(text)) for text in ("x", "X", "x ")] == [1, 1, 1]


@pytest.mark.parametrize("letter", ["a", "ñ", "ك", "🌍"])
def test_the_longest_name_and_title_that_a_wiki_has_are_kept_whole(ledger: Ledger, letter: str) -> None:
    longest = letter * (255 // len(letter.encode()))
    long = intent(
        username=longest,
        title=f"Usuário(a) Discussão:{longest}",
        text=letter * 100_000,
        heading=longest,
        summary=letter * 500,
    )
    ledger.intend(long, now=100.0)
    assert ledger.open_intent("k1") == (long, 100.0)
    (found,) = ledger.remembered(CAMPAIGN, titles=[long.title])
    assert (found.username, found.title) == (long.username, long.title)


def test_counts_are_by_wiki_language_and_outcome(ledger: Ledger) -> None:
    for key, wiki in [("a", "es"), ("b", "es"), ("c", "fr"), ("d", "fr")]:
        ledger.intend(intent(key, wiki=wiki), now=1.0)
    ledger.settle("a", Outcome.POSTED, at="2026-11-24T00:00:00Z")
    ledger.settle("c", Outcome.REFUSED)
    assert ledger.counts(CAMPAIGN) == Counter(
        {
            ("es", "es", Outcome.POSTED): 1,
            ("es", "es", None): 1,
            ("fr", "es", Outcome.REFUSED): 1,
            ("fr", "es", None): 1,
        }
    )
    assert ledger.counts("announce:8") == Counter()


def test_a_person_s_messages_are_counted_over_campaigns_from_a_moment_on(ledger: Ledger) -> None:
    for number, (person, at) in enumerate([("p1", "11-01"), ("p1", "11-20"), ("p2", "11-20"), ("", "11-20")]):
        found = delivery(f"k{number}", at=f"2026-{at}T00:00:00Z")
        ledger.adopt(found, campaign=f"announce:{number}", person=person)
    ledger.intend(intent("open"), now=1.0)
    assert ledger.messages_of(["p1", "p2", "p3", ""], since="2026-11-10T00:00:00Z") == {"p1": 1, "p2": 1}
    assert ledger.messages_of(["p1"], since="2026-11-01T00:00:00Z") == {"p1": 2}
    assert ledger.messages_of([], since="2026-11-01T00:00:00Z") == {}


def test_what_was_read_back_is_known_for_that_campaign_and_wiki_only(ledger: Ledger) -> None:
    ledger.has_read_back(CAMPAIGN, {"es": 100.0, "pt": 101.0})
    assert ledger.read_backs(CAMPAIGN) == {"es": 100.0, "pt": 101.0}
    assert ledger.read_backs("announce:8") == {}
    assert ledger.read_back_at(CAMPAIGN, "es") == 100.0
    assert ledger.read_back_at(CAMPAIGN, "fr") is None
    ledger.has_read_back(CAMPAIGN, {"es": 1764115200.123456})
    assert ledger.read_backs(CAMPAIGN) == {"es": 1764115200.123456, "pt": 101.0}


def test_a_decision_about_a_campaign_holds_until_the_next(ledger: Ledger) -> None:
    assert ledger.state(CAMPAIGN) == ""
    for state in ("paused", "paused", "go"):
        ledger.set_state(CAMPAIGN, state)
        assert ledger.state(CAMPAIGN) == state
    assert ledger.state("announce:8") == ""


def test_what_was_held_back_is_given_until_a_message_that_names_it_came_through(ledger: Ledger) -> None:
    first = HeldBack(key="a", person="p1", campaign=CAMPAIGN, title="Let's Connect/12")
    second = replace(first, key="b", person="p2")
    ledger.hold_back([second, first, first])
    ledger.hold_back([first])
    ledger.hold_back([])
    ledger.intend(intent(told="a zz"), now=1.0)
    ledger.settle("k1", Outcome.DOUBT)
    assert ledger.held_back_from(["p1", "p2", "p3", ""]) == [first, second]
    ledger.settle("k1", Outcome.POSTED, at="2026-11-24T00:00:00Z")
    assert ledger.held_back_from(["p1", "p2"]) == [second]
    ledger.adopt(delivery("b"), campaign=CAMPAIGN)
    assert ledger.held_back_from(["p1", "p2"]) == []


def test_a_withdrawn_name_is_forgotten_and_the_key_is_not(ledger: Ledger) -> None:
    ledger.adopt_all(
        [delivery("a", username="Ana", title="A"), delivery("b", username="ana", title="B")],
        campaign=CAMPAIGN,
    )
    ledger.intend(intent("c", username="Ana", title="C"), now=1.0)
    ledger.forget_name("Ana")
    assert {(each.key, each.username, each.title) for each in ledger.deliveries(CAMPAIGN)} == {
        ("a", "", ""),
        ("b", "ana", "B"),
        ("c", "Ana", "C"),  # begun: the name is needed until it is known how that ended
    }
    assert not ledger.intend(intent("a", username="Ana"), now=2.0)


def test_a_glimpse_of_no_ledger_makes_none(address: Address) -> None:
    for _ in range(2):
        with glimpse(address) as ledger:
            assert ledger is None


def test_a_glimpse_sees_what_another_run_writes(ledger: Ledger) -> None:
    with glimpse(ledger.address) as seen:
        assert seen
        ledger.intend(intent(), now=1.0)
        assert seen.has("k1")


def test_a_message_that_stands_for_several_keys_counts_once(ledger: Ledger) -> None:
    several = [delivery("k1"), delivery("k2"), delivery("k3", revid=14), delivery("k4", revid=None)]
    ledger.adopt_all([*several, delivery("k5", revid=None)], campaign=CAMPAIGN)
    assert ledger.posted_since("2026-11-01T00:00:00Z") == {("es", "es"): 4}
    assert ledger.posted_since("2026-12-01T00:00:00Z") == {}
