"""What the report page says of messages that were amended or recalled."""

from __future__ import annotations

import pytest

from bot.plan.amend import Left, Message, Reason
from bot.plan.changes_report import ChangesReport
from bot.words.catalogue import default_catalogue

LANGUAGES = ("en", "es", "ar", "fr", "pt")


def left(reason: Reason) -> Left:
    message = Message(key="k", wiki="es", language="es", title="User talk:Ana Example", owner="", revid=1)
    return Left(message=message, reason=reason)


def report(language: str, *reasons: Reason, amended: int = 0, recalled: int = 0) -> str:
    return ChangesReport(
        words=default_catalogue(),
        language=language,
        amended=amended,
        recalled=recalled,
        left=[left(reason) for reason in reasons],
    ).write()


def test_numbers_and_reasons_are_told_and_no_names() -> None:
    text = report("en", Reason.GONE, Reason.ANSWERED, Reason.GONE, amended=12)
    assert text.splitlines() == [
        "== Corrected or taken back ==",
        "* 12 messages have been corrected.",
        "* 3 messages were left as they were:",
        '{| class="wikitable"',
        "! Reason !! Messages",
        "|-",
        "| Somebody wrote below it || 1",
        "|-",
        "| No longer on the talk page: archived or removed || 2",
        "|}",
    ]


def test_one_message_is_told_as_one() -> None:
    assert report("en", recalled=1).endswith("* One message has been taken back.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_is_told_in_each_language(language: str) -> None:
    text = report(language, *Reason, amended=2, recalled=3)
    assert text.count("|-") == len(Reason)
