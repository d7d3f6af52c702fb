"""A message on a plan's page can't cover the plan, which an organiser reads before approving it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.plan.plan_page import Cost, PlanPage, Text
from bot.plan.report import Stage, Standing
from bot.program.approval import Fingerprint
from bot.words.catalogue import default_catalogue
from bot.words.direction import wrap

PLAN = Fingerprint.of(texts=["…"], people=["es:Ana"], settings=["garden"])


def shown(body: str) -> str:
    """Give what the plan's page says below the heading of a Spanish message."""
    page = PlanPage(
        words=default_catalogue(),
        language="en",
        languages=("en",),
        title="User:ProgramBot/Plans/abc",
        preload="User:ProgramBot/Plans/Approval line",
        message="M",
        report="User:ProgramBot/Reports/M",
    )
    text = page.waiting(
        fingerprint=PLAN,
        changed=(),
        objected=(),
        standing=Standing(stage=Stage.PLANNED, delivered=Counter(), to_come=Counter()),
        cost=Cost(edits=1, wikis=1, minutes=1),
        texts=(Text(language="es", heading="Clínica", wikitext=wrap(body, "es", within="en"), revid=7),),
    )
    return re.split(r"^=== .* ===$|^== .* ==$", text, flags=re.MULTILINE)[2]


@pytest.mark.parametrize(
    "body",
    [
        "Ven a la clínica. [[Grants:Clinic|Más]]",
        '<span style="color:#080">Ven</span> <small>pronto</small>',
        "<nowiki>{{no template}}</nowiki>",
    ],
)
def test_a_message_is_shown_as_it_will_look(body: str) -> None:
    assert body in shown(body)


@pytest.mark.parametrize(
    "body",
    [
        '<div style="position:fixed;top:0;background:#fff">Nobody gets anything.</div>',
        '<div class="cover">Nobody gets anything.</div>',
        '{| style="margin-top:-50em"\n| Nobody gets anything.\n|}',
        '<pre style="position:fixed">Nobody gets anything.</pre>',
        "{{Cover the plan}}",
        '<templatestyles src="User:Somebody Else/x.css" />',
    ],
)
def test_a_message_that_could_cover_the_plan_is_shown_letter_by_letter(body: str) -> None:
    text = shown(body)
    assert "font-family:monospace" in text
    assert not re.search(r"\{\{|\{\||<pre|position[^<]*\">\s*Nobody|<templatestyles|class=\"cover", text)
