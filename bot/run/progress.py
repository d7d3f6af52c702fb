"""Shell: how far a delivery has come, as it is shown and reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.program.outcomes import Ending


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far the delivery on one wiki has come."""

    wiki: str
    total: int
    posted: int = 0
    elsewhere: int = 0  # found delivered by another run meanwhile
    endings: dict[str, Ending] = field(default_factory=dict)  # by key, of those that were not posted
    names: dict[str, str] = field(default_factory=dict)  # user names, by key, of the same people
    astray: dict[str, str] = field(default_factory=dict)  # user names, by key: the page was moved meanwhile
    left: Ending | None = None  # why the rest of the wiki was left; None: it was not
    waits_for: str = ""  # what it waits for just now; empty: it is at work

    def failed(self, key: str, username: str, ending: Ending) -> None:
        """Remember how a message ended that was not posted."""
        self.endings[key] = ending
        self.names[key] = username

    def forget(self, key: str) -> None:
        """Forget an ending that another one has replaced."""
        self.endings.pop(key, None)
        self.names.pop(key, None)


def endings_of(progresses: Iterable[Progress]) -> list[Ending]:
    """Give how all ended that was not posted, and why wikis were left."""
    endings: list[Ending] = []
    for progress in progresses:
        endings += progress.endings.values()
        endings += [progress.left] if progress.left else []
    return endings
