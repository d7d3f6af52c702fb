"""The messages by which people get an issue, read from its page in the archive."""

from __future__ import annotations

import pytest

from bot.plan.issue_messages import archived_text, issue_forms, read_archived
from bot.program.newsletter import NAVIGATION
from bot.wikitext.owned import append_owned
from bot.words.catalogue import default_catalogue
from bot.words.direction import wrap

ISSUE = "== العدد 3 – نوفمبر 2026 ==\nخرائط.\n\n=== هل فاتتك؟ ===\nنعم.\n\n=== أخبار ===\n* قرية\n"
PAGE = "Newsletter/Archive/2026/Issue 3"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_archived_page_is_read_as_it_was_with_links_to_its_neighbours_or_without(language: str) -> None:
    archived = archived_text(ISSUE, language, home="en")
    links = wrap("[[:Newsletter/Archive/2025/Issue 2|2]]", language, within=None)
    alone = read_archived(archived, language, home="en", page=PAGE)
    assert read_archived(append_owned(archived, NAVIGATION, links), language, home="en", page=PAGE) == alone
    assert "div" not in alone.full
    assert alone.full.endswith("* قرية")


def test_who_wants_it_short_gets_its_first_words_its_headings_and_a_link() -> None:
    message = read_archived(ISSUE, "ar", home="ar", page=PAGE)
    full, short = issue_forms(message, page=PAGE, language="ar", words=default_catalogue())
    assert "قرية" in full.body
    assert short.body.startswith("خرائط.\n\n")
    assert "<bdi>هل فاتتك؟</bdi> · <bdi>أخبار</bdi>" in short.body
    assert f"[[:{PAGE}|" in short.body
    assert "قرية" not in short.body
