"""One spelling for each account; addresses and temporary accounts known as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.usernames import is_ip, is_temporary, is_username, normalise_username


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("mirela", "Mirela"),
        ("  mirela__ostrov ", "Mirela ostrov"),
        ("mirela\u00a0\u3000ostrov", "Mirela ostrov"),
        ("\u200eMirela\u202c\u2069", "Mirela"),
        ("Mire\u00ad\u200bla\ufeff", "Mirela"),
        ("éva", "Éva"),
        ("e\u0301va", "Éva"),
        ("ǆurđa", "Ǆurđa"),
        ("ßeta", "ßeta"),
        ("ნინო", "ნინო"),
        ("ᾳx", "ᾼx"),
        ("ⅷ", "ⅷ"),
        ("2001:db8::a", "2001:DB8:0:0:0:0:0:A"),
        ("192.000.002.007", "192.0.2.7"),
        ("", ""),
    ],
)
def test_a_name_has_the_wikis_spelling(written: str, name: str) -> None:
    assert normalise_username(written) == name


@given(st.text())
def test_spelling_twice_is_spelling_once(name: str) -> None:
    once = normalise_username(name)
    assert normalise_username(once) == once


@pytest.mark.parametrize(
    "name", ["192.0.2.7", "10.0.0.xxx", "999.1.1.1", "2001:db8::1", "::1", "2001:DB8:0:0:0:0:0:1"]
)
def test_an_address_is_an_ip(name: str) -> None:
    assert is_ip(name)


@pytest.mark.parametrize("name", ["", "Mirela", "1.2.3", "1.2.3.4.5", "12:30", "A:B", "192.0.2.7/24", "Bead"])
def test_a_name_is_no_ip(name: str) -> None:
    assert not is_ip(name)


@pytest.mark.parametrize("name", ["~2025-12345-67", "~2024-1", "\u200e~2025-12345-67"])
def test_a_temporary_account_is_known(name: str) -> None:
    assert is_temporary(name)


@pytest.mark.parametrize("name", ["", "~2025", "Mirela~2025-12", "~tilde", "~2025-x", "2025-12345-67"])
def test_a_name_is_no_temporary_account(name: str) -> None:
    assert not is_temporary(name)


@pytest.mark.parametrize(
    "name", ["", "a/b", "a#b", "a|b", "a<b", "[a", "~~~", ".", "..", ":a", "a%20b", "a&amp;b", "é" * 128]
)
def test_what_no_wiki_takes_is_no_username(name: str) -> None:
    assert not is_username(name)


@given(st.text())
def test_any_text_can_be_asked_about(name: str) -> None:
    is_ip(name)
    is_temporary(name)
    is_username(name)
