"""Whatever is done with a ledger, a file and a MariaDB server's database answer alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger.ledger import HeldBack, Ledger, opened
from bot.program.outcomes import Outcome
from tests.ledger.examples import delivery, intent
from tests.mariadb import MariaDB

Step = Callable[[Ledger], object]

KEYS = st.sampled_from(["k1", "K1", "k1 ", "ké"])
CAMPAIGNS = st.sampled_from(["announce:7", "announce:8"])
WIKIS = st.sampled_from(["es", "fr"])
NAMES = st.sampled_from(["Noor", "noor", "Noor ", "Nòor", "N🌍", ""]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=4
)
PEOPLE = st.sampled_from(["p1", "p2", ""])
MOMENTS = st.sampled_from(["", "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z"])
REVISIONS = st.none() | st.integers(1, 2**40)


def message() -> st.SearchStrategy[dict[str, Any]]:
    """Give what an intent and a delivery have in common."""
    return st.fixed_dictionaries({"key": KEYS, "wiki": WIKIS, "username": NAMES, "title": NAMES})


def steps() -> st.SearchStrategy[Step]:
    """Give one thing to do with a ledger."""
    return st.one_of(
        st.builds(
            lambda fields, campaign, person, told: (
                lambda ledger: ledger.intend(
                    intent(**fields, campaign=campaign, person=person, told=told), now=5.0
                )
            ),
            message(),
            CAMPAIGNS,
            PEOPLE,
            st.sampled_from(["", "k1 ké"]),
        ),
        st.builds(
            lambda key, outcome, reason, revid, at: (
                lambda ledger: ledger.settle(key, outcome, reason=reason, revid=revid, at=at)
            ),
            KEYS,
            st.sampled_from(Outcome),
            NAMES,
            REVISIONS,
            MOMENTS,
        ),
        st.builds(
            lambda found, campaign, person: (
                lambda ledger: ledger.adopt_all(
                    [delivery(**each, revid=place) for place, each in enumerate(found)],
                    campaign=campaign,
                    person=person,
                )
            ),
            st.lists(message(), max_size=3, unique_by=lambda fields: fields["key"]),
            CAMPAIGNS,
            PEOPLE,
        ),
        st.builds(lambda name: lambda ledger: ledger.forget_name(name), NAMES),
        st.builds(
            lambda campaign, state: lambda ledger: ledger.set_state(campaign, state),
            CAMPAIGNS,
            st.sampled_from(["go", "paused"]),
        ),
        st.builds(
            lambda key, person, campaign: (
                lambda ledger: ledger.hold_back(
                    [HeldBack(key=key, person=person, campaign=campaign, title="Clinic")]
                )
            ),
            KEYS,
            PEOPLE,
            CAMPAIGNS,
        ),
        st.builds(
            lambda campaign, wiki, at: lambda ledger: ledger.has_read_back(campaign, {wiki: at}),
            CAMPAIGNS,
            WIKIS,
            st.floats(0, 1e10),
        ),
        st.builds(
            lambda keys, campaign: (
                lambda ledger: ledger.pass_over(keys, campaign=campaign, wiki="es", reason="known")
            ),
            st.lists(KEYS, max_size=2, unique=True),
            CAMPAIGNS,
        ),
    )


def remembered(ledger: Ledger, names: list[str]) -> list[object]:
    """Give all that a ledger answers."""
    keys = ["k1", "K1", "k1 ", "ké"]
    answers: list[object] = [
        ledger.messages_of(["p1", "p2"], since="2026-11-24T12:00:00Z"),
        ledger.held_back_from(["p1", "p2"]),
        ledger.posted_among(keys),
        [ledger.open_intent(key) for key in keys],
    ]
    for campaign in ("announce:7", "announce:8"):
        found = ledger.remembered(campaign, keys=keys, usernames=names, titles=names)
        answers += [
            list(ledger.deliveries(campaign)),
            list(ledger.delivered(campaign)),
            ledger.span(campaign),
            ledger.begun(campaign),
            ledger.counts(campaign),
            ledger.state(campaign),
            ledger.read_back_at(campaign, "es"),
            sorted(found, key=lambda each: each.key),
            [sorted(each.key for each in ledger.remembered(campaign, usernames=[name])) for name in names],
        ]
    return answers


@pytest.mark.sandbox
def test_a_file_and_a_server_s_database_answer_alike(mariadb: MariaDB, tmp_path: Path) -> None:
    server = mariadb.new_database()
    with opened(tmp_path / "ledger.sqlite3") as one, opened(server) as another:

        @settings(max_examples=40)
        @given(done=st.lists(steps(), max_size=8), names=st.lists(NAMES, max_size=3))
        def alike(done: list[Step], names: list[str]) -> None:
            for ledger in (one, another):
                for table in ("deliveries", "read_back", "campaigns", "held_back"):
                    ledger.database.write(lambda c, table=table: c.exec_driver_sql(f"DELETE FROM {table}"))  # type: ignore[misc] # noqa: S608
            for step in done:
                assert step(one) == step(another)
            assert remembered(one, names) == remembered(another, names)

        alike()
