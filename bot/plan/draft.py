"""Pure: the bot's user page, and its request for approval, drafted for the operator; English wikitext."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.wikitext.quoting import link_or_text, quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What of the settings the wikis' communities ask about."""

    bot: str  # user name
    operator: str  # contact: an e-mail address, a URL or a wiki user
    signup: str  # titles on the home wiki
    team: str
    stop: str
    report: str
    wikis: Sequence[tuple[str, float]]  # names of those written on, and seconds between two edits
    mass_wikis: Sequence[str]  # served through MassMessage
    messages_a_month: int  # 0: no limit
    optout_category: str | None
    organisers_approve: bool


def draft(facts: Facts) -> str:
    """Write both texts, one below the other, each under a line that says where it goes."""
    user, request = "\n".join(_user_page(facts)), "\n".join(_request(facts))
    return f"<!-- User:{facts.bot} -->\n{user}\n\n<!-- Request for approval -->\n{request}"


def _user_page(facts: Facts) -> list[str]:
    return [
        f"This account is a bot. It runs the program {link_or_text(facts.signup)}: it writes to people who"
        " signed up there, on their own talk pages, in their language, and keeps the program's pages.",
        f"* '''To stop it,''' write anything on {link_or_text(facts.stop)}.",
        f"* '''Questions:''' {link_or_text(facts.team)}. Operator: {quote(facts.operator)}.",
        f"* '''What it did:''' {link_or_text(facts.report)}.",
        f"* '''To get nothing from it,''' {_leave(facts)}.",
    ]


def _leave(facts: Facts) -> str:
    ways = [
        "strike out or remove your row on the sign-up page",
        "put <nowiki>{{nobots}}</nowiki> on your talk page",
    ]
    if facts.optout_category:
        ways.append(f"add {link_or_text(facts.optout_category)} to it")
    return ", or ".join(ways)


def _request(facts: Facts) -> list[str]:
    limit = f", at most {facts.messages_a_month} a month for each person" if facts.messages_a_month else ""
    approval = (
        "* '''Who decides:''' each plan is put on the wiki first, and an organiser of the program approves it"
        " there by a signed edit."
    )
    return [
        f"== {quote(facts.bot)} ==",
        f"* '''Operator:''' {quote(facts.operator)}",
        f"* '''Task:''' messages to the people who signed up on {link_or_text(facts.signup)}, each on their"
        f" own talk page and in their language{limit}; reports and lists for the program's organisers.",
        f"* '''Wikis and rate:''' {_rate(facts)}. It waits while a wiki lags (maxlag), and keeps to each"
        " wiki's own rate limits.",
        "* '''Each message once:''' an intent is written down before each edit, every edit is sent once, and"
        " after a lost answer the wiki is read before anything else is done.",
        "* '''Respects''' <nowiki>{{bots}}, {{nobots}}</nowiki>, opt-out categories and protected pages;"
        f" anybody stops it by writing on {link_or_text(facts.stop)}.",
        *([approval] if facts.organisers_approve else []),
        f"* '''Reports:''' {link_or_text(facts.report)}",
        "* '''Framework:''' Pywikibot; edits are marked as a bot's.",
    ]


def _rate(facts: Facts) -> str:
    direct = [
        f"{quote(name)}: one edit in {seconds:g} seconds at most" if seconds else quote(name)
        for name, seconds in facts.wikis
    ]
    mass = [f"{quote(name)}: through MassMessage" for name in facts.mass_wikis]
    return "; ".join([*direct, *mass])
