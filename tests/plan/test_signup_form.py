"""What stands ready in the form without JavaScript, in each language, and is known again."""

from __future__ import annotations

import re

import pytest

from bot.plan.prepared_edit import SIGNED
from bot.plan.signup_form import COLUMNS, HINTS, form_wordings, heading, label_of, leave_text, preload_text
from bot.program.columns import KnownHeadings, fold_heading
from bot.program.newsletter_choice import read_newsletter
from bot.program.places import read_time_zone
from bot.program.reminder_choice import read_reminders
from bot.run.settings import SAMPLE, load_settings
from bot.words.catalogue import default_catalogue

WORDS = default_catalogue()
HEADINGS = load_settings(SAMPLE).columns.headings()
LANGUAGES = ("en", "es", "ar", "fr", "pt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_the_sample_has_a_label_that_leads_back_to_it(language: str) -> None:
    known = KnownHeadings.of(HEADINGS).columns
    assert {*COLUMNS} == HEADINGS.keys() - {"user"}
    own = {column: WORDS.say(language, f"request-label-{column.replace('_', '-')}") for column in COLUMNS}
    assert {column: known.get(fold_heading(label)) for column, label in own.items()} == {
        column: column for column in COLUMNS
    }
    assert own == {column: label_of(WORDS, language, column, HEADINGS[column]) for column in COLUMNS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_has_a_line_for_each_column_and_a_signature(language: str) -> None:
    lines = preload_text(WORDS, language, HEADINGS).split("\n")
    assert lines[0].startswith("<!-- ")
    assert lines[-1] == SIGNED
    labels = [label_of(WORDS, language, column, HEADINGS[column]) for column in COLUMNS]
    assert [line for line in lines[:-1] if "<!--" not in line] == [f"* {label}: " for label in labels]
    assert all(re.fullmatch("<!-- .* -->", line) for line in lines if "<!--" in line)
    above = {lines[number + 1] for number, line in enumerate(lines[1:], 1) if "<!--" in line}
    assert above == {f"* {label}: " for label, column in zip(labels, COLUMNS, strict=True) if column in HINTS}
    assert all("--" not in line.replace("<!--", "").replace("-->", "") for line in lines)


def test_a_label_that_the_settings_lack_is_their_first() -> None:
    headings = {"user": ("Kto",), "learn": ("Chcę się nauczyć", "I want to learn"), "share": ("Umiem",)}
    text = preload_text(WORDS, "es", headings)
    lines = [line for line in text.split("\n")[:-1] if not line.startswith("<!--")]
    assert [line.partition(":")[0] for line in lines] == ["* Chcę się nauczyć", "* Umiem"]


def test_forms_of_all_languages_are_told_apart() -> None:
    wordings = {each.language: each for each in form_wordings(WORDS, LANGUAGES)}
    assert set(wordings) >= set(LANGUAGES)
    for words in ([each.headings[0] for each in wordings.values()], [w.leave for w in wordings.values()]):
        assert len({*words}) == len(words)
    assert wordings["es"].headings == (
        heading(WORDS, "es", leaves=False),
        heading(WORDS, "es", leaves=True),
    )
    assert leave_text(WORDS, "es") == f"{wordings['es'].leave}. {SIGNED}"


EXAMPLES = {
    "en": ("yes", "no", "summary", "full", "24 hours, 1 hour", "none", "Africa/Lagos", "UTC+1"),
    "es": ("sí", "no", "resumen", "completo", "24 horas, 1 hora", "ninguno", "America/Santiago", "UTC-3"),
    "ar": ("نعم", "لا", "ملخص", "كامل", "24 ساعة، ساعة", "لا شيء", "Africa/Cairo", "UTC+2"),
    "fr": ("oui", "non", "résumé", "complet", "24 heures, 1 heure", "aucun", "Africa/Dakar", "UTC+0"),
    "pt": ("sim", "não", "resumo", "completo", "24 horas, 1 hora", "nenhum", "America/Sao_Paulo", "UTC-3"),
}
"""What the hints name, in their order."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_hints_name_is_what_the_bot_reads(language: str) -> None:
    yes, no, summary, full, both, none, zone, offset = EXAMPLES[language]
    hints = [WORDS.say(language, f"request-hint-{name}") for name in ("newsletter", "reminders", "time-zone")]
    for hint, named in zip(hints, ((yes, no, summary, full), (both, none), (zone, offset)), strict=True):
        assert all(each in hint for each in named), hint
    choices = [read_newsletter(word) for word in (yes, no, summary, full)]
    assert [choice.wanted for choice in choices] == [True, False, True, True]
    assert [choice.summary for choice in choices] == [None, None, True, False]
    assert (read_reminders(both), read_reminders(none)) == (frozenset({24, 1}), frozenset())
    assert all(map(read_time_zone, (zone, offset)))
