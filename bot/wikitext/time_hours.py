"""Pure: the hours that a time phrase names, each with its end and its zones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from bot.wikitext.time_reasons import NoTimeError, Reason
from bot.wikitext.time_tokens import BRACKETED, Clock, Token
from bot.wikitext.time_words import Half, Kind

LONGEST = timedelta(hours=12)
"""No session lasts as long; half the hours are read by it (`11-1 pm` is before noon)."""

LONGEST_OVERNIGHT = timedelta(hours=6)
"""Longer ones across midnight are ends typed wrong."""

_STATED = re.compile(
    r"(?P<between>b)?[fj]*(?P<start>t)[fj]*(?P<half>p?)(?P<zones>(?:[fj]*z)*)"
    r"(?:[fj]*(?P<to>[-a&])[fjwD]*(?P<end>t)[fj]*(?P<half2>p?)(?P<zones2>(?:[fj]*z)*))?"
)
_SILENT = "fjwDla"
"""Kinds that may stand anywhere."""

_END_OR_OFFSET = re.compile(r"\w\s?[-–—−](\d{1,2})[:.](\d\d)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """One statement of when a session begins."""

    start: time
    length: timedelta | None  # None: not said
    zones: tuple[Token, ...]
    span: tuple[int, int]


def read_hours(pieces: Sequence[Token], dated: set[int]) -> list[Hours]:
    """Give all statements of an hour in a phrase.

    Args:
        pieces: of the phrase.
        dated: places of those that are part of a date.

    Raises:
        NoTimeError: an hour isn't sure, or there is a piece that says something else.
    """
    kinds = "".join(_kind(piece, at in dated) for at, piece in enumerate(pieces))
    for piece in pieces:
        if piece.kind is Kind.UNKNOWN:
            raise NoTimeError(Reason.UNREAD, piece.span)
    found = []
    used: set[int] = set()
    for match in _STATED.finditer(kinds):
        used |= set(range(*match.span()))
        found.append(_hours(match, pieces))
    before = [at for at, kind in enumerate(kinds) if kind == "z" and at not in used]
    if len(before) == 1 and len(found) == 1 and not found[0].zones:  # `UTC 17:00`
        used.add(before[0])
        found = [_with_zone(found[0], pieces[before[0]])]
    for at, kind in enumerate(kinds):
        if at not in used and kind not in _SILENT and not (kind == "-" and not pieces[at].text.isalpha()):
            raise NoTimeError(Reason.ZONE if kind == "z" else Reason.UNREAD, pieces[at].span)
    return found


def _with_zone(hours: Hours, zone: Token) -> Hours:
    return Hours(start=hours.start, length=hours.length, zones=(zone,), span=hours.span)


def _kind(piece: Token, is_dated: bool) -> str:
    if is_dated:
        return "D"
    if piece.kind is Kind.NUMBER:
        return Kind.CLOCK.value
    return Kind.WEEKDAY.value if piece.kind is Kind.MONTH_OR_WEEKDAY else piece.kind.value


def _hours(match: re.Match[str], pieces: Sequence[Token]) -> Hours:
    span = pieces[match.start()].span[0], pieces[match.end() - 1].span[1]
    if match["to"] == "&" and not match["between"]:
        raise NoTimeError(Reason.SEVERAL, span)
    start = _clock(pieces[match.start("start")])
    start_half = _half(pieces, match, "half")
    zones = tuple(
        pieces[at]
        for group in ("zones", "zones2")
        if match[group]
        for at in range(*match.span(group))
        if pieces[at].kind is Kind.ZONE
    )
    if not match["end"]:
        minutes = _minutes(start, start_half, span, uses_halves=False, sure=start.sure)
        if len(minutes) != 1 or minutes[0] == 24 * 60:
            raise NoTimeError(Reason.HALF_OF_DAY, span)
        _refuse_end_as_offset(minutes[0], zones)
        return Hours(start=_time(minutes[0]), length=None, zones=zones, span=span)
    end = _clock(pieces[match.start("end")])
    end_half = _half(pieces, match, "half2")
    uses_halves = bool(start_half or end_half)
    sure = start.sure or end.sure
    starts = _minutes(start, start_half, span, uses_halves=uses_halves, sure=sure)
    ends = _minutes(end, end_half, span, uses_halves=uses_halves, sure=sure)
    first, length = _range(starts, ends, span)
    return Hours(start=_time(first), length=length, zones=zones, span=span)


def _refuse_end_as_offset(start: int, zones: Sequence[Token]) -> None:
    """Refuse `9:00 UTC-11:00`, which may be eleven hours west of UTC, or the end two hours later.

    Beside another zone it is an offset, and has to agree with that zone.
    """
    for zone in zones if len(zones) == 1 else ():
        if zone.value != BRACKETED and (end := _END_OR_OFFSET.search(zone.text)):
            length = (int(end[1]) * 60 + int(end[2]) - start) % (24 * 60)
            if 0 < length <= LONGEST_OVERNIGHT.seconds // 60:
                raise NoTimeError(Reason.ZONE, zone.span)


def _range(starts: Sequence[int], ends: Sequence[int], span: tuple[int, int]) -> tuple[int, timedelta]:
    """Give the one start and length that a session can have, among the hours that may be meant."""
    if 24 * 60 in starts:
        raise NoTimeError(Reason.HALF_OF_DAY, span)
    possible = {
        (start, length)
        for start in starts
        for end in ends
        if (length := timedelta(minutes=(end - start) % (24 * 60)))
        and length < LONGEST
        and (end > start or length <= LONGEST_OVERNIGHT)
    }
    if len(possible) != 1:
        raise NoTimeError(Reason.HALF_OF_DAY if possible else Reason.LENGTH, span)
    return possible.pop()


def _minutes(
    clock: Clock, half: Half | None, span: tuple[int, int], *, uses_halves: bool, sure: bool
) -> tuple[int, ...]:
    """Give the minutes of the day that may be meant.

    Args:
        clock: as written.
        half: that stands beside it.
        span: for the reason.
        uses_halves: whether one stands beside the other end of the range.
        sure: whether either end is written as hours of 24 are.
    """
    if clock.minute > 59 or clock.hour > 24 or (clock.hour == 24 and clock.minute):
        raise NoTimeError(Reason.IMPOSSIBLE, span)
    if half:
        hour = half.hour(clock.hour)
        if hour is None:
            raise NoTimeError(Reason.HALF_OF_DAY, span)
        return (hour * 60 + clock.minute,)
    if uses_halves and 1 <= clock.hour <= 12:
        return tuple(hour * 60 + clock.minute for hour in (clock.hour % 12, clock.hour % 12 + 12))
    if not sure and not uses_halves:
        raise NoTimeError(Reason.HALF_OF_DAY, span)
    return (clock.hour * 60 + clock.minute,)


def _clock(piece: Token) -> Clock:
    if isinstance(piece.value, Clock):
        return piece.value
    digits = str(piece.value)
    if len(digits) == 4:
        return Clock(hour=int(digits[:2]), minute=int(digits[2:]))
    if len(digits) > 2 or len(piece.text) > len(digits):
        raise NoTimeError(Reason.UNREAD, piece.span)
    return Clock(hour=int(digits), sure=int(digits) > 12 or digits.startswith("0"))


def _half(pieces: Sequence[Token], match: re.Match[str], group: str) -> Half | None:
    value = pieces[match.start(group)].value if match[group] else None
    return value if isinstance(value, Half) else None


def _time(minutes: int) -> time:
    return time(*divmod(minutes, 60))


def lengths(pieces: Sequence[Token]) -> Iterator[timedelta]:
    """Give how long it takes, where a phrase says so in hours or minutes."""
    minutes = [piece.value for piece in pieces if piece.kind is Kind.LENGTH and isinstance(piece.value, int)]
    if len(minutes) == 2 and minutes[0] % 60 == 0 and minutes[1] < 60:  # `1 hour 30 minutes`
        minutes = [sum(minutes)]
    yield from (timedelta(minutes=each) for each in minutes)
