"""The keeper's plan mends what it may, touches nobody's words, and has nothing to do after it."""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.archive import ArchivePlan, Move, PartEdit, Redirect, apply_archive, plan_archive
from bot.plan.problem_text import ProblemTeller
from bot.program.archive import Archive
from bot.program.archive_defects import defects_of
from bot.program.newsletter import ArchivePage
from bot.wikitext.owned import without_owned
from bot.words.catalogue import default_catalogue
from tests.growth import assert_grows_linearly
from tests.program.archives import (
    DAMAGES,
    HOME,
    LANGUAGES,
    LATEST,
    NOW,
    RULES,
    Pages,
    compatible,
    healthy,
    number,
    title,
)

WORDS = default_catalogue()


def _plan(pages: Sequence[ArchivePage]) -> ArchivePlan:
    return plan_archive(pages, RULES, NOW, WORDS)


def _damaged(names: Sequence[str], language: str) -> tuple[Pages, set[tuple[str, str]]]:
    pages, expected = healthy(), set()
    for name in names:
        expected |= set(DAMAGES[name](pages, language))
    return pages, expected


def _typed(page: ArchivePage) -> str:
    """Give what people wrote on a page: all but the bot's parts and their markers."""
    lines = without_owned(page.text).splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip() and not line.startswith("<!-- bot:"))


def _check_quiet_afterwards(pages: Sequence[ArchivePage]) -> ArchivePlan:
    plan = _plan(pages)
    after = apply_archive(plan, pages)
    again = _plan(after)
    assert again.is_empty
    assert set(again.problems) == set(plan.problems)
    words = sorted(_typed(page) for page in pages if page.target is None)
    kept = sorted(_typed(page) for page in after if page.target is None)
    assert [text for text in kept if text] == [text for text in words if text]
    return plan


def test_nothing_is_planned_for_a_healthy_archive() -> None:
    plan = _plan(healthy().pages)
    assert plan == ArchivePlan()


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_after_the_plan_for_each_defect_nothing_is_planned(name: str, language: str) -> None:
    pages, _ = _damaged([name], language)
    _check_quiet_afterwards(pages.pages)


MENDED = (
    "previous_missing",
    "one_way",
    "both_ways_missing",
    "misfiled",
    "category",
    "double",
    "no_latest",
    "old_latest",
    "no_index",
    "index_lacks",
)


@pytest.mark.parametrize("name", MENDED)
def test_what_the_bot_may_mend_is_mended(name: str) -> None:
    pages, _ = _damaged([name], "es")
    left = {problem.reason for problem in _plan(pages.pages).problems}
    assert left <= {"archive-navigation-language"}  # typed by hand


@pytest.mark.parametrize("name", sorted({*DAMAGES} - {*MENDED, "left_behind", "language_missing"}))
def test_what_only_people_may_mend_is_told_and_left(name: str) -> None:
    pages, expected = _damaged([name], "fr")
    plan = _plan(pages.pages)
    assert plan.is_empty
    assert {problem.reason for problem in plan.problems} == {f"archive-{kind}" for kind, _ in expected}


def test_an_issue_moves_with_its_languages_and_redirects_stay() -> None:
    pages, _ = _damaged(["misfiled"], "en")
    wrong = f"{HOME}/2023/Issue {number(17)}"
    plan = _plan(pages.pages)
    assert set(plan.moves) == {
        Move(from_title=wrong, to_title=title(17)),
        *(Move(from_title=f"{wrong}/{code}", to_title=title(17, code)) for code in LANGUAGES if code != "en"),
    }
    after = {page.title: page for page in apply_archive(plan, pages.pages)}
    assert after[f"{wrong}/ar"].target == title(17, "ar")


def test_latest_leads_to_where_the_newest_issue_is_moved() -> None:
    pages = healthy()
    wrong = f"{HOME}/2023/Issue 38"
    pages.move(title(39), wrong)
    leading = (Redirect(title=LATEST, target=title(39)),)
    assert _plan(pages.pages).redirects == leading  # wikis follow no second redirect
    pages.by_title.pop(LATEST)
    assert _plan(pages.pages).redirects == leading


