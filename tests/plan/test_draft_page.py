"""How a draft's translations are told, and where one writes them."""

from __future__ import annotations

import pytest

from bot.plan.draft_page import DraftState, DraftTalk, translate_address
from bot.program.translation import Difference, Part, Standing, State
from bot.words.catalogue import default_catalogue

TITLE = "Garden/News/Draft/Issue 4"


def talk(*standings: Standing, is_marked: bool = False) -> str:
    state = DraftState(
        title=TITLE,
        ready_page="User:GardenBot/Plans/abc",
        is_marked=is_marked,
        standings={each.language: each for each in standings},
    )
    return DraftTalk(words=default_catalogue(), language="en").write(state)


def test_a_changed_paragraph_is_named_in_the_translations_own_language() -> None:
    part = Part(number="7", heading="Maps", excerpt="We draw rivers", difference=Difference.CHANGED)
    said = talk(Standing(language="es", state=State.STALE, stale=(part,)))
    assert "Maps&#58; We draw rivers" in said
    assert '<div lang="es" dir="ltr"' in said
    assert "The original" not in said


@pytest.mark.parametrize("state", [State.MISSING, State.STALE, State.INCOMPLETE])
def test_a_marked_page_is_translated_where_the_wiki_lets_it(state: State) -> None:
    each = Standing(language="ar", state=state)
    said = talk(each, is_marked=True)
    assert "{{fullurl:Special&#58;Translate|" in said or "{{fullurl:Special:Translate|" in said
    assert "group=page-Garden%2FNews%2FDraft%2FIssue+4" in said
    assert "action=edit" not in said


def test_a_new_translation_begins_with_the_originals_words() -> None:
    new = translate_address(TITLE, Standing(language="ar", state=State.MISSING), is_marked=False)
    old = translate_address(TITLE, Standing(language="ar", state=State.STALE), is_marked=False)
    assert "preload=Garden%2FNews%2FDraft%2FIssue+4" in new
    assert "preload" not in old


def test_who_is_done_is_asked_nothing() -> None:
    assert "fullurl" not in talk(Standing(language="fr", state=State.COMPLETE))
    assert "fullurl" not in talk(Standing(language="fr", state=State.UNREAD))
