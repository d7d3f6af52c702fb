"""Pure: the form without JavaScript by which people sign up, change what they said, or leave."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.plan.prepared_edit import SIGNED
from bot.program.columns import fold_heading
from bot.program.sign_up_request import FormWording
from bot.words.catalogue import Catalogue, default_catalogue

COLUMNS = (
    "languages",
    "region",
    "country",
    "affiliation",
    "learn",
    "share",
    "clinics",
    "newsletter",
    "home_wiki",
    "time_zone",
    "reminders",
    "interprets",
    "cap",
)
"""What is asked for, in this order, where the settings have headings for it."""

HINTS = {
    "languages": "languages",
    "learn": "several",
    "share": "several",
    "clinics": "several",
    "newsletter": "newsletter",
    "home_wiki": "home-wiki",
    "time_zone": "time-zone",
    "reminders": "reminders",
    "cap": "cap",
}
"""Which hint stands above a label."""

_HINT_KEYS = ("request-hint", *dict.fromkeys(f"request-hint-{hint}" for hint in HINTS.values()))


def preload_text(words: Catalogue, language: str, headings: Mapping[str, Collection[str]]) -> str:
    """Give the text of a sign-up or change for somebody to fill in: a line for each column, a signature.

    Args:
        words: the catalogue.
        language: of the form.
        headings: by column, as the settings have them.
    """
    lines = [f"<!-- {words.say(language, 'request-hint')} -->"]
    for column in COLUMNS:
        if headings.get(column):
            if hint := HINTS.get(column):
                lines.append(f"<!-- {words.say(language, f'request-hint-{hint}')} -->")
            lines.append(f"* {label_of(words, language, column, headings[column])}: ")
    return "\n".join([*lines, SIGNED])


def leave_text(words: Catalogue, language: str) -> str:
    """Give the line by which somebody leaves the program."""
    return f"{words.say(language, 'request-leave')}. {SIGNED}"


def heading(words: Catalogue, language: str, *, leaves: bool) -> str:
    """Give the heading above `preload_text`, or above `leave_text`."""
    return words.say(language, "request-heading-leave" if leaves else "request-heading")


def label_of(words: Catalogue, language: str, column: str, headings: Collection[str]) -> str:
    """Give what a column is called: the catalogue's own word where the settings know it, else their first."""
    label = words.say(language, _label_key(column))
    known = {fold_heading(each) for each in headings}
    return label if fold_heading(label) in known else next(iter(headings))


def form_wordings(words: Catalogue, languages: Sequence[str]) -> tuple[FormWording, ...]:
    """Give by which words a form is known in each language, today's and the package's own."""
    return tuple(dict.fromkeys(_wordings(words, languages)))


def _wordings(words: Catalogue, languages: Sequence[str]) -> Iterator[FormWording]:
    for catalogue in (words, default_catalogue()):
        for language in dict.fromkeys((*languages, *catalogue.languages())):
            yield FormWording(
                language=language,
                headings=tuple(heading(catalogue, language, leaves=leaves) for leaves in (False, True)),
                leave=catalogue.say(language, "request-leave"),
                labels=tuple(catalogue.say(language, _label_key(column)) for column in COLUMNS),
                hints=tuple(catalogue.say(language, key) for key in _HINT_KEYS),
            )


def _label_key(column: str) -> str:
    return f"request-label-{column.replace('_', '-')}"