def test_navigation_is_in_the_language_and_direction_of_its_page() -> None:
    pages, _ = _damaged(["one_way"], "ar")
    [edit] = _plan(pages.pages).parts
    assert edit == PartEdit(title=title(7, "ar"), part="navigation", content=edit.content)
    content = unescape(edit.content)
    assert 'lang="ar" dir="rtl"' in edit.content
    assert f"[[:{title(6, 'ar')}|→ العدد السابق]]" in content
    assert f"[[:{title(8, 'ar')}|العدد التالي ←]]" in content


def test_the_bots_own_parts_follow_the_archive() -> None:
    pages, _ = _damaged(["one_way", "index_lacks"], "pt")
    after = Pages({page.title: page for page in apply_archive(_plan(pages.pages), pages.pages)})
    after.put(
        f"{HOME}/2026/Issue 39",
        f"== Issue 39 – 3 January 2027 ==\nNews. [[{title(39)}|Previous]]\n[[Category:Garden news]]",
    )
    plan = _check_quiet_afterwards(after.pages)
    assert plan.moves == (Move(from_title=f"{HOME}/2026/Issue 39", to_title=f"{HOME}/2027/Issue 39"),)
    index = next(edit.content for edit in plan.parts if edit.part == "index")
    assert index.index("== 2027 ==") < index.index("== 2026 ==") < index.index("== 2023 ==")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_defects_together_are_found(language: str) -> None:
    for left_out in ("no_latest old_latest no_index", "old_latest latest_text index_lacks index_dead"):
        names = compatible([name for name in DAMAGES if name not in left_out.split()])
        pages, expected = _damaged(names, language)
        found = {(each.kind, each.title) for each in defects_of(Archive(pages.pages, RULES, NOW))}
        assert expected <= found
        _check_quiet_afterwards(pages.pages)


@given(st.lists(st.sampled_from(sorted(DAMAGES)), unique=True, max_size=12), st.sampled_from(LANGUAGES))
def test_any_defects_together_are_found_and_the_plan_is_final(names: list[str], language: str) -> None:
    in_order = [name for name in DAMAGES if name in compatible(names)]
    pages, expected = _damaged(in_order, language)
    assert expected <= {(each.kind, each.title) for each in defects_of(Archive(pages.pages, RULES, NOW))}
    _check_quiet_afterwards(pages.pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_defect_can_be_told(language: str) -> None:
    teller = ProblemTeller(words=WORDS, language=language)
    for damage in DAMAGES.values():
        pages = healthy()
        damage(pages, "es")
        for each in defects_of(Archive(pages.pages, RULES, NOW)):
            assert "$" not in teller.tell(each.problem)


@pytest.mark.parametrize(
    "piece", ["[[", "== a ==\n", "January 2024 ", "1 ", "[[Garden/News/Archive/x|next]] ", "<!--", "{{", "<"]
)
def test_hostile_pages_take_linear_time(piece: str) -> None:
    def work(size: int) -> None:
        pages = [ArchivePage(title=f"{HOME}/2024/Issue 1", text=piece * size)]
        _plan(pages)

    assert_grows_linearly(work, size=20_000)


ISSUES = st.tuples(
    st.sampled_from([2023, 2024]),
    st.sampled_from(
        [
            "Issue 1",
            "Issue 2",
            "Issue 3",
            "Issue 9",
            "issue 2",
            "Outreach",
            "Outreach 2023",
            "x/y",
        ]
    ),
    st.sampled_from(["", "", "/es", "/ar"]),
    st.sampled_from(
        [
            "January 2023",
            "May 2024",
            "2 May 2024",
            "July 2024",
            "",
            "June 2024 July 2024",
            "May 2090",
        ]
    ),
    st.sampled_from(["", "[[Garden/News/Latest|Next]]", f"[[{HOME}/2024/Issue 2|Previous]]", "<!--", "{{x"]),
    st.sampled_from([None, None, None, f"{HOME}/2024/Issue 1", f"{HOME}/2023/Issue 2", LATEST]),
)


@given(st.lists(ISSUES, max_size=14))
def test_the_plan_of_any_archive_is_final(
    issues: list[tuple[int, str, str, str, str, str | None]],
) -> None:
    pages = {}
    for year, leaf, language, date, links, target in issues:
        name = f"{HOME}/{year}/{leaf}{language}"
        pages[name] = ArchivePage(title=name, text=f"== News {date} ==\n{name}\n{links}", target=target)
    _check_quiet_afterwards(list(pages.values()))
