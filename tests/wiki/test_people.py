"""What a wiki's answers say of categories and of accounts."""

from __future__ import annotations

from typing import Any

import pytest

from bot.wiki.people import optout_categories


def greeting(message: str, **more: Any) -> dict[str, Any]:
    return {
        "allmessages": [{"name": "massmessage-optout-category", "content": message, **more}],
        "namespaces": {"14": {"name": "Categoría"}},
        "namespacealiases": [{"id": 14, "alias": "Cat"}],
    }


@pytest.mark.parametrize(
    "message", ["Sin mensajes", "Category:Sin mensajes", "categoría: Sin mensajes", "Cat:Sin mensajes"]
)
def test_the_wiki_s_own_category_is_known_with_or_without_its_namespace(message: str) -> None:
    assert optout_categories(greeting(message), None) == ("Categoría:Sin mensajes",)


def test_a_colon_in_the_name_is_part_of_the_name() -> None:
    assert optout_categories(greeting("Wikipedia:Sin mensajes"), None) == (
        "Categoría:Wikipedia:Sin mensajes",
    )


def test_the_settings_category_counts_besides_the_wiki_s_own() -> None:
    found = optout_categories(greeting("Sin mensajes"), "Category:Opted-out")
    assert found == ("Categoría:Sin mensajes", "Categoría:Opted-out")


@pytest.mark.parametrize("message", ["", "-"])
def test_a_message_that_is_turned_off_names_no_category(message: str) -> None:
    assert optout_categories(greeting(message), None) == ()
    assert optout_categories(greeting("X", missing=True), None) == ()
