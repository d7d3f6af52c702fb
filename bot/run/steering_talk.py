"""Shell: what is wrong with the pages by which the bot is steered, said on their talk pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
class SteeringTalk:
    """Explains mistakes to whoever edits the settings page or the protected one.

    Args:
        dry: whether nothing may be written on the wiki.
    """

    settings: Settings
    words: Catalogue
    home: Wiki
    say: Callable[[str], None]  # tells the operator a line
    dry: bool

    def who(self, title: str) -> str:
        """Give whose edits of a page count."""
        return "administrator" if self._kind(title) else "organiser"

    def _kind(self, title: str) -> str:
        """Give how the keys end of what is said of a page."""
        return "-protected" if title == self.settings.pages.protected else ""

    def explain(self, title: str, problems: Sequence[Problem], *, in_force: int, ignored: str) -> None:
        """Say on the talk page what is wrong; where nothing is, only if something was before.

        Args:
            title: of the page.
            problems: of its newest version that counts.
            in_force: number of the version that is in force; 0: none is.
            ignored: who made the newest edit, where it does not count; empty: it does.
        """
        for problem in problems:
            self.say(f"“{title}”: {self.words.say('en', problem.reason, *problem.values)}")
        if ignored:
            only = f"only {self.who(title)}s' edits do{', and only in JSON' if self._kind(title) else ''}"
            self.say(f"“{title}”: the latest edit, by {ignored}, does not count: {only}.")
        if self.dry or not self.home.username:
            return
        language = self.settings.home_wiki.language
        lines = self._lines(title, problems, in_force=in_force, ignored=ignored)
        page = self._talk_page(title)
        part = Part(name=PART, content="\n".join(lines) or self.words.say(language, "steering-right"))
        if lines or f"bot:{PART} begin" in page.text:
            summary = self.words.say(language, "steering-summary")
            PartKeeper(wiki=self.home, say=self.say).keep(page, part, summary=summary)

    def _lines(self, title: str, problems: Sequence[Problem], *, in_force: int, ignored: str) -> list[str]:
        language = self.settings.home_wiki.language
        kind = self._kind(title)
        lines = []
        if problems:
            teller = ProblemTeller(words=self.words, language=language)
            lines.append(self.words.say(language, f"steering-intro{kind}"))
            lines += [f"* {teller.tell(problem)}" for problem in problems]
            key = "steering-in-force" if in_force else "steering-none-in-force"
            lines.append(self.words.say(language, key, *([str(in_force)] if in_force else [])))
        if ignored:
            name = f"<bdi>{quote(ignored)}</bdi>"
            lines.append(self.words.say(language, f"steering-ignored{kind}", name))
        return lines

    def _talk_page(self, title: str) -> PageText:
        talk = talk_title(title, self.home.greeting["namespaces"])
        return self.home.read_pages([talk])[talk]
