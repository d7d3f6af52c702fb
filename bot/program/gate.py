"""Pure: when an issue goes out, and which languages wait.

It goes out when its translations into the languages that the program has named are complete, or some time
after it was said to be ready; then those whose language is not there get another one. A translation that
can't be read, or was changed a moment ago, holds its own language and no other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.program.translation import Standing, State

_OPEN_STATES = frozenset({State.COMPLETE, State.UNREAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRules:
    """What the program has named."""

    targets: tuple[str, ...]  # languages that must be complete
    wait: timedelta | None = None  # so long after “ready” it goes out without them; None: never
    rest: timedelta = timedelta(0)  # so long a translation must have stood as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What of an issue may go out now."""

    is_open: bool
    complete: frozenset[str]  # languages whose translation goes out
    held: frozenset[str]  # languages that wait, and are given nothing else meanwhile
    lacking: tuple[str, ...]  # named languages that are not complete
    until: datetime | None  # when it goes out without them; None: it waits for them


def decide(
    standings: Mapping[str, Standing],
    rules: GateRules,
    *,
    edited_at: Mapping[str, datetime],
    ready_at: datetime,
    now: datetime,
) -> Gate:
    """Decide what may go out.

    Args:
        standings: of the translations, by language.
        rules: what the program has named.
        edited_at: when each translation was last edited.
        ready_at: when an organiser said that the issue is ready.
        now: aware.
    """
    until = None if rules.wait is None else ready_at + rules.wait
    is_late = until is not None and now >= until
    complete = {code for code, each in standings.items() if each.state is State.COMPLETE}
    resting = {code for code in complete if now < edited_at[code] + rules.rest}
    unread = {code for code, each in standings.items() if each.state is State.UNREAD}
    lacking = tuple(code for code in rules.targets if not _is_in(standings, code, _OPEN_STATES))
    waiting = () if is_late else lacking
    return Gate(
        is_open=not waiting,
        complete=frozenset(complete - resting),
        held=frozenset({*resting, *unread, *waiting}),
        lacking=lacking,
        until=until,
    )


def _is_in(standings: Mapping[str, Standing], code: str, states: Collection[State]) -> bool:
    found = standings.get(code)
    return found is not None and found.state in states
