"""Each fault has one rule, and waits grow and end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.fault_rules import RULES, UNKNOWN, rule_of
from bot.program.faults import AT_ONCE, WRITING, Extent, Lost, Patience, Rule, Sign, next_wait
from bot.program.outcomes import Outcome
from tests.fault_tests import FAULT_TESTS

TESTS = Path(__file__).parents[1]

PATIENCES = st.builds(
    Patience,
    first=st.floats(0.1, 10),
    longest=st.floats(10, 100),
    in_all=st.floats(0, 3600),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_found_by_each_of_its_signs(rule: Rule) -> None:
    assert rule.what
    assert rule.then
    for sign in rule.signs:
        if sign in set(Lost):
            assert rule_of(Sign(lost=Lost(sign))) is rule
        elif sign.startswith("HTTP "):
            assert rule_of(Sign(status=int(sign[5:].replace("xx", "03")))) is rule
        else:
            assert rule_of(Sign(code=sign.replace("*", "x"))) is rule


def test_no_two_rules_have_a_sign_or_a_name_in_common() -> None:
    signs = [sign for rule in RULES for sign in rule.signs]
    assert len(signs) == len(set(signs))
    assert len({rule.name for rule in RULES}) == len(RULES)


@given(code=st.text(min_size=1).filter(lambda code: rule_of(Sign(code=code)) is UNKNOWN))
def test_what_is_new_to_us_stops_that_wiki(code: str) -> None:
    rule = rule_of(Sign(code=code))
    assert (rule.outcome, rule.extent) == (Outcome.HALT, Extent.WIKI)


def test_what_ends_the_work_on_a_wiki_leaves_more_than_a_page() -> None:
    ends = {Outcome.LATER, Outcome.STALE, Outcome.HALT}
    for rule in RULES:
        if rule.outcome:
            assert (rule.outcome in ends) == (rule.extent is not Extent.PAGE), rule.name


def test_what_may_go_well_later_is_asked_again_and_nothing_else() -> None:
    passing = {Outcome.LATER, Outcome.DOUBT, Outcome.STALE}
    for rule in RULES:
        if rule.outcome:
            assert (rule.asking is not AT_ONCE) == (rule.outcome in passing), rule.name


@given(code=st.sampled_from([sign for rule in RULES for sign in rule.signs]))
def test_a_block_for_one_page_is_the_only_code_that_a_page_changes(code: str) -> None:
    same = rule_of(Sign(code=code)) is rule_of(Sign(code=code, for_this_page=True))
    assert same == (code != "blocked")


@given(patience=PATIENCES, die=st.floats(0, 1))
def test_waits_grow_and_end_in_the_stated_time(patience: Patience, die: float) -> None:
    elapsed, tries, before = 0.0, 1, 0.0
    while (wait := next_wait(patience, tries=tries, elapsed=elapsed, die=die)) is not None:
        assert wait >= before * 0.999 or elapsed + wait >= patience.in_all * 0.999
        assert wait <= patience.longest * 1.25
        elapsed, tries, before = elapsed + wait, tries + 1, wait
    assert elapsed <= patience.in_all * 1.001


@given(asked=st.floats(0, 1000), elapsed=st.floats(0, 400), die=st.floats(0, 1))
def test_a_wiki_is_never_asked_sooner_than_it_says(asked: float, elapsed: float, die: float) -> None:
    wait = next_wait(WRITING, tries=3, elapsed=elapsed, die=die, at_least=asked)
    assert wait is None or wait >= asked
    assert (wait is None) == (elapsed >= WRITING.in_all or asked > WRITING.in_all - elapsed)


def test_the_die_moves_waits_apart() -> None:
    waits = {next_wait(WRITING, tries=1, elapsed=0.0, die=die) for die in (0.0, 0.5, 1.0)}
    assert waits == {0.75, 1.0, 1.25}


def test_what_no_waiting_mends_is_not_waited_for() -> None:
    assert next_wait(AT_ONCE, tries=1, elapsed=0.0, die=0.5) is None


def test_every_rule_names_a_test_that_exists() -> None:
    assert set(FAULT_TESTS) == {rule.name for rule in RULES}
    for tests in FAULT_TESTS.values():
        for test in tests:
            file, _, name = test.partition("::")
            source = (TESTS / file).read_text(encoding="utf-8")
            assert f"\ndef {name}(" in source, test
