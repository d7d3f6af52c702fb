"""Whether somebody wants the newsletter, and how, is read as people write it in five languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.newsletter_choice import NewsletterChoice, UnreadableNewsletterError, read_newsletter
from bot.program.roster import read_roster

HEADINGS = {"user": ["User"], "newsletter": ["Newsletter", "Boletín"]}


@pytest.mark.parametrize("text", ["", " ", "<!-- later -->", "?", "n/a"])
def test_nothing_said(text: str) -> None:
    assert read_newsletter(text) == NewsletterChoice()


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes, please!",
        "Y",
        "sí",
        "Sí, por favor",
        "si",
        "sim",
        "oui, s’il vous plaît",
        "نعم",
        "نَعَم",
        "✅",
        "✔",
        "✓",
        "x",
        "X",
        "1",
        "{{yes}}",
        "{{sí}}",
        "'''Yes'''",
        "✅ yes",
        "true",
    ],
)
def test_yes(text: str) -> None:
    assert read_newsletter(text) == NewsletterChoice(wanted=True)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No, thanks",
        "no, gracias.",
        "non merci",
        "Não",
        "nao, obrigado",
        "لا",
        "لا، شكرًا",
        "none",
        "-",
        "—",
        "❌",
        "✗",
        "0",
        "{{no}}",
        "{{não}}",
        "never",
        "jamais",
        "Stop the newsletter",
        "unsubscribe",
    ],
)
def test_no(text: str) -> None:
    assert read_newsletter(text) == NewsletterChoice(wanted=False)


@pytest.mark.parametrize(
    "text",
    [
        "summary",
        "Summary with a link",
        "yes, summary",
        "short",
        "the short version",
        "resumen",
        "Sí, resumen",
        "solo el resumen",
        "résumé",
        "oui : résumé",
        "version courte",
        "resumo",
        "só o resumo",
        "ملخص",
        "نعم، ملخص",
        "الملخص فقط",
        "مختصر",
        "digest",
        "[[Newsletter|summary]]",
    ],
)
def test_a_summary(text: str) -> None:
    assert read_newsletter(text) == NewsletterChoice(wanted=True, summary=True)


@pytest.mark.parametrize(
    "text",
    [
        "full",
        "Full text",
        "yes, full",
        "completo",
        "completa",
        "texto completo",
        "complet",
        "version complète",
        "inteiro",
        "integral",
        "كامل",
        "كاملة",
        "النشرة كاملة",
        "the whole issue",
        "todo",
    ],
)
def test_the_whole_text(text: str) -> None:
    assert read_newsletter(text) == NewsletterChoice(wanted=True, summary=False)


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("maybe", False),
        ("yes and no", False),
        ("summary or full?", False),
        ("every second month", False),
        ("the", False),
        ("no sé", True),
        ("no summary, full", True),
        ("yes " * 60, False),
    ],
)
def test_what_is_not_clear(text: str, refuses: bool) -> None:
    with pytest.raises(UnreadableNewsletterError) as caught:
        read_newsletter(text)
    assert caught.value.refuses == refuses


@given(st.text(max_size=300))
def test_any_cell_is_read_or_refused(text: str) -> None:
    try:
        choice = read_newsletter(text)
    except UnreadableNewsletterError:
        return
    assert choice.summary is None or choice.wanted


def test_a_row_says_it_and_what_is_not_clear_is_told() -> None:
    rows = "\n".join(
        f"|-\n| [[User:{name}]] || {cell}"
        for name, cell in (
            ("Ana", "resumen"),
            ("Bob", "full"),
            ("Carla", "no"),
            ("Dana", ""),
            ("Eva", "perhaps"),
            ("Finn", "no idea"),
        )
    )
    roster = read_roster(f"{{|\n! User !! Newsletter\n{rows}\n|}}", page="S", headings=HEADINGS)
    assert [(each.newsletter, each.newsletter_summary) for each in roster.participants] == [
        (True, True),
        (True, False),
        (False, None),
        (None, None),
        (None, None),
        (False, None),
    ]
    told = [problem for problem in roster.problems if problem.reason == "problem-newsletter"]
    assert [problem.values[2] for problem in told] == ["perhaps", "no idea"]


def test_a_cell_that_spans_rows_is_told_once() -> None:
    text = '{|\n! User !! Newsletter\n|-\n| [[User:Ana]] || rowspan="2" | perhaps\n|-\n| [[User:Bob]]\n|}'
    roster = read_roster(text, page="S", headings=HEADINGS)
    assert [problem.reason for problem in roster.problems] == ["problem-newsletter"]
