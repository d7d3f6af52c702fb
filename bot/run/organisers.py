"""Shell: organisers' accounts as the home wiki has them now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from bot.program.approval import Organiser
from bot.wiki.accounts import GlobalStanding, is_administrator, look_up, standing
from bot.wiki.wiki import Wiki


def organisers_by_number(home: Wiki, usernames: Iterable[str]) -> Callable[[int], Organiser | None]:
    """Give a function that finds an organiser by the number of their account; None: it is nobody's.

    An account that is locked on all wikis, as stolen ones are, counts as blocked. That is asked only of those
    who are looked for.

    Raises:
        WikiError: the home wiki can't be asked.
    """
    accounts = {each.userid: each for each in look_up(home, usernames).values() if each.exists}

    @cache
    def find(userid: int) -> Organiser | None:
        account = accounts.get(userid) if userid else None
        if account is None:
            return None
        locked = account.is_global and standing(home, account.username) not in {None, GlobalStanding.GOOD}
        return Organiser(username=account.username, blocked=account.blocked or locked)

    return find


def organisers_and_administrators(home: Wiki, usernames: Iterable[str]) -> Callable[[int], bool]:
    """Give a function that tells by its number whether an account is an organiser's or an administrator's.

    One that is blocked or locked is neither. The wiki is asked when the first is looked for.

    Raises:
        WikiError: the home wiki can't be asked; when it is looked for.
    """
    names = tuple(usernames)

    @cache
    def organisers() -> Callable[[int], Organiser | None]:
        return organisers_by_number(home, names)

    @cache
    def counts(userid: int) -> bool:
        if not userid:
            return False
        organiser = organisers()(userid)
        return is_administrator(home, userid) if organiser is None else not organiser.blocked

    return counts
