"""Pure: delivery through MassMessage: a list and a text for each language, and what became of a target.

MassMessage (https://www.mediawiki.org/wiki/Extension:MassMessage) sends one text to all pages of a list. The
list's description holds the send's key, so that the wiki itself says which send was whose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from bot.plan.edits import Campaign, SkipReason
from bot.program.mass_delivery import Arrival, Note, Sent
from bot.program.outcomes import Ending, Outcome
from bot.wikitext.targets import Target, normalise_title, read_target_list

FAILURE = "failure"
"""The action of MassMessage's log for a message that a wiki did not take."""

RULES = {
    "skipoptout": SkipReason.OPTOUT,
    "skipnouser": SkipReason.NO_USER,
    "skipbadns": SkipReason.REDIRECT,
}
"""The actions of MassMessage's log for messages that it left out by rule."""

TAG = re.compile(r"<[^<>]*>")
LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
QUOTES = re.compile(r"'{2,}")
COMPARED = 100
"""Letters of a heading by which its edit is known; MediaWiki cuts long summaries."""


def subject_of(heading: str) -> str:
    """Give a heading as MassMessage takes it: without tags, which it would strip itself."""
    return " ".join(TAG.sub("", heading).split())


def target_of(title: str, *, site: str | None) -> Target:
    """Give the target for a talk page, named so that every wiki understands it.

    Args:
        title: full title, with the wiki's own word for the namespace.
        site: host name; None: the home wiki.
    """
    return Target(title=normalise_title(f"User talk:{owner_of(title)}"), site=site)


def owner_of(title: str) -> str:
    """Give the user whose talk page this is."""
    return title.partition(":")[2]


def description_of(words: str, *, program: str, key: str) -> str:
    """Write a list's description: a sentence for people, and the key of the send that it is for."""
    return f"{words} <!-- {program} {key} -->"


def key_in(description: str, campaign: Campaign) -> str:
    """Find the key of a send of this campaign in a list's description; empty: it is another's."""
    prefix = re.escape(campaign.prefix)
    found = re.search(rf"<!-- {re.escape(campaign.program)} ({prefix}[a-z2-7]+) -->", description)
    return found[1] if found else ""


def targets_in(text: str, *, home_site: str) -> frozenset[Target]:
    """Read the targets of a list; one on the home wiki has no site."""
    return frozenset(read_target_list(text, local_site=home_site).targets)


def ending_of(
    owners: Collection[str],
    text: str,
    *,
    marker: str,
    sent: Sent,
    arrivals: Iterable[Arrival],
    notes: Iterable[Note],
) -> Ending | None:
    """Tell what became of one target; None: nothing yet, the message is on its way.

    Args:
        owners: the target's user name, and whose talk page it leads to.
        text: of that talk page now.
        marker: the campaign's shared key, which the message holds.
        sent: the newest send to them.
        arrivals: edits of MassMessage on their wiki.
        notes: that wiki's MassMessage log.
    """
    heading = f"/* {_plain(sent.subject)[:COMPARED]}"
    for arrival in arrivals:
        if owner_of(arrival.title) in owners and arrival.at >= sent.at and heading in arrival.summary:
            return Ending(outcome=Outcome.POSTED, revid=arrival.revid, at=arrival.at)
    if marker in text:
        return Ending(outcome=Outcome.POSTED, at=sent.at)
    theirs = [note for note in notes if owner_of(note.title) in owners and note.at >= sent.at]
    for note in theirs:
        if note.subject == sent.subject and note.action in RULES:
            return Ending(outcome=Outcome.SKIPPED, reason=RULES[note.action].value)
        if note.subject == sent.subject and note.action == FAILURE:
            return Ending(outcome=Outcome.REFUSED, reason=note.reason or FAILURE)
    return None


def _plain(subject: str) -> str:
    """Give a heading as MediaWiki writes it into a summary: links and quotes are stripped."""
    return QUOTES.sub("", LINK.sub(r"\1", subject)).strip()
