"""Shell: what the doctor looks at among the words: does the bot speak each language that is offered?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.program.languages import fallbacks
from bot.run.findings import Finding, fine, warning
from bot.run.settings import Settings
from bot.words.catalogue import package_languages

MOST_NAMED = 3
"""Messages that are named; the others are counted."""


def look_at_words(settings: Settings) -> Iterator[Finding]:
    """Say which messages a language lacks, and in which languages people get these."""
    own = settings.words
    for language in settings.languages.offered:
        lacking = own.lacking(language)
        if not lacking:
            if language in own.messages:
                yield fine(f"all messages are there in {language}")
            continue
        named = ", ".join(lacking[:MOST_NAMED]) + (", …" if len(lacking) > MOST_NAMED else "")
        instead = ", ".join(fallbacks(language))
        where = (
            f"{own.folder}/{language}.json" if own.folder else f"{language}.json in a folder named by words"
        )
        yield warning(
            f"{len(lacking)} messages are missing in {language} ({named}): people get them in {instead}."
            f" Write them in {where}."
        )
    for language in sorted(own.messages.keys() - {*settings.languages.offered, *package_languages()}):
        yield warning(f"there are words in {language}, which languages.offered does not have. Add it there.")
