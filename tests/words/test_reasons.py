"""Every reason that the code gives for a Problem has its words."""

from __future__ import annotations

import re
from pathlib import Path

from bot.plan.edits import SkipReason
from bot.words.catalogue import default_catalogue

BOT = Path(__file__).parents[2] / "bot"
REASON = re.compile(r'"((?:problem|attention)-[a-z-]+)"')


def test_each_reason_in_the_code_is_in_the_catalogue() -> None:
    reasons = {reason for file in BOT.rglob("*.py") for reason in REASON.findall(file.read_text("utf-8"))}
    assert len(reasons) > 15
    assert reasons <= default_catalogue().keys()


def test_each_reason_for_leaving_somebody_out_is_in_the_catalogue() -> None:
    assert {reason.word for reason in SkipReason} <= default_catalogue().keys()
