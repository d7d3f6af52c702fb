"""Pure: which text of a published page counts: the bot's, and what organisers made of it.

What others write there changes nothing in what people get. An organiser's edit counts if the page said what
counts before it: whoever mends a word does not pass what a stranger put elsewhere on the page. On a page that
a stranger began the first edit of an organiser counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.program.approval import PageRevision

MOST_REVISIONS = 500
"""Of a page that are looked at, the oldest first."""


def counting_text(
    history: Iterable[PageRevision],
    *,
    says: Callable[[str], object],
    bot: str,
    is_organiser: Callable[[PageRevision], bool],
) -> str | None:
    """Give the text of a page that counts; None: none does.

    Args:
        history: of the page, the oldest first.
        says: gives what a text tells its readers, for comparing; None: it can't be read.
        bot: the bot's user name.
        is_organiser: whether a revision is an organiser's own.
    """
    counting: str | None = None
    said = before = None
    for number, each in enumerate(history):
        if number >= MOST_REVISIONS:
            break
        now = None if each.text is None or each.model != "wikitext" else says(each.text)
        begins = number == 0 and each.username == bot
        goes_on = said is None or before == said
        if now is not None and (begins or (goes_on and now != said and is_organiser(each))):
            counting, said = each.text, now
        before = now
    return counting
