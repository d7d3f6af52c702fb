"""How translations stand: what changed in the source since, what is missing."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.translation import Difference, Revision, Standing, State, stale_parts, standing
from tests.growth import assert_grows_linearly

WORDS = {
    "en": "The clinic number {} is about drawing maps together.",
    "es": "La clínica número {} trata de dibujar mapas juntos.",
    "ar": "الجلسة رقم {} عن رسم الخرائط معًا.",
    "fr": "L’atelier numéro {} traite de la cartographie.",
    "hi": "कार्यशाला संख्या {} मानचित्र बनाने के बारे में है।",
    "zh": "第{}期工作坊讨论如何一起绘制地图。",
}
TEN = ["== First ==", "1", "2", "3", "4", "== Second ==", "5", "6", "7", "8", "9", "10"]


def page(language: str, *, changed: str = "", marked: bool = False) -> str:
    """Give ten paragraphs under two headings."""
    blocks = []
    for count, block in enumerate(TEN, 1):
        text = block if block.startswith("=") else WORDS[language].format(block)
        text = f"{text} !!!" if block == changed else text
        if marked:
            text = f"{text} <!--T:{count}-->" if block.startswith("=") else f"<!--T:{count}-->\n{text}"
        blocks.append(text)
    body = "\n\n".join(blocks)
    return f"<languages/>\n<translate>\n{body}\n</translate>\n" if marked else body


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=UTC)


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("language", WORDS)
def test_one_changed_paragraph_of_ten_is_named(language: str, marked: bool) -> None:
    (part,) = stale_parts(page(language, marked=marked), page(language, changed="7", marked=marked))
    assert part.difference is Difference.CHANGED
    assert (part.number, part.heading) == ("9", "Second")
    assert part.excerpt[:8] == WORDS[language].format(7)[:8]
    assert "7" in part.excerpt


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("language", WORDS)
def test_white_space_is_no_change(language: str, marked: bool) -> None:
    then = page(language, marked=marked)
    for now in (
        then + "\n\n",
        "\n" + then,
        then.replace("\n", "\r\n"),
        then.replace("\n\n", "\n\n\n\n"),
        then.replace("== ", "==").replace(" ==", "=="),
        then.replace(" ", "  "),
        then.replace("\n\n", "  \n\n"),
        then.replace("4", "4\u200e"),
    ):
        assert stale_parts(then, now) == []


def test_a_paragraph_split_or_joined_is_no_change() -> None:
    then = "== A ==\nOne. Two. Three.\n\n* a\n* b\n\nTail."
    now = "== A ==\n\nOne.\n\nTwo.\n\nThree.\n\n* a\n\n* b\n\nTail."
    assert stale_parts(then, now) == []
    assert stale_parts(now, then) == []


def test_markers_and_the_tags_themselves_are_no_change() -> None:
    assert stale_parts(page("en"), page("en", marked=True).replace("<languages/>\n", "")) == []
    marked = page("en", marked=True)
    unmarked = marked.replace(" <!--T:1-->", "").replace("<!--T:2-->\n", "")
    assert stale_parts(unmarked, marked) == []


def test_parts_that_moved_are_no_change() -> None:
    blocks = page("en").split("\n\n")
    assert stale_parts("\n\n".join(blocks), "\n\n".join(reversed(blocks))) == []


def test_a_changed_value_of_a_variable_is_no_change_and_a_changed_name_is() -> None:
    then = '<translate><!--T:1--> On <tvar name="day">May 1</tvar></translate>'
    assert stale_parts(then, then.replace("May 1", "May 2")) == []
    assert [part.number for part in stale_parts(then, then.replace("day", "date"))] == ["1"]


def test_parts_that_came_and_went_are_told() -> None:
    then = "A one.\n\nB two.\n\nC three."
    now = "A one.\n\nC three.\n\n== New ==\n\n* x\n* y\n\n{|\n| cell\n\n| more\n|}"
    told = [(part.difference, part.number, part.heading, part.excerpt) for part in stale_parts(then, now)]
    assert told == [
        (Difference.ADDED, "3", "New", "New"),
        (Difference.ADDED, "4", "New", "x y"),
        (Difference.ADDED, "5", "New", "cell more"),
        (Difference.REMOVED, "2", "", "B two."),
    ]


def test_a_rewritten_paragraph_beside_a_new_one_is_told_as_changed() -> None:
    then = "Lead.\n\nWe meet every Monday in May.\n\nTail."
    now = "Lead.\n\nSomething quite new.\n\nWe meet every Tuesday in May.\n\nTail."
    told = [(part.difference, part.number) for part in stale_parts(then, now)]
    assert told == [(Difference.ADDED, "2"), (Difference.CHANGED, "3")]


def test_units_by_number() -> None:
    then = page("en", marked=True)
    now = then.replace("<!--T:3-->\n" + WORDS["en"].format(2), "Brand new text.")
    told = [(part.difference, part.number) for part in stale_parts(then, now)]
    assert told == [(Difference.CHANGED, "")]
    now = then.replace("<!--T:3-->\n" + WORDS["en"].format(2) + "\n\n", "")
    assert [(part.difference, part.number) for part in stale_parts(then, now)] == [(Difference.REMOVED, "3")]


def test_private_data_is_not_quoted() -> None:
    (part,) = stale_parts("a", "Write to jane.doe@example.org")
    assert "jane.doe@example.org" not in part.excerpt


def stand(
    translated: str | None, *sources: tuple[int, str | None], at: int | None = 10, language: str = "es"
) -> Standing:
    """Compare a translation of the tenth day with sources of these days."""
    revisions = [Revision(number, day(number), text) for number, text in sources]
    moment = None if at is None else day(at)
    return standing(revisions, language=language, translated_at=moment, translated=translated)


@pytest.mark.parametrize("language", WORDS)
def test_a_plain_translation_is_complete_then_stale(language: str) -> None:
    translated = page(language)
    complete = stand(translated, (5, page("en")), language=language)
    assert (complete.state, complete.since) == (State.COMPLETE, 5)
    assert (
        stand(translated, (12, page("en") + "\n"), (5, page("en")), language=language).state is State.COMPLETE
    )
    stale = stand(translated, (12, page("en", changed="3")), (5, page("en")), (1, "old"), language=language)
    assert (stale.state, [part.number for part in stale.stale], stale.missing) == (State.STALE, ["4"], ())


def test_missing_and_unread() -> None:
    assert stand(None, (5, "a"), at=None).state is State.MISSING
    assert stand(" ", (5, "a")).state is State.MISSING
    assert stand(None, (5, "a")).state is State.UNREAD
    assert stand("b").state is State.UNREAD
    assert stand("b", (5, None)).state is State.UNREAD
    assert stand("b", (12, "a"), (5, None)).state is State.UNREAD
    assert stand("b", (12, "a")).state is State.UNREAD  # what the source was then is not known
    assert stand("b", (13, "x"), (12, "a")).state is State.STALE
    whole = standing([(1, day(12), "a")], language="es", translated_at=day(10), translated="b", is_whole=True)
    assert whole.state is State.COMPLETE


def test_a_translation_with_fewer_headings_is_incomplete() -> None:
    found = stand(page("es").partition("== Second")[0], (5, page("en")))
    assert found.state is State.INCOMPLETE
    assert [part.number for part in found.missing] == ["6", "7", "8", "9", "10", "11", "12"]
    assert found.missing[0].excerpt == "Second"


def test_a_translation_with_few_letters_is_incomplete() -> None:
    found = stand(f"== Uno ==\n\n{WORDS['es'].format(1)}\n\n== Dos ==", (5, page("en")))
    assert found.state is State.INCOMPLETE
    assert [part.number for part in found.missing] == ["3", "4", "5", "7", "8", "9", "10", "11", "12"]


SOURCE = (
    "<languages/>\n<translate>\n== Hello == <!--T:1-->\n\n<!--T:2-->\nText two.\n\n"
    '<!--T:3-->\nText <tvar name="n">three</tvar>.\n</translate>\n\n{|\n! '
    "<translate><!--T:4--> Four</translate>\n"
    "! <translate><!--T:5--> Five</translate>\n|}\n"
)
DONE = "<languages/>\n== Hola ==\n\nTexto dos.\n\nTexto three.\n\n{|\n! Cuatro\n! Cinco\n|}\n"


def fuzzy(text: str, tag: str = "span") -> str:
    line = "\n" if tag == "div" else ""
    return f'<{tag} class="mw-translate-fuzzy">{line}{text}{line}</{tag}>'


def untranslated(text: str, tag: str = "span") -> str:
    line = "\n" if tag == "div" else ""
    return f'<{tag} lang="en" dir="ltr" class="mw-content-ltr">{line}{text}{line}</{tag}>'


def test_a_page_of_the_extension_is_complete() -> None:
    assert stand(DONE, (5, SOURCE)).state is State.COMPLETE


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ("== Hola ==", untranslated("== Hello ==", "div"), "1"),
        ("Texto dos.", untranslated("Text two."), "2"),
        ("Texto three.", untranslated("Text three."), "3"),
        ("Cuatro", untranslated("Four"), "4"),
        ("Cinco", untranslated("Five"), "5"),
    ],
)
def test_untranslated_units_are_named(old: str, new: str, number: str) -> None:
    found = stand(DONE.replace(old, new), (5, SOURCE))
    assert (found.state, [part.number for part in found.missing]) == (State.INCOMPLETE, [number])


@pytest.mark.parametrize(
    ("old", "tag", "number"),
    [
        ("== Hola ==", "div", "1"),
        ("Texto dos.", "span", "2"),
        ("Texto three.", "div", "3"),
        ("Cinco", "span", "5"),
    ],
)
def test_outdated_units_are_named(old: str, tag: str, number: str) -> None:
    found = stand(DONE.replace(old, fuzzy(old, tag)), (5, SOURCE))
    assert (found.state, [part.number for part in found.stale]) == (State.STALE, [number])


def test_a_source_changed_since_the_wiki_last_made_the_page() -> None:
    found = stand(DONE, (12, SOURCE.replace("Text two", "Text 2")), (5, SOURCE))
    assert (found.state, [part.number for part in found.stale]) == (State.STALE, ["2"])
    assert found.stale[0].heading == "Hello"


def test_a_page_of_the_extension_that_is_all_untranslated_is_missing() -> None:
    bare = (
        f"<languages/>\n{untranslated('== Hello ==', 'div')}\n\n{untranslated('Text two.')}\n\n"
        f"{untranslated('Text three.')}\n\n{{|\n! {untranslated('Four')}\n! {untranslated('Five')}\n|}}\n"
    )
    found = stand(bare, (5, SOURCE))
    assert (found.state, len(found.missing)) == (State.MISSING, 5)


PIECES = [
    "\n\n", "\n", "== a ==\n", "* b\n", "{|\n", "|}\n", "<translate>", "</translate>", "<!--T:1-->", "<!--",
    "-->",
    '<span class="mw-translate-fuzzy">',
    "</span>", '<div lang="en" class="mw-content-ltr">',
    "</div>", "c", "{{", "}}",
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


@given(TEXTS, TEXTS, TEXTS)
def test_any_pages_can_be_compared(then: str, now: str, translated: str) -> None:
    assert stale_parts(then, then) == []
    stale_parts(then, now)
    assert stand(translated, (12, now), (5, then)).language == "es"


@pytest.mark.parametrize("piece", [*PIECES, "a\n\n", "<translate>a</translate>", "<div>"])
@pytest.mark.no_cover
def test_hostile_pages_are_compared_in_linear_time(piece: str) -> None:
    def work(size: int) -> None:
        text = piece * (size // len(piece))
        with contextlib.suppress(ValueError):
            stale_parts(text, text + "\n\nx")
        stand(text, (12, text + "\n\nx"), (5, SOURCE))
        stand(text, (12, SOURCE), (5, text))

    assert_grows_linearly(work, size=40_000)
