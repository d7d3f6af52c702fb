"""What the gadget writes, shows and warns of, beside what the bot does."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import strategies as st

from bot.plan.onwiki.gadget_patterns import PATTERNS
from bot.wikitext.private import find_private
from bot.wikitext.quoting import quote, shown
from tests.browser import NEEDS_CHROMIUM
from tests.onwiki.gadget import Rows, loaded_rows
from tests.onwiki.row_cases import random_pages
from tests.wikitext.test_private import CASES, LABELLED, NOT_PRIVATE
from tests.wikitext.test_quoting import HOSTILE

CONFIG: dict[str, object] = {"columns": {}, "withdrawn": []}

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]


@pytest.fixture(scope="module")
def rows() -> Iterator[Rows]:
    with loaded_rows() as loaded:
        yield loaded


def known(text: str) -> bool:
    """Say whether Python's Unicode has all characters: browsers have newer ones."""
    return all(unicodedata.category(character) != "Cn" for character in text)


def test_quoting_is_the_bots_own(rows: Rows) -> None:
    texts = list(filter(known, random_pages(HOSTILE | st.text(alphabet="RFCPMIDSBN '-_?«»/a "), 800)))
    assert len(texts) > 300
    written = [quote(text) for text in texts]
    answers = rows.each("quote", [[text] for text in texts])
    assert [*zip(texts, answers, strict=True)] == [*zip(texts, written, strict=True)]
    assert rows.each("plain", [[text] for text in written]) == [shown(text) for text in texts]


def test_letters_of_a_cell_are_what_people_see(rows: Rows) -> None:
    cells = {
        "'''a''' [[b|c]], [[d]] [[:es:e]] [https://example.org f g]<!-- h -->": "a c, d es:e f g",
        "<small>i<br>j</small> R&amp;D &#91;k&#x5D;&nbsp;l": "i j R&D [k] l",
        "<nowiki>m</nowiki> &unknown; {{o|p}}": "m &unknown; {{o|p}}",
        "": "",
    }
    assert rows.each("plain", [[cell] for cell in cells]) == list(cells.values())


@pytest.mark.parametrize("around", ["{}", "Ana, {}, Lima"])
def test_what_the_bot_finds_private_is_found(rows: Rows, around: str) -> None:
    cases = [(around.format(text), kind) for text, kind in [*CASES, *((text, "phone") for text in LABELLED)]]
    assert [find_private(text)[0].kind for text, _ in cases] == [kind for _, kind in cases]
    answers = rows.each("findPrivate", [[text, CONFIG] for text, _ in cases])
    assert [(text, answer) for (text, _), answer in zip(cases, answers, strict=True)] == cases


def test_other_numbers_and_words_are_not_private(rows: Rows) -> None:
    answers = rows.each("findPrivate", [[text, CONFIG] for text in NOT_PRIVATE])
    assert {text: kind for text, kind in zip(NOT_PRIVATE, answers, strict=True) if kind} == {}


def test_no_pattern_looks_back_for_old_browsers_cannot() -> None:
    assert "(?<" not in json.dumps(PATTERNS)
