"""The parts that the bot keeps never touch what people marked for translation."""

from __future__ import annotations

from typing import cast

from bot.program.outcomes import Outcome
from bot.run.keeping import Part, PartKeeper
from bot.wiki.pages import PageText
from bot.wiki.wiki import Wiki

NO_WIKI = cast(Wiki, None)  # nothing is to be asked of it


def test_a_part_is_not_put_into_a_unit_of_translation() -> None:
    page = PageText(
        title="Index", pageid=1, revid=1, text="<translate>\n<!--T:1-->\nOne\nTwo\n</translate>\n"
    )
    part = Part(name="index", content="Three", after=lambda text: text.find("One"))
    told: list[str] = []
    ending = PartKeeper(wiki=NO_WIKI, say=told.append).keep(page, part, summary="")
    assert ending.outcome is Outcome.REFUSED
    assert len(told) == 1
