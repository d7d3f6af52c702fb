"""The roster: every row of a sign-up table is a person, a Problem, or blank."""

from __future__ import annotations

from contextlib import suppress

import pytest

from bot.program.roster import Roster, TableNotFoundError, read_roster
from tests.growth import assert_grows_linearly

HEADINGS = {
    "user": ("User", "المستخدم"),
    "languages": ("Languages", "Idiomas"),
    "home_wiki": ("Home wiki",),
}


def read(rows: str, heading: str = "! User !! Languages !! Home wiki"):  # type: ignore[no-untyped-def]
    return read_roster(f'{{| class="wikitable"\n{heading}\n{rows}|}}\n', page="P", headings=HEADINGS)


def test_a_row_is_a_participant_with_languages_in_their_order() -> None:
    (person,) = read("|-\n| [[User:Ana]] || es, العربية || fr\n").participants
    assert (person.username, person.languages, person.home_wiki) == ("Ana", ("es", "ar"), "fr")
    assert (person.place.row, person.place.line) == (1, 4)


@pytest.mark.parametrize(
    "heading",
    [
        "! '''User''' / المستخدم !! Idiomas !! Home wiki",
        "! <translate><!--T:28-->\nUser</translate>\n! Languages !! Home wiki",
        "| USER || languages: || Home  wiki",
        "! Languages !! Country !! Home wiki !! User",
    ],
)
def test_columns_are_known_by_their_headings_in_any_order_and_dress(heading: str) -> None:
    cells = {"languages": "es", "user": "[[User:Ana]]", "home": "fr"}
    order = ("languages", "", "home", "user") if heading.endswith("User") else ("user", "languages", "home")
    row = " || ".join(cells.get(name, "Chad") for name in order)
    (person,) = read(f"|-\n| {row}\n", heading).participants
    assert (person.username, person.languages, person.home_wiki) == ("Ana", ("es",), "fr")


def test_a_row_without_an_account_is_a_problem_with_its_line() -> None:
    roster = read("|-\n| [[User:Ana]]\n|-\n| somebody || es\n")
    assert [person.username for person in roster.participants] == ["Ana"]
    (problem,) = roster.problems
    assert (problem.reason, problem.values[:3]) == ("problem-no-user", (2, 6, "somebody"))


def test_what_looks_like_private_data_is_not_quoted() -> None:
    roster = read("|-\n| write to ana@example.org or +34 600 123 456 || es\n")
    assert roster.problems == ()
    (private,) = roster.private
    assert (private.place.row, private.kinds) == (1, ("email", "phone"))


def test_a_blank_row_is_nothing() -> None:
    assert read("|-\n| || ||\n") == read("")


def test_a_struck_out_row_has_withdrawn() -> None:
    roster = read("|-\n| <s>[[User:Ana]]</s> || es\n|-\n| [[User:Bo]] <s>until May</s>\n")
    assert [person.username for person in roster.participants] == ["Bo"]
    assert [person.username for person in roster.withdrawn] == ["Ana"]


def test_who_signed_up_twice_counts_once_by_the_first_row() -> None:
    roster = read("|-\n| [[User:Ana Luz]] || es\n|-\n| [[User:ana_Luz]] || fr\n")
    assert [(person.username, person.languages) for person in roster.participants] == [("Ana Luz", ("es",))]
    assert [problem.reason for problem in roster.problems] == ["problem-twice"]


def test_one_person_on_two_lines_by_a_rowspan_is_one_row() -> None:
    roster = read('|-\n| rowspan="2" | [[User:Ana]] || es\n|-\n| fr\n|-\n| [[User:Bo]]\n')
    assert [person.username for person in roster.participants] == ["Ana", "Bo"]
    assert roster.problems == ()


def test_a_cell_that_reaches_down_is_not_where_a_later_row_begins() -> None:
    page = '{|\n! Region !! User\n|-\n| rowspan="2" | Asia || [[User:Ana]]\n|-\n| [[User:Bo]]\n|}\n'
    people = read_roster(page, page="P", headings=HEADINGS).participants
    assert [(person.username, person.place.line) for person in people] == [("Ana", 4), ("Bo", 6)]


