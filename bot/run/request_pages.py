"""Shell: the page of requests as it should be, and whether it and the sign-up page can be read."""

from __future__ import annotations

from dataclasses import dataclass

from bot.plan.requests_page import OWNED
from bot.program.limits import PAGE_BYTES, REQUESTS_BYTES, too_long, too_many_rows
from bot.program.request_blocks import without_blocks
from bot.run.keeping import Change
from bot.wiki.pages import PageText
from bot.wikitext.owned import OwnedPartError, append_owned, owned_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Change):
    """The page without the requests that were met, and with the bot's part, at its top if it lacks it."""

    content: str  # of the part
    texts: frozenset[str]  # of those requests

    def put_into(self, text: str) -> str:
        """Give the page as it should be; a request that was changed meanwhile stays.

        Raises:
            OwnedPartError: the markers of the bot's part are amiss.
        """
        rest = without_blocks(text, self.texts)
        if rest and OWNED not in owned_names(rest):
            return f"{append_owned('', OWNED, self.content)}\n\n{rest}"
        return append_owned(rest, OWNED, self.content)


def against(requests: PageText, signup: PageText) -> str:
    """Give why nothing can be read; empty: it can."""
    if size := too_long(requests.text, REQUESTS_BYTES):
        return f"“{requests.title}” is too long to be read: {size:,} bytes; at most {REQUESTS_BYTES:,}."
    if requests.redirected or (requests.exists and not requests.readable):
        return f"“{requests.title}” can't be read: it is a redirect or holds no wikitext. Mend it."
    if too_long(signup.text, PAGE_BYTES) or too_many_rows(signup.text) or not signup.readable:
        return f"“{signup.title}” can't be read, so no request to sign up is met."
    try:
        owned_names(requests.text)
    except OwnedPartError as error:  # what is met could not be taken off the page
        return f"“{requests.title}”: {error}"
    return ""
