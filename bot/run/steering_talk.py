"""Shell: what is wrong with the pages by which the bot is steered, said on their talk pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.plan.problem_text import ProblemTeller
from bot.program.problems import Problem
from bot.run.keeping import Part, PartKeeper
from bot.run.settings import Settings
from bot.wiki.pages import PageText
from bot.wiki.talk_titles import talk_title
from bot.wiki.wiki import Wiki
from bot.wikitext.quoting import quote
from bot.words.catalogue import Catalogue

PART = "settings"
"""Name of the bot's part of the settings page's talk page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is to be said about one of the pages."""

    title: str
    problems: tuple[Problem, ...]  # of its newest version that counts
    in_force: int  # number of the version that is in force; 0: none is
    ignored: str  # who made the newest edit, where it does not count; empty: it does


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringTalk:
    """Explains mistakes to whoever edits the settings page or the protected one."""

    settings: Settings
    words: Catalogue
    home: Wiki
    say: Callable[[str], None]  # tells the operator a line

    def who(self, title: str) -> str:
        """Give whose edits of a page count."""
        return "administrator" if self._kind(title) else "organiser"

    def _kind(self, title: str) -> str:
        """Give how the keys end of what is said of a page."""
        return "-protected" if title == self.settings.pages.protected else ""

    def tell(self, found: Explanation) -> None:
        """Tell the operator what is wrong."""
        title = found.title
        for problem in found.problems:
            self.say(f"“{title}”: {self.words.say('en', problem.reason, *problem.values)}")
        if found.ignored:
            only = f"only {self.who(title)}s' edits do{', and only in JSON' if self._kind(title) else ''}"
            self.say(f"“{title}”: the latest edit, by {found.ignored}, does not count: {only}.")

    def write(self, found: Explanation, *, before_write: Callable[[], None]) -> None:
        """Say on the talk page what is wrong; where nothing is, only if something was before.

        Args:
            found: about the page.
            before_write: called where something is to be written.

        Raises:
            WikiError: the home wiki can't be asked.
        """
        language = self.settings.home_wiki.language
        lines = self._lines(found)
        page = self._talk_page(found.title)
        part = Part(name=PART, content="\n".join(lines) or self.words.say(language, "steering-right"))
        if (lines or f"bot:{PART} begin" in page.text) and part.changes(page):
            before_write()
            summary = self.words.say(language, "steering-summary")
            PartKeeper(wiki=self.home, say=self.say).keep(page, part, summary=summary)

    def _lines(self, found: Explanation) -> list[str]:
        language = self.settings.home_wiki.language
        kind = self._kind(found.title)
        lines = []
        if found.problems:
            teller = ProblemTeller(words=self.words, language=language)
            lines.append(self.words.say(language, f"steering-intro{kind}"))
            lines += [f"* {teller.tell(problem)}" for problem in found.problems]
            key = "steering-in-force" if found.in_force else "steering-none-in-force"
            lines.append(self.words.say(language, key, *([str(found.in_force)] if found.in_force else [])))
        if found.ignored:
            name = f"<bdi>{quote(found.ignored)}</bdi>"
            lines.append(self.words.say(language, f"steering-ignored{kind}", name))
        return lines

    def _talk_page(self, title: str) -> PageText:
        talk = talk_title(title, self.home.greeting["namespaces"])
        return self.home.read_pages([talk])[talk]
