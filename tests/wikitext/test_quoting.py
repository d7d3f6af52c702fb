"""Other people's text made harmless, as far as it shows without a wiki; test_quoting_judge asks one."""

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.quoting import link, link_or_text, quote, quote_title, shown
from bot.wikitext.targets import NotATitleError

MARKUP = "{}[]<>|=#*:;!'_~-+&\"/\\@$%^`\n\r\t \x00\x7f\u202e\u2066\u200e\ufeff\uff3f\uff03«»?"
HOSTILE = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from(MARKUP), st.sampled_from("RFCPMIDSBN12 "))
)


@pytest.mark.parametrize(
    "name",
    [
        "Ana María López",
        "Jean-Luc O'Brien",
        "محمد علي",
        "王小明",
        "Élodie (WMF)",
        "A. B. Smith, Jr.",
        "snake_case 42",
        "और अन्य",
    ],
)
def test_ordinary_names_stay_readable(name: str) -> None:
    assert quote(name) == name


@pytest.mark.parametrize(
    ("text", "wikitext"),
    [
        ("{{x}}", "&#123;&#123;x&#125;&#125;"),
        ("a''b", "a&#39;&#39;b"),
        ("__TOC__", "&#95;&#95;TOC&#95;&#95;"),
        ("a ＿＿b", "a &#65343;&#65343;b"),
        ("RFC 12", "RF&#67; 12"),
        ("isbn\u00a09780306406157", "isb&#110; 9780306406157"),
        ("https://a.example", "https&#58;//a.example"),
        ("-", "&#45;"),
        ("a - b", "a - b"),
        ("+1", "&#43;1"),
        ("a\r\n\r\n b\u2028c", "a b c"),
        ("\u202eevil\u202c", "evil"),
        ("\u2067x\u2069", "x"),
        ("a\x00b\ud800c\x7f", "a&#65533;b&#65533;c&#65533;"),
        ("e\u0301", "é"),
        ("\u0338x", "&#824;x"),
        ("vraiment ?", "vraiment &#63;"),
        ("« oui »", "&#171; oui &#187;"),
        ("", ""),
        (" \n ", ""),
    ],
)  # fmt: skip
def test_what_means_something_becomes_a_reference(text: str, wikitext: str) -> None:
    assert quote(text) == wikitext


@given(text=HOSTILE)
def test_the_references_spell_the_same_letters(text: str) -> None:
    assert html.unescape(quote(text)) == shown(text)


@given(text=HOSTILE)
def test_no_markup_is_left(text: str) -> None:
    bare = re.sub(r"&#\d+;", "", quote(text))
    assert not set(bare) & set('{}[]<>|=#*:;!~+&"\\@$%^`\n\r\t\x00\x7f\u202e\u2066\ufeff＿＃')
    assert not re.search(r"''|__|--|RFC|PMID|ISBN|  |^ | $", quote(text))


@given(text=HOSTILE)
def test_the_wiki_saves_it_as_it_is(text: str) -> None:
    quoted = quote(text)
    assert unicodedata.is_normalized("NFC", quoted)
    quoted.encode()


@given(
    before=st.sampled_from(["=", "<", ">", "a", "'", "_", "-", "|", "e", "가"]),
    text=HOSTILE,
    after=st.sampled_from("'_-|>"),
)
def test_it_joins_no_neighbour(before: str, text: str, after: str) -> None:
    quoted = quote(text)
    assert unicodedata.normalize("NFC", before + quoted + after) == before + quoted + after
    if quoted:
        assert not re.match(r"['_+|}!*:;# -]", quoted)
        assert not re.search(r"['_-]$", quoted)


@given(text=st.text(alphabet=st.characters(categories=["L", "Nd"], exclude_characters="CDNcdn"), min_size=1))
def test_letters_and_digits_are_left_alone_but_for_their_form(text: str) -> None:
    if not re.match("[\u1160-\u11ff]", unicodedata.normalize("NFC", text)):
        assert quote(text) == unicodedata.normalize("NFC", text)


def test_a_link_leads_to_its_page_and_shows_its_label() -> None:
    assert (
        link("User talk:Ana", "Ana ]] {{x}}") == "[[:User talk:Ana|Ana &#93;&#93; &#123;&#123;x&#125;&#125;]]"
    )
    assert link("Category:Clinics") == "[[:Category:Clinics|Category&#58;Clinics]]"
    assert link("Usuario discusión:Ana", "Ana", interwiki="es") == "[[:es:Usuario discusión:Ana|Ana]]"
    assert link("User talk:Ana", " \n") == "[[:User talk:Ana|User talk&#58;Ana]]"


def test_a_title_without_a_letter_to_show_still_makes_a_whole_link() -> None:
    assert link("\ufff9", " ") == "[[:&#65529;|&#65529;]]"


def test_a_title_keeps_signs_that_tables_and_templates_would_read() -> None:
    assert link("User talk:A=B!!C''D", "x") == "[[:User talk:A&#61;B&#33;&#33;C&#39;&#39;D|x]]"


@pytest.mark.parametrize(
    "title",
    [
        "",
        " ",
        ":",
        "User talk:",
        "a[b",
        "a]b",
        "a{b",
        "a|b",
        "a<b",
        "a#b",
        "a\nb",
        "a\x00b",
        "../x",
        "~~~",
        "%41",
        "&lt;",
        "x" * 256,
        "Special:Foo",
        "\ud800",
    ],
)
def test_what_is_no_title_is_refused_and_can_be_text_instead(title: str) -> None:
    with pytest.raises(NotATitleError):
        link(title, "label")
    with pytest.raises(NotATitleError):
        quote_title(title)
    assert link_or_text(title, "la|bel") == "la&#124;bel"
    assert link_or_text(title) == quote(title)


@pytest.mark.parametrize("prefix", ["", "es|x", "es:", "ES", "e s", "]]"])
def test_what_is_no_interwiki_prefix_is_refused(prefix: str) -> None:
    with pytest.raises(NotATitleError):
        link("Page", interwiki=prefix)


@given(title=HOSTILE, label=HOSTILE)
def test_a_link_is_one_link_whatever_the_names(title: str, label: str) -> None:
    made = link_or_text(title, label)
    if made.startswith("[["):
        assert re.fullmatch(r"\[\[:[^][{}|<>\n]+\|[^][{}|<>\n]+\]\]", made)
    else:
        assert made == (quote(label) or quote(title))