def test_an_unknown_language_is_a_problem_and_the_others_count() -> None:
    roster = read("|-\n| [[User:Ana]] || es, Klingonish\n")
    assert roster.participants[0].languages == ("es",)
    assert [problem.values[2] for problem in roster.problems] == ["Klingonish"]


def test_several_sign_up_tables_on_a_page_are_all_read() -> None:
    table = "{|\n! User\n|-\n| [[User:%s]]\n|}\n"
    roster = read_roster(table % "Ana" + "text\n" + table % "Bo", page="P", headings=HEADINGS)
    assert [person.username for person in roster.participants] == ["Ana", "Bo"]


def test_a_page_without_the_heading_raises_and_names_what_is_wanted() -> None:
    with pytest.raises(TableNotFoundError, match="“User”, “المستخدم”"):
        read_roster("{|\n! Colour\n|-\n| red\n|}", page="P", headings=HEADINGS)


def test_an_empty_table_is_an_empty_roster() -> None:
    assert read("").participants == ()


@pytest.mark.parametrize(
    ("cell", "most"),
    [
        ("2", 2),
        ("٢", 2),
        ("at most 3 a month", 3),
        ("'''1'''", 1),
        ("una vez al mes", 1),
        ("como máximo dos", 2),
        ("no máximo dois", 2),
        ("pas plus de 2 par mois", 2),
        ("رسالتان في الشهر", 2),
        ("رسالة واحدة شهريًا", 1),
        ("none", 0),
        ("Ninguno", 0),
        ("aucun", 0),
        ("nenhuma", 0),
        ("لا", 0),
        ("0", 0),
        ("", None),
        ("—", None),
        ("n/a", None),
        ("no limit", None),
        ("sin límite", None),
        ("بلا حدود", None),
    ],
)
def test_how_many_messages_a_month_somebody_wants(cell: str, most: int | None) -> None:
    roster = read_capped(cell)
    assert roster.problems == ()
    assert roster.participants[0].messages_a_month == most


@pytest.mark.parametrize("cell", ["2 a week", "1-2", "1.5", "-1", "2026", "two or three", "blue", "9" * 5000])
def test_a_number_of_messages_that_can_t_be_read_is_a_problem_and_the_person_counts(cell: str) -> None:
    roster = read_capped(cell)
    assert [problem.reason for problem in roster.problems] == ["problem-cap"]
    assert roster.participants[0].messages_a_month is None


def read_capped(cell: str) -> Roster:
    headings = {"user": ("User",), "cap": ("Mensajes al mes",)}
    page = f"{{|\n! User !! Mensajes al mes\n|-\n| [[User:Ana]] || {cell}\n|}}\n"
    return read_roster(page, page="P", headings=headings)


def test_a_row_under_a_cell_from_above_has_its_own_line() -> None:
    people = read("|-\n| [[User:Ana]] || rowspan=2 | es\n|-\n| [[User:Bo]]\n").participants
    assert [(p.username, p.languages, p.place.line) for p in people] == [
        ("Ana", ("es",), 4),
        ("Bo", ("es",), 6),
    ]
    first = read(
        "|-\n| rowspan=2 | es || [[User:Ana]]\n|-\n| [[User:Bo]]\n", "! Languages !! User"
    ).participants
    assert [(p.username, p.place.line) for p in first] == [("Ana", 4), ("Bo", 6)]


def test_a_fault_in_a_cell_that_spans_rows_is_told_once() -> None:
    problems = read("|-\n| [[User:Ana]] || rowspan=2 | Klingonese\n|-\n| [[User:Bo]]\n").problems
    assert [(problem.reason, problem.values[1]) for problem in problems] == [("problem-language", 4)]


def test_a_sign_up_table_swallowed_by_an_unclosed_one_is_read_and_no_part_of_a_row() -> None:
    second = "{|\n! User !! Languages\n|-\n| [[User:Bo]] || fr || bo@example.org\n|}\n"
    page = "{|\n! User !! Languages\n|-\n| [[User:Ana]] || es\n\n" + second
    roster = read_roster(page, page="P", headings=HEADINGS)
    assert [(p.username, p.languages) for p in roster.participants] == [("Ana", ("es",)), ("Bo", ("fr",))]
    assert [row.place.row for row in roster.private] == [2]
    assert roster.problems == ()


