"""What an organiser calls ready is all that people wrote, also between markers that the bot does not fill."""

from __future__ import annotations

from bot.program.issue_draft import words_of_people

PARTS = ("upcoming", "numbers")


def part(name: str, content: str) -> str:
    return f"== November 2026 ==\n<!-- bot:{name} begin -->{content}<!-- bot:{name} end -->\nEnd.\n"


def test_what_the_bot_fills_is_not_of_people() -> None:
    filled = words_of_people(part("upcoming", "\n* A clinic\n"), PARTS)
    for content in ("", "\n", "\n\n", " ", "-", "\n-\n", "Other words"):
        assert words_of_people(part("upcoming", content), PARTS) == filled


def test_what_stands_in_a_part_that_the_bot_does_not_fill_is_of_people() -> None:
    empty = words_of_people(part("upcomming", "\n"), PARTS)
    assert words_of_people(part("upcomming", "\nBuy.\n"), PARTS) != empty
