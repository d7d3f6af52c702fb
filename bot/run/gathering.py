"""Shell: gathering and planning an announcement: what `announce` carries out and `preview` shows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Outbox
from bot.plan.section import SectionMaker
from bot.plan.tally import Tally
from bot.run.census import Census
from bot.run.edition import ANNOUNCEMENT, Edition
from bot.run.feedback import feedback_title
from bot.run.home import HomePages, messages_of
from bot.run.list_sources import read_list_sources
from bot.run.massmessage import MassMessenger
from bot.run.planning import Planning
from bot.run.settings import Settings
from bot.run.signup_page import read_signup_page
from bot.run.wikis import Wikis
from bot.words.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A campaign that is planned; its messages wait in the outbox."""

    outbox: Outbox
    planning: Planning
    messenger: MassMessenger
    tally: Tally


@contextmanager
def gathered(
    settings: Settings,
    wikis: Wikis,
    words: Catalogue,
    *,
    home: HomePages,
    memory: Ledger | None,
    dry: bool,
    insists: bool = False,
    edition: Edition = ANNOUNCEMENT,
) -> Iterator[Gathered]:
    """Read who signed up, ask the wikis about everybody, and plan their messages; then close the outbox.

    Args:
        settings: the program.
        wikis: the wikis.
        words: the catalogue.
        home: the pages of the home wiki.
        memory: the ledger, which a dry run only reads; None: there is none yet.
        dry: whether nothing may be written anywhere.
        insists: whether what an abuse filter warned about is sent again.
        edition: what kind of campaign it is.

    Raises:
        CommandError: the message page has no heading.
        WikiError: the home wiki is away.
    """
    outbox = Outbox()
    try:
        yield _gather(
            settings, wikis, words, home, outbox, memory=memory, dry=dry, insists=insists, edition=edition
        )
    finally:
        outbox.close()


def _gather(
    settings: Settings,
    wikis: Wikis,
    words: Catalogue,
    home: HomePages,
    outbox: Outbox,
    *,
    memory: Ledger | None,
    dry: bool,
    insists: bool,
    edition: Edition,
) -> Gathered:
    messages, problems = messages_of(home, edition)
    census = Census(
        settings=settings,
        wikis=wikis,
        campaign=home.campaign,
        memory=memory,
        dry=dry,
        message_page=home.campaign.title,
        insists=insists,
    )
    maker = SectionMaker(
        campaign=home.campaign,
        words=words,
        sender=wikis.home.username,
        signup_page=edition.list_page or settings.pages.signup,
        team_page=settings.pages.team,
        feedback_page=feedback_title(settings, home.campaign.title),
        home_links=edition.home_links,
        leave_page=edition.leave_page,
        why=edition.why,
    )
    planning = Planning(census=census, outbox=outbox, messages=messages, maker=maker)
    messenger = MassMessenger(census=census, words=words, memory=memory, dry=dry)
    messenger.check()
    if edition.rosters:
        planning.address(edition.rosters())
    else:
        signed_up = read_signup_page(home.signup, settings, wikis.home)
        planning.address(itertools.chain([signed_up], read_list_sources(settings, wikis)))
    tally = planning.plan()
    tally.problems[:0] = [*problems, *messenger.problems]
    return Gathered(outbox=outbox, planning=planning, messenger=messenger, tally=tally)
