"""Pure: the page from which drafts of issues are made, and a draft made from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.program.newsletter import IssueName
from bot.wikitext.owned import append_owned
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue
from bot.words.dates import format_month

_NOINCLUDE = re.compile(r"<noinclude\s*>.*?</noinclude\s*>\n?", re.IGNORECASE | re.DOTALL)

_SECTIONS = (
    ("month", ()),
    ("past", ("past",)),
    ("upcoming", ("upcoming",)),
    ("new", ("sharers", "topics")),
    ("opportunities", ()),
    ("movement", ()),
    ("numbers", ("numbers",)),
)
"""The standing sections by their words, each with the parts that facts fill."""


def default_template(words: Catalogue, language: str) -> str:
    """Give the template for a wiki that has none: organisers change it as they like.

    In it `{{{newsletter}}}`, `{{{issue}}}` and `{{{month}}}` stand for what each issue has of its own; a
    part that is not included says so.
    """
    names = (f"<code><nowiki>{{{{{{{name}}}}}}}</nowiki></code>" for name in ("newsletter", "issue", "month"))
    about = words.say(language, "newsletter-template-about", *names)
    return f"<noinclude>''{about}''</noinclude>\n" + "\n".join(_lines(words, language)) + "\n"


def _lines(words: Catalogue, language: str) -> Iterator[str]:
    def say(key: str) -> str:
        return words.say(language, f"newsletter-template-{key}")

    yield "== {{{newsletter}}} – {{{issue}}} – {{{month}}} =="
    yield f"<!-- {say('lead')} -->"
    for key, parts in _SECTIONS:
        yield f"\n=== {say(key)} ==="
        if not parts:
            yield f"<!-- {say('hint')} -->"
        for part in parts:
            yield append_owned("", part, "")


def fill_template(
    template: str, *, name: IssueName, month: int, newsletter: str, words: Catalogue, language: str
) -> str:
    """Give the draft of an issue.

    Args:
        template: wikitext.
        name: of the issue, with its year.
        month: from 1.
        newsletter: its name.
        words: the catalogue.
        language: of the home wiki.
    """
    template = _NOINCLUDE.sub("", template)
    number = name.number
    issue = name.name if number is None else words.say(language, "archive-issue", str(number))
    values = {
        "newsletter": quote(newsletter),
        "issue": quote(issue),
        "month": format_month(name.year, month, language),
    }
    for key, value in values.items():
        template = template.replace(f"{{{{{{{key}}}}}}}", value)
    return template
