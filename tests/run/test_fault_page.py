"""The page of faults says what the table says."""

from __future__ import annotations

from pathlib import Path

from bot.program.fault_rules import RULES
from bot.run.fault_page import PARTS, fault_page

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == fault_page(), "python -m bot.run.fault_page > docs/faults.md"


def test_every_rule_is_on_it() -> None:
    assert [rule for rules in PARTS.values() for rule in rules] == list(RULES)


def test_no_word_breaks_its_tables() -> None:
    for rule in RULES:
        assert not set("|\n") & set(rule.what + rule.then + "".join(rule.signs))
