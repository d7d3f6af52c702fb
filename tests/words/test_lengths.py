"""Headings and summaries are cut where nothing in them breaks."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.wikitext.constructs import bare_words, constructs
from bot.words.graphemes import boundaries
from bot.words.lengths import fit_heading, fit_summary
from tests.growth import assert_grows_linearly

HEADINGS = {
    "en": "Organisers of the community tell how they found people who translate, and what they would do",
    "es": "Las personas que organizan cuentan cómo encontraron a quienes traducen, y qué harían ¡ya!",
    "ar": "يحكي المنظمون كيف وجدوا من يترجم في \u2067(المجتمعات)\u2069 المختلفة\u200f، وماذا سيفعلون",
    "fr": "Les organisateurs racontent comment ils ont trouvé « ceux » qui traduisent, et leurs idées\u202f!",
    "pt": "As pessoas que organizam contam como encontraram quem traduz, e o que voltariam a fazer amanhã",
}


@pytest.mark.parametrize("language", HEADINGS)
def test_a_long_heading_ends_between_two_words(language: str) -> None:
    heading = HEADINGS[language]
    text = f"{heading} {heading} {heading}"
    cut = fit_heading(text)
    kept = cut.removesuffix(" …")
    assert cut.endswith(" …")
    assert len(cut.encode()) <= 240
    assert text.startswith(f"{kept} ")
    following = f"{kept} {text[len(kept) :].split(maxsplit=1)[0]} …"
    assert len(following.encode()) > 240
    assert fit_heading(heading) == heading
    assert fit_heading(cut) == cut


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two …"),
        ("one two three", 11, "one two …"),
        ("one two three", 10, "one …"),
        ("one two… three four", 17, "one two …"),
        ("one [[two three|four]] five", 25, "one …"),
        ("one [[two three]] five six", 24, "one [[two three]] …"),
        ("one {{two|{{three}} four}} five", 29, "one …"),
        ("one <span title='two three'>four</span> five six", 45, "one <span title='two three'>four</span> …"),
        ("one <b>two three</b> four", 22, "one …"),
        ("one ''two three'' four", 18, "one …"),
        ("one '''''two''' three'' four", 24, "one …"),
        ("one [https://x.example two three] four", 35, "one …"),
        ("one <nowiki>[[two three</nowiki> four", 30, "one …"),
        ("one [[two three four", 18, "one [[two …"),
        ("one two\u00a0three four", 16, "one …"),
        ("[[one two|three four]] five", 14, "three four …"),
        ("'''one two three four'''", 17, "one two three …"),
        ("{{one two}} three four five", 15, "{{one two}} …"),
        ("{{one two}} three four five", 13, "three …"),
        ("{{one two three}}", 12, "…"),
        ("abcdefghij", 8, "abcde…"),
        ("نص", 3, "…"),
        ("e\u0301e\u0301e\u0301e\u0301", 9, "e\u0301e\u0301…"),
        ("👨‍👩‍👧👨‍👩‍👧", 30, "👨‍👩‍👧…"),
        ("🇫🇷🇧🇷🇪🇸", 20, "🇫🇷🇧🇷…"),
        ("a&amp;bcdefgh", 9, "a&amp;…"),
        ("\u2067اب ج\u2069 د", 15, "\u2067اب\u2069 …"),
        ("one two", 2, ""),
    ],
)
def test_a_text_is_cut_where_nothing_breaks(text: str, most: int, cut: str) -> None:
    assert fit_heading(text, most) == cut


def test_a_summary_is_counted_in_characters() -> None:
    assert fit_summary("نص " * 170) == ("نص " * 166).strip() + " …"
    assert fit_summary("ن" * 500) == "ن" * 500


PIECES = st.sampled_from(
    [
        *(
            "word ",
            "two ",
            " ",
            "x",
            "[[",
            "]]",
            "|",
            "{{",
            "}}",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "''",
            "'''",
            "'",
        ),
        *(
            "<nowiki>",
            "</nowiki>",
            "<!--",
            "-->",
            "&amp;",
            "[https://x.example ",
            "]",
            "كلمة ",
            "\u0651",
            "\u200f",
        ),
        *(
            "\u2067",
            "\u2069",
            "\u202b",
            "\u202c",
            "👨‍👩‍👧",
            "🇫🇷",
            "e\u0301",
            "…",
            "\u00a0",
            "각",
            "क्ष",
            "-{",
            "}-",
        ),
    ]
)


def _pairs(text: str) -> tuple[bool, ...]:
    """Tell of each kind of construct whether all of them are closed."""
    pairs = (("[[", "]]"), ("{{", "}}"), ("<b>", "</b>"), ("<i>", "</i>"), ("<!--", "-->"))
    return tuple(text.count(opening) <= text.count(closing) for opening, closing in pairs)


def _is_cut_well(source: str, kept: str) -> bool:
    """Tell whether a beginning of a text ends between its letters and outside its constructs."""
    place = len(kept)
    between = place in {0, len(source), *boundaries(source)}
    between |= source[place : place + 1] in {" ", "\u2069", "\u202c", "…"}
    within = any(start < place < end for start, end in constructs(source))
    return source.startswith(kept) and between and not within


@given(pieces=st.lists(PIECES, max_size=60), most=st.integers(min_value=0, max_value=80))
@example(pieces=["-{", "word ", "}-"], most=2)
def test_a_cut_text_fits_and_splits_nothing(pieces: list[str], most: int) -> None:
    text = "".join(pieces)
    for fit, size in (
        (fit_heading, len(fit_heading(text, most).encode())),
        (fit_summary, len(fit_summary(text, most))),
    ):
        cut = fit(text, most)
        assert size <= most
        assert fit(cut, most) == cut
        if cut == text or not cut.strip("… "):
            continue
        if cut.endswith("…"):
            kept = cut.removesuffix("…").rstrip(" \u2069\u202c")
            assert any(_is_cut_well(each, kept) for each in (text, bare_words(text)))


@given(st.text(max_size=400), st.integers(min_value=0, max_value=300))
def test_whatever_stands_in_a_text_it_fits(text: str, most: int) -> None:
    assert len(fit_heading(text, most).encode("utf-8", "surrogatepass")) <= most
    assert len(fit_summary(text, most)) <= most


@pytest.mark.parametrize("language", HEADINGS)
def test_a_letter_keeps_its_marks(language: str) -> None:
    text = unicodedata.normalize("NFD", HEADINGS[language])
    places = [0, *boundaries(text), len(text)]
    letters = [text[start:end] for start, end in itertools.pairwise(places)]
    assert "".join(letters) == text
    assert not any(unicodedata.category(letter[0])[0] == "M" for letter in letters)


@pytest.mark.parametrize(
    "piece", ["[[", "]]", "{{", "<b>", "</b>", "''", "'", "<", "[https://x ", "&", "__", "x", "\u2067", " "]
)
@pytest.mark.no_cover
def test_hostile_text_is_cut_in_linear_time(piece: str) -> None:
    assert_grows_linearly(lambda size: fit_heading(piece * (size // len(piece))), size=300_000)
    assert_grows_linearly(lambda size: fit_summary(f"a {piece * (size // len(piece))}"), size=300_000)
