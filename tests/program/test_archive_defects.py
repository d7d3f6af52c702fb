"""Each thing that can be amiss in an archive is found, and nothing is in a healthy one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.leave_page import PRELOAD, LeavePage, preload_of
from bot.program.archive import Archive
from bot.program.archive_defects import defects_of
from bot.program.archive_headings import distance, usual_forms
from bot.program.leaving import Left
from bot.program.newsletter import ArchivePage
from bot.words.catalogue import default_catalogue
from tests.program.archives import DAMAGES, HOME, LANGUAGES, NOW, RULES, Pages, healthy


def _found(pages: Pages) -> list[tuple[str, str]]:
    return sorted((each.kind, each.title) for each in defects_of(Archive(pages.pages, RULES, NOW)))


def test_a_healthy_archive_has_no_defect() -> None:
    assert _found(healthy()) == []


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_defect_alone_is_found_and_nothing_else(name: str, language: str) -> None:
    pages = healthy()
    expected = DAMAGES[name](pages, language)
    assert _found(pages) == sorted(expected)


def test_all_that_was_asked_for_is_tried() -> None:
    assert len(DAMAGES) > 30


@given(st.text(max_size=300), st.sampled_from([HOME, f"{HOME}/2024/Issue 5", "Garden/News/Latest"]))
def test_any_text_can_be_read(text: str, title: str) -> None:
    pages = healthy()
    pages.put(title, text)
    for each in defects_of(Archive(pages.pages, RULES, NOW)):
        assert each.problem.reason in default_catalogue().keys()  # noqa: SIM118 - a catalogue is no mapping


def test_a_page_that_does_not_exist_is_none() -> None:
    pages = [*healthy().pages, ArchivePage(title=f"{HOME}/2024/Issue 500", exists=False)]
    assert defects_of(Archive(pages, RULES, NOW)) == []


def test_the_page_on_which_people_stop_the_newsletter_is_no_defect() -> None:
    pages = healthy()
    leave = f"{RULES.root}/Unsubscribe"
    maker = LeavePage(words=default_catalogue(), language="en", languages=LANGUAGES, title=leave)
    pages.put(
        leave, f"{maker.write(Left())}\n* Stop the newsletter. [[User:Ana|Ana]] 12:00, 2 May 2026 (UTC)"
    )
    pages.put(preload_of(leave), PRELOAD)
    assert _found(pages) == []


def test_an_archive_without_pages_has_no_defect() -> None:
    assert defects_of(Archive([], replace(RULES, root="Nothing"), NOW)) == []


@pytest.mark.parametrize(
    ("rare", "usual"),
    [("Clinic", "Clinics"), ("Issue 12", "Issue 13"), ("June", "July"), ("Tips", "Tops"), ("Past", "Part")],
)
def test_words_of_their_own_are_no_typos(rare: str, usual: str) -> None:
    others = [[usual], [usual], [usual], [usual, f"{rare} events"], [f"{rare} events"], [f"{rare} events"]]
    assert usual_forms([*others, [rare]], "en") == {}


@pytest.mark.parametrize("rare", ["Clincis", "Clinnics", "Clnics", "clynics"])
def test_typos_are_known(rare: str) -> None:
    assert usual_forms([["Clinics"]] * 3 + [[rare]], "en") == {rare: "Clinics"}


def test_distance_counts_swaps_as_one() -> None:
    assert [distance("abcd", other) for other in ("abcd", "abdc", "abc", "axcd", "badc")] == [0, 1, 1, 1, 2]


def test_two_issues_of_2024_filed_under_2023_are_found() -> None:
    def page(number: int, date: str, filed: int, body: str) -> ArchivePage:
        return ArchivePage(
            title=f"{HOME}/{filed}/Issue {number}", text=f"== Issue {number} – {date} ==\n{body}"
        )

    rules = replace(RULES, categories=())
    pages = [
        page(12, "December 2023", 2023, "== Clinics =="),
        page(13, "January 2024", 2023, "== Clincis =="),
        *(page(12 + at, f"{month} 2024", 2024, "== Clinics ==") for at, month in enumerate(MONTHS, 2)),
        page(21, "December 2024", 2023, "== Clinics =="),
    ]
    found = {(each.kind, each.title, each.move_to) for each in defects_of(Archive(pages, rules, NOW))}
    assert {each for each in found if each[0] in {"misfiled", "heading-typo"}} == {
        ("misfiled", f"{HOME}/2023/Issue 13", f"{HOME}/2024/Issue 13"),
        ("misfiled", f"{HOME}/2023/Issue 21", f"{HOME}/2024/Issue 21"),
        ("heading-typo", f"{HOME}/2023/Issue 13", ""),
    }


MONTHS = ("March", "April", "May", "June", "July", "September", "October")
