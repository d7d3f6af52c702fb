"""What organisers may set: read as they write it, refused with the line and what is allowed."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from bot.plan.steering import MOST_CHARACTERS, MOST_FAULTS, Protected, Steering, SteeringError, read_protected
from bot.plan.steering_table import read_steering

PAGE = "Program/Settings"
COLUMNS = frozenset({"user", "languages"})
DOCS = (Path(__file__).parents[2] / "docs" / "steering.md").read_text(encoding="utf-8")


def read(*rows: str) -> Steering:
    text = "Hello.\n{|\n! Setting !! Value\n" + "".join(f"|-\n| {row}\n" for row in rows) + "|}\n"
    return read_steering(text, page=PAGE, columns=COLUMNS)


def fault(*rows: str) -> tuple[str, tuple[str | int, ...]]:
    with pytest.raises(SteeringError) as caught:
        read(*rows)
    [problem] = caught.value.problems
    return problem.reason, problem.values


def test_a_table_without_rows_sets_nothing() -> None:
    assert read() == Steering()


@pytest.mark.parametrize("text", ["", "Just text.", "{{Open {|\n|-\n| pause announce || yes\n|}"])
def test_a_page_without_a_table_is_not_taken_for_one_that_sets_nothing(text: str) -> None:
    with pytest.raises(SteeringError) as caught:
        read_steering(text, page=PAGE, columns=COLUMNS)
    assert [problem.reason for problem in caught.value.problems] == ["steering-table"]


@pytest.mark.parametrize(
    "value",
    [
        "[[Program/Message]], [[:Program/Other|the other]]",
        "\n* [[Program/Message]]\n* [[Program/Other]]",
        "Program/Message<br>Program/Other",
        "[[Program/Message]] <!-- the first --> [[Program/Other]]",
    ],
)
def test_messages_to_announce_are_links_or_titles(value: str) -> None:
    assert read(f"announce || {value}").announcements == ("Program/Message", "Program/Other")


def test_a_job_can_be_paused_for_good_or_up_to_a_day() -> None:
    found = read("'''Pause''' announce || 2027-01-31", "<code>pause signups</code> || yes")
    assert found.pauses("announce", date(2027, 1, 31))
    assert not found.pauses("announce", date(2027, 2, 1))
    assert found.pauses("signups", date(2050, 1, 1))
    assert read("pause announce || no", "pause signups || ").paused == {}


def test_headings_languages_and_texts_are_read() -> None:
    found = read(
        "heading languages || Idiomas, Língua",
        "languages || en، ar; pt-br",
        "text announce-ask es || ¿Dudas? Mira [[$1|la página]].",
    )
    assert found.headings == {"languages": ("Idiomas", "Língua")}
    assert found.languages == ("en", "ar", "pt-br")
    assert found.texts == {("announce-ask", "es"): "¿Dudas? Mira [[$1|la página]]."}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("colour || red", "steering-unknown"),
        ("pause doctor || yes", "steering-unknown"),
        ("heading shoes || Shoes", "steering-unknown"),
        ("text report-stage-done en || Ready", "steering-unknown"),
        ("pause announce || soon", "steering-value"),
        ("languages || English", "steering-value"),
        ("heading languages || ", "steering-heading"),
        ("heading languages || <b>x</b>", "steering-heading"),
        ("announce || {{Message}}", "steering-title"),
        ("host || wiki.example.org", "steering-operator"),
        ("wikis es || example.org", "steering-operator"),
        ("ledger || x", "steering-operator"),
        ("throttle || 0", "steering-unknown"),
    ],
)
def test_what_can_t_be_set_is_refused_with_its_line(row: str, reason: str) -> None:
    found, values = fault("pause signups || no", row)
    assert (found, values[0]) == (reason, 7)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<script>alert(1)</script>",
        "{{subst:Bad}} [[$1|x]]",
        "[[Category:Bad]] [[$1|x]]",
        "[[$1|x]] [https://example.org y]",
        "[[$1|x]] https://example.org",
        "[[$1|x]] ~~~~",
        "[[$1|~~~~]]",
        "[[$1|'''x''']]",
        "== [[$1|x]] ==",
        "= [[$1|x]] =",
        "* [[$1|x]]",
        ";[[$1|x]]",
        "----",
        "[[$1|x]]\n== New ==",
        "'''[[$1|x]]'''",
        "<nowiki>x",
        "__NOTOC__ [[$1|x]]",
        "{{PLURAL:$1|x}}}}",
        "x" * 501,
    ],
)
def test_a_text_with_markup_of_its_own_is_refused(text: str) -> None:
    assert fault(f"text announce-ask en || {text}")[0] == "steering-text"


def test_a_row_that_stands_twice_is_refused() -> None:
    assert fault("pause announce || no", "Pause  announce || yes")[0] == "steering-twice"


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SteeringError) as caught:
        read("colour || red", "languages || English", "pause announce || 2027-01-31")
    assert [problem.reason for problem in caught.value.problems] == ["steering-unknown", "steering-value"]


@pytest.mark.parametrize(
    "row",
    [
        f"languages || {', '.join(f'a{chr(97 + n % 26)}{chr(97 + n // 26)}' for n in range(300))}",
        f"announce || {', '.join(f'[[Page {n}]]' for n in range(300))}",
        f"heading languages || {', '.join(f'<b>{n}' for n in range(300))}",
    ],
)
def test_of_many_faults_no_more_are_told_than_anybody_would_mend_at_once(row: str) -> None:
    with pytest.raises(SteeringError) as caught:
        read(row)
    assert len(caught.value.problems) == MOST_FAULTS


def test_pages_that_are_too_long_are_refused() -> None:
    for text in ("x" * (MOST_CHARACTERS + 1), "{|\n" + "|-\n| a || b\n" * 2000):
        with pytest.raises(SteeringError):
            read_steering(text, page=PAGE, columns=COLUMNS)


def protected(text: str) -> str:
    with pytest.raises(SteeringError) as caught:
        read_protected(text, page=PAGE)
    [problem] = caught.value.problems
    return problem.reason


def test_the_protected_page_names_organisers_and_limits() -> None:
    text = json.dumps(
        {
            "organisers": ["Ana", "Noor Ö"],
            "limits": {"people": 50},
            "routine": {"announce": 5},
            "talk_pauses": True,
        }
    )
    assert read_protected(text, page=PAGE) == Protected(
        organisers=("Ana", "Noor Ö"), limits={"people": 50}, routine={"announce": 5}, talk_pauses=True
    )
    assert read_protected("{}", page=PAGE) == Protected()
    assert read_protected('{"organisers": ["ana", "Ana"]}', page=PAGE).organisers == ("Ana",)


def test_a_key_that_no_page_can_hold_is_told_all_the_same() -> None:
    with pytest.raises(SteeringError) as caught:
        read_protected('{"\\ud800": 1}', page=PAGE)
    [problem] = caught.value.problems
    assert "".join(map(str, problem.values)).encode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "steering-json"),
        ("[]", "steering-json"),
        ('{"limits": {}, "limits": {}}', "steering-json"),
        ("[" * 100_000, "steering-json"),
        ('{"limits": {"people": ' + "9" * 5000 + "}}", "steering-json"),
        ('{"limits": {"people": 1e999}}', "steering-value"),
        ('{"x": "' + "x" * 100_000 + '"}', "steering-long"),
        ('{"limits": {"people": 0}}', "steering-value"),
        ('{"limits": {"people": true}}', "steering-value"),
        ('{"limits": {"throttle": 0}}', "steering-key"),
        ('{"limits": []}', "steering-value"),
        ('{"routine": {"doctor": 5}}', "steering-key"),
        ('{"routine": {"signups": 5}}', "steering-key"),
        ('{"organisers": "Ana"}', "steering-organisers"),
        ('{"organisers": ["User:Ana"]}', "steering-organisers"),
        ('{"organisers": ["[[Ana]]"]}', "steering-organisers"),
        ('{"organisers": [1]}', "steering-organisers"),
        ('{"host": "example.org"}', "steering-key"),
        ('{"talk_pauses": "yes"}', "steering-value"),
    ],
)
def test_a_protected_page_that_can_t_be_used_is_refused(text: str, reason: str) -> None:
    assert protected(text) == reason


def test_the_page_that_the_docs_give_to_copy_is_right() -> None:
    [table] = re.findall(r"```wikitext\n(.*?)```", DOCS, re.DOTALL)
    steering = read_steering(table, page=PAGE, columns=COLUMNS)
    assert steering.announcements == ("Let's Connect/Announcements/2026-12 clinic",)
    assert steering.texts
    [text] = re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL)
    assert read_protected(text, page=PAGE).organisers == ("Example", "Another Example")