def test_private_data_in_a_table_inside_a_cell_is_the_rows() -> None:
    (private,) = read("|-\n| [[User:Ana]] || es\n{|\n| {|\n| ana@example.org\n|}\n|}\n|-\n").private
    assert (private.place.row, private.kinds) == (1, ("email",))


def test_a_row_of_header_cells_that_names_somebody_is_a_sign_up() -> None:
    people = read("|-\n! colspan=3 | Africa\n|-\n! [[User:Ana]]\n! es\n").participants
    assert [person.username for person in people] == ["Ana"]


@pytest.mark.parametrize("cell", ["<!-- <s> --> [[User:Ana]]", "<nowiki><s></nowiki> [[User:Ana]]"])
def test_a_strike_that_nobody_sees_strikes_nothing(cell: str) -> None:
    assert [person.username for person in read(f"|-\n| {cell}\n").participants] == ["Ana"]


@pytest.mark.parametrize(
    "heading",
    [
        "== Not attending ==",
        "<translate>\n== <!--T:3--> No asistiré ==\n</translate>",
        "== Regrets ==\n=== Africa ===",
        "<h3>Withdrawn</h3>",
    ],
)
def test_a_table_below_a_heading_of_withdrawal_signs_nobody_up(heading: str) -> None:
    page = "== People ==\n{|\n! User\n|-\n| [[User:Ana]]\n|}\n" + heading
    roster = read_roster(page + "\n{|\n! User\n|-\n| [[User:Bo]]\n|}\n", page="P", headings=HEADINGS)
    assert [person.username for person in roster.participants] == ["Ana"]
    assert [person.username for person in roster.withdrawn] == ["Bo"]


def test_a_second_row_of_headings_below_a_wide_one_counts() -> None:
    heading = "! rowspan=2 | User !! colspan=2 | More\n|-\n! Languages !! Home wiki"
    (person,) = read("|-\n| [[User:Ana]] || es || fr\n", heading).participants
    assert (person.languages, person.home_wiki) == (("es",), "fr")


TABLE = "{|\n! User !! Languages !! Email\n"


@pytest.mark.parametrize(
    ("before", "unit"),
    [
        ("", "{|\n|a\n"),
        ("", "{|\n!User\n|-\n|"),
        ("", "<table><td>"),
        ("", "{|\n|colspan=1000|\n|}\n"),
        (TABLE, "|-\n|\n"),
        (TABLE, "|-\n|[[User:A]]\n"),
        (TABLE, "|-\n! a\n"),
        (TABLE, "|-\n|colspan=1000|\n"),
        (TABLE + "|-\n" + "|rowspan=0|a\n" * 500, "|-\n|a\n"),
        ("", "# a\n"),
        (TABLE + "|-\n|[[User:A]]\n|}\n", "== a ==\n"),
        (TABLE + "|-\n|[[User:A]]\n|}\n", "= "),
        (TABLE + "|-\n|[[User:A]]\n|}\n", "\n<h2>"),
    ],
)
def test_hostile_pages_take_linear_time(before: str, unit: str) -> None:
    assert_grows_linearly(lambda size: attempt(before + unit * (size // len(unit))), size=40_000)


@pytest.mark.parametrize("long", ["x, ", "a@b.org ", "[[User:C]]", "<s>"])
def test_a_long_cell_that_all_rows_share_takes_linear_time(long: str) -> None:
    def work(size: int) -> None:
        shared = f"|-\n|[[User:A]] || rowspan=0 | {long * (size // len(long))} || rowspan=0 | y\n"
        attempt(TABLE + shared + "|-\n|[[User:B]]\n" * (size // 20))

    assert_grows_linearly(work, size=20_000)


def attempt(wikitext: str) -> None:
    with suppress(TableNotFoundError):
        read_roster(wikitext, page="P", headings=HEADINGS)
