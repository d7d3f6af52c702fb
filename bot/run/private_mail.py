"""Shell: telling organisers, by the wiki's e-mail, of rows that hold private data: once for each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.ledger.ledger import Intent, Ledger
from bot.plan.edits import Campaign
from bot.program.outcomes import Ending, Outcome
from bot.program.participant import PrivateRow
from bot.run.work import Work
from bot.wiki.accounts import email
from bot.wiki.pages import PageText
from bot.wiki.wiki import Wiki
from bot.words.catalogue import Catalogue
from bot.words.dates import format_list

WHO_HIDES = "Special:ListUsers/suppress"
"""Names those who can hide revisions from everybody else (https://www.mediawiki.org/wiki/Help:RevisionDelete)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateMail:
    """Writes to organisers; the page itself says nothing of where such rows are."""

    home: Wiki
    ledger: Ledger
    words: Catalogue
    program: str
    organisers: Sequence[str]  # usernames
    say: Callable[[str], None]  # tells the operator a line
    clock: Callable[[], float]  # seconds since the epoch

    def tell(self, page: PageText, rows: Sequence[PrivateRow]) -> list[Ending]:
        """Write to each organiser about the rows of which they don't know yet.

        An e-mail can't be read back, so one whose answer was lost is not sent again: the operator is told.
        """
        endings = []
        campaign = Campaign(program=self.program, name=f"private:{page.pageid}", title=page.title)
        for organiser in self.organisers:
            new = [row for row in rows if not self.ledger.has(campaign.key(f"{organiser}|{row.digest}"))]
            if new:
                endings.append(self._send(organiser, page, new, campaign))
        return endings

    def _send(self, organiser: str, page: PageText, rows: Sequence[PrivateRow], campaign: Campaign) -> Ending:
        language = self.home.language
        places = [self.words.say(language, "private-mail-row", row.place.row, row.place.line) for row in rows]
        listed = format_list(places, language)
        subject = self.words.say(language, "private-mail-subject", page.title)
        where = self.words.say(language, "private-mail-where", page.title, str(page.revid), listed)
        revision = self._address("oldid", str(page.revid))
        what = self.words.say(language, "private-mail-what", self._address("title", WHO_HIDES))
        text = f"{where}\n\n{revision}\n\n{what}"
        keys = [campaign.key(f"{organiser}|{row.digest}") for row in rows]
        for key in keys:
            self.ledger.intend(self._intent(key, organiser, campaign), now=self.clock())
        ending = email(self.home, to=organiser, subject=subject, text=text)
        sent = ending.outcome in {Outcome.POSTED, Outcome.DOUBT}
        for key in keys:
            self.ledger.settle(key, Outcome.POSTED if sent else Outcome.LATER, reason=ending.reason)
        if ending.outcome is not Outcome.POSTED:
            what = "may be lost" if sent else "was not sent"
            self.say(
                f"The e-mail to {organiser} on private data {what} ({ending.reason}). Write to them yourself."
            )
        return ending

    def _address(self, name: str, value: str) -> str:
        """Give the full address of a page of the wiki."""
        site = self.home.site
        return f"{site.base_url(site.path())}?{name}={value}"

    def _intent(self, key: str, organiser: str, campaign: Campaign) -> Intent:
        return Intent(
            key=key,
            campaign=campaign.name,
            wiki=self.home.name,
            username=organiser,
            title="",
            language=self.home.language,
            heading="",
            text="",
            summary="",
            baserevid=None,
        )


def private_mail(work: Work, ledger: Ledger) -> PrivateMail:
    """Give what a job tells organisers by."""
    home = work.wikis.home
    return PrivateMail(
        home=home,
        ledger=ledger,
        words=work.words,
        program=work.settings.program,
        organisers=work.settings.organisers.usernames,
        say=work.console.say,
        clock=home.clock,
    )
