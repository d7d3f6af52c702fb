"""The chains of fallbacks are those that a real MediaWiki gives."""

from __future__ import annotations

import json
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from bot.program.languages import fallbacks

CODES = ("en", "es", "ar", "fr", "pt", "pt-br", "gl", "ca", "ary", "arz", "qu", "gn")


@pytest.mark.sandbox
def test_fallbacks_are_those_of_the_wiki(meta_api: str) -> None:
    asked = {"action": "query", "meta": "languageinfo", "liprop": "fallbacks", "licode": "|".join(CODES)}
    query = urlencode({**asked, "format": "json", "formatversion": "2"})
    with urlopen(f"{meta_api}?{query}", timeout=30) as reply:
        languages = json.load(reply)["query"]["languageinfo"]
    of_the_wiki = {code: tuple(languages[code]["fallbacks"]) for code in CODES}
    # The API leaves out the English in which every chain ends unless a language names it itself.
    assert of_the_wiki == {code: fallbacks(code)[:-1] for code in CODES}
