"""Shell: `newsletter -new`: the draft of the next issue, made from the template."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.plan.issue_template import default_template, fill_template
from bot.program.issue_draft import draft_title, drafts_title, is_leaf, issue_leaf, template_title
from bot.program.newsletter import IssueName, fold_title, read_name
from bot.program.outcomes import Outcome
from bot.run.exit_status import CommandError, ExitStatus, status_of_writes
from bot.run.keeping import not_written
from bot.run.newsletter_desk import NewsletterDesk
from bot.run.stop_rule import check_stop_page
from bot.wiki.drafts import titles_below
from bot.wiki.pages import PageText, content_of, pages_in
from bot.wiki.writing import rewrite

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIssue:
    """Makes the draft of an issue.

    Args:
        name: of the issue; empty: it gets the next number.
        month: `2027-01`; empty: this month.
    """

    desk: NewsletterDesk
    name: str
    month: str

    def run(self) -> ExitStatus:
        """Read, show, ask, write the draft, and the template where there is none.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
        """
        desk = self.desk
        year, month = self._month()
        home, stop, template = desk.wikis.home, desk.settings.pages.stop, template_title(desk.rules)
        asked = [stop, template]
        found = pages_in(home.connect(**content_of(asked)), asked)
        check_stop_page(desk.settings, desk.wikis, found[stop])
        leaf = self._leaf()
        title = draft_title(desk.rules, leaf)
        pages = home.read_pages([title])
        if pages[title].exists:
            sentence = f"“{title}” is there already: edit it, or give another -name:. Nothing was written."
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        if found[template].exists and not found[template].readable:
            sentence = f"“{template}” can't be read now. Run this again later."
            raise CommandError(ExitStatus.LATER, sentence)
        default = default_template(desk.words, desk.language)
        text = fill_template(
            found[template].text if found[template].exists else default,
            name=self._issue_name(leaf, year),
            month=month,
            newsletter=fold_title(desk.rules.root).rpartition("/")[2].rpartition(":")[2],
            words=desk.words,
            language=desk.language,
        )
        missing = "" if found[template].exists else f" and the template “{template}”"
        desk.console.say(f"New: “{title}”{missing}.")
        if desk.dry:
            desk.console.say("\nDry run: nothing was written.")
            return ExitStatus.DONE
        if not desk.console.agrees("Write that?"):
            desk.console.say("Nothing was written.")
            return ExitStatus.NEEDS_PERSON
        if not found[template].exists:
            self._write(found[template], default, desk.say("newsletter-template-summary"))
        self._write(pages[title], text, desk.say("newsletter-draft-summary", template))
        desk.console.say(f"“{title}” is there. Write its words; then run newsletter, which keeps the facts.")
        return ExitStatus.DONE

    def _write(self, page: PageText, text: str, summary: str) -> None:
        """Write a page.

        Raises:
            CommandError: it was not written.
        """
        ending = rewrite(
            self.desk.wikis.home, title=page.title, text=text, summary=summary, baserevid=page.revid
        )
        if ending.outcome is not Outcome.POSTED:
            status = status_of_writes({ending.outcome}, waits=False, person=False)
            raise CommandError(status, not_written(page.title, ending))

    def _month(self) -> tuple[int, int]:
        """Give year and month of the issue.

        Raises:
            CommandError: what stands on the command line is none.
        """
        if not self.month:
            return self.desk.now.year, self.desk.now.month
        found = _MONTH.fullmatch(self.month)
        if not found:
            sentence = f"-month: takes a year and a month such as 2027-01, not “{self.month}”."
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
        return int(found[1]), int(found[2])

    def _leaf(self) -> str:
        """Give the last part of the title: the name, or the number after the greatest there is.

        Raises:
            CommandError: the name can be none.
        """
        desk = self.desk
        if self.name:
            if not is_leaf(self.name, desk.rules):
                sentence = f"An issue can't be named “{self.name}”: give a few words, without a slash."
                raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
            return fold_title(self.name)
        home = desk.wikis.home
        namespaces = home.greeting["namespaces"]
        titles = list(titles_below(home, desk.rules.archive, namespaces))
        for title in titles_below(home, drafts_title(desk.rules), namespaces):
            leaf = title.removeprefix(f"{drafts_title(desk.rules)}/").partition("/")[0]
            titles.append(f"{desk.rules.archive}/2000/{leaf}")
        numbers = [read[0].number or 0 for title in titles if (read := read_name(title, desk.rules))]
        return issue_leaf(max(numbers, default=0) + 1)

    def _issue_name(self, leaf: str, year: int) -> IssueName:
        read = read_name(f"{self.desk.rules.archive}/{year}/{leaf}", self.desk.rules)
        return read[0] if read else IssueName(year=year, name=leaf)
