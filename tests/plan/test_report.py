"""A campaign's report: what it says, how long it may grow, and that it says the same of the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan import report_lists
from bot.plan.edits import SkipReason
from bot.plan.report import MOST_PROBLEMS, MOST_ROWS, Reporter, Stage, Standing
from bot.plan.report_lists import Delivered, ListWriter
from bot.program.problems import Place, Problem
from bot.wikitext.tables import read_tables
from bot.words.catalogue import default_catalogue
from tests.plan.signup_people import HOSTILE

WORDS = default_catalogue()
LANGUAGES = ("en", "es", "ar", "fr", "pt")
PAGE_LIMIT = 2 * 1024 * 1024


def reporter(language: str = "en") -> Reporter:
    return Reporter(words=WORDS, language=language)


def writer(language: str = "en") -> ListWriter:
    prefixes = {"meta": "", "es": "es:", "ar": "ar:"}
    return ListWriter(words=WORDS, language=language, report="User:B/Reports/M", prefixes=prefixes)


def standing(**changes: object) -> Standing:
    fields: dict[str, object] = {
        "stage": Stage.UNDER_WAY,
        "delivered": Counter({("es", "es"): 8, ("ar", "ar"): 2}),
        "to_come": Counter({("es", "es"): 2}),
        "span": ("2026-11-24T00:00:00Z", "2026-11-24T00:05:00Z"),
    }
    return Standing(**{**fields, **changes})  # type: ignore[arg-type]


def message(number: int, **changes: object) -> Delivered:
    fields: dict[str, object] = {
        "key": f"k{number:06}",
        "wiki": ("meta", "es", "ar")[number % 3],
        "username": f"Editor {number:06}",
        "title": f"User talk:Editor {number:06}",
        "language": ("en", "es", "ar")[number % 3],
        "revid": number + 1,
        "at": f"2026-11-24T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z",
    }
    return Delivered(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_page_that_is_nobody_s_is_listed_by_its_title_with_a_link_to_it() -> None:
    page = message(1, username="[[es:Project:Café]]", title="Wikipedia:Café")
    [text] = texts([page])
    assert "[[:es:Wikipedia:Café|Project&#58;Café]]" in text or "[[:es:Wikipedia:Café|Project:Café]]" in text


def texts(messages: Iterable[Delivered]) -> list[str]:
    return [each.text for each in writer().write(messages)]


def test_the_report_says_how_far_it_is_and_shows_wikis_and_languages_as_bars() -> None:
    text = reporter().write(standing())
    assert text.startswith("'''Under way.'''")
    assert "* 10 messages delivered on 2 wikis." in text
    assert "* 2 messages are still to be delivered." in text
    assert "First message: 24 November 2026, 00:00 (UTC)" in text
    wikis, languages = read_tables(text)
    assert [[cell.text for cell in row.cells[1:]] for row in wikis.rows] == [
        ["Delivered", "To come"],
        ["8", "2"],
        ["2", "0"],
    ]
    assert len(languages.rows) == 3
    assert text.count("background:#36c") == 5  # of all, of each wiki, of each language


def test_nothing_to_come_needs_no_column() -> None:
    text = reporter().write(standing(stage=Stage.DONE, to_come=Counter()))
    assert "To come" not in text
    assert "still to be delivered" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", Stage)
def test_another_stage_changes_the_first_line_alone(language: str, stage: Stage) -> None:
    writing = reporter(language)
    before = writing.write(standing())
    assert writing.staged(before, stage) == writing.write(standing(stage=stage))


def test_skips_are_numbers_and_problems_stand_below_their_page() -> None:
    rows = [
        Problem(
            reason="problem-twice", values=(row, row + 9, "Ana", 1), place=Place(page="P/S", row=row, line=9)
        )
        for row in (3, 4)
    ]
    other = Problem(reason="problem-later", values=("es", "readonly"))
    text = reporter().write(standing(problems=[*rows, other], skips={SkipReason.BLOCKED: 3}))
    assert "* On the page [[:P/S|P/S]]:\n** Row 3" in text
    assert text.count("On the page") == 1
    assert "\n* <bdi>es</bdi>: the wiki can" in text
    assert re.search(r"Account blocked\n.*\n\| .*\| 3\n", text)


def test_a_report_of_eight_hundred_wikis_and_as_many_problems_stays_short() -> None:
    wikis = [f"wiki{number:03}" for number in range(800)]
    delivered = Counter({(wiki, "en"): 1000 - number for number, wiki in enumerate(wikis)})
    problems = [Problem(reason="problem-later", values=(wiki, "readonly")) for wiki in wikis]
    text = reporter().write(standing(delivered=delivered, to_come=Counter(), problems=problems))
    chart = read_tables(text)[0]
    assert len(chart.rows) == 1 + MOST_ROWS + 1
    assert "700 other wikis" in chart.rows[-1].cells[0].text
    assert sum(int(row.cells[1].text.replace(",", "")) for row in chart.rows[1:]) == delivered.total()
    assert "600 more lines are not shown" in text
    assert text.count("readonly") == MOST_PROBLEMS
    assert len(text.encode()) < 150_000


def test_what_people_wrote_does_nothing_on_the_report() -> None:
    for hostile in HOSTILE:
        messages = [message(1, username=hostile, title=f"User talk:{hostile}")]
        (text,) = texts(messages)
        assert "{{" not in text
        assert "<ref" not in text
        assert len(text.splitlines()) == 3


def test_each_list_has_a_thousand_lines_at_most_and_each_message_stands_once() -> None:
    lists = list(writer().write(message(number) for number in range(2500)))
    assert [(each.number, each.first, each.last) for each in lists] == [
        (1, 1, 1000),
        (2, 1001, 2000),
        (3, 2001, 2500),
    ]
    lines = [line for each in lists for line in each.text.splitlines() if "Special:Diff/" in line]
    assert [int(number) for number in re.findall(r"Special:Diff/(\d+)", "\n".join(lines))] == [
        *range(1, 2501)
    ]
    assert max(each.text.count("Special:Diff/") for each in lists) == 1000


@given(st.integers(0, 40), st.integers(0, 40))
def test_more_messages_only_append_to_the_last_list(before: int, more: int) -> None:
    """Law: a growing campaign leaves the full lists as they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report_lists, "MOST_LINES", 7)
        old, new = (texts(message(n) for n in range(count)) for count in (before, before + more))
    assert new[: before // 7] == old[: before // 7]
    if before % 7:
        assert new[before // 7].startswith(old[before // 7])


def test_who_withdrew_is_not_named_and_nobody_else_moves() -> None:
    messages = [message(number) for number in range(1500)]
    before = texts(messages)
    messages[3] = message(3, username="", title="")
    after = texts(messages)
    assert after[1] == before[1]
    assert after[0].count("Special:Diff/") == 999
    assert "Editor 000003" not in after[0]


def test_lists_can_be_written_from_where_a_full_one_ended() -> None:
    messages = [message(number) for number in range(2500)]
    whole = list(writer().write(messages))
    assert whole[1].end == messages[1999].place
    assert list(writer().write(messages[2000:], number=3, first=2001)) == whole[2:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_names_still_fit_on_a_page(language: str) -> None:
    name = "!" * 240
    messages = (message(n, username=name, title=f"User talk:{name}") for n in range(1100))
    lists = list(writer(language).write(messages))
    assert max(len(each.text.encode()) for each in lists) < PAGE_LIMIT
    assert lists[-1].last == 1100


def test_a_message_without_a_known_edit_has_no_link_to_one() -> None:
    (text,) = texts([message(1, revid=None)])
    assert "Special:Diff" not in text
    assert "Editor 000001" in text
