"""The page from which drafts are made says so, and no draft does."""

from __future__ import annotations

import pytest

from bot.plan.issue_template import default_template, fill_template
from bot.program.newsletter import IssueName
from bot.words.catalogue import default_catalogue

WORDS = default_catalogue()


@pytest.mark.parametrize("language", ["en", "es", "ar", "fr", "pt"])
def test_what_is_for_those_who_change_the_template_stays_there(language: str) -> None:
    template = default_template(WORDS, language)
    assert template.startswith("<noinclude>")
    assert "<nowiki>{{{month}}}</nowiki>" in template
    name = IssueName(year=2026, number=3)
    draft = fill_template(template, name=name, month=11, newsletter="N", words=WORDS, language=language)
    assert draft.startswith("== N – ")
    assert "{{{" not in draft
    assert "noinclude" not in draft
