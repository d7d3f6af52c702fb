"""Shell: a campaign's feedback page: made before the first message, counted for the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.plan.feedback_page import PRELOAD, PRELOAD_NAME, FeedbackPage, answer_words
from bot.program.feedback import OWNED, Feedback, read_feedback
from bot.run.keeping import Part, PartKeeper, keep_text
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wiki.pages import PageText
from bot.words.catalogue import Catalogue


def feedback_title(settings: Settings, message: str) -> str:
    """Give the title of a message's feedback page; empty: the settings name none."""
    return f"{settings.pages.feedback}/{message}" if settings.pages.feedback else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackKeeper:
    """Keeps feedback pages; what people write there stays.

    Args:
        say: tells the operator a line.
    """

    settings: Settings
    wikis: Wikis
    words: Catalogue
    say: Callable[[str], None]

    def keep(self, page: PageText, message: str) -> None:
        """Make the bot's part of a feedback page, or bring it up to date; a failure harms no delivery.

        Args:
            page: as it was read.
            message: title of the message page.

        Raises:
            WikiError: the home wiki can't be asked.
        """
        home, preload = self.wikis.home, f"{self.settings.pages.feedback}/{PRELOAD_NAME}"
        maker = FeedbackPage(
            words=self.words,
            languages=self.settings.languages.offered,
            title=page.title,
            preload=preload,
            message=message,
        )
        summary = self.words.say(self.settings.home_wiki.language, "feedback-summary", message)
        part = Part(name=OWNED, content=maker.write())
        if not part.changes(page):
            return
        keep_text(home, preload, PRELOAD, summary=summary, say=self.say)
        PartKeeper(wiki=home, say=self.say).keep(page, part, summary=summary)

    def read(self, page: PageText | None) -> Feedback:
        """Count the answers on a feedback page; none: there is no such page."""
        return read_feedback(page.text, answer_words(self.words)) if page else Feedback()
