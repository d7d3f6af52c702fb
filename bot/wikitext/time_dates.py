"""Pure: the days that a time phrase names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.wikitext.time_reasons import NoTimeError, Reason
from bot.wikitext.time_tokens import Token
from bot.wikitext.time_words import Kind

YEARS = range(2000, 2100)
"""Four digits beside a date are its year within these, and an hour otherwise (`24 March 1500 UTC`)."""

_RANGE = {Kind.TO, Kind.TO_OR_AT, Kind.AND}


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day as it is named."""

    month: int
    day: int
    year: int | None  # None: not said
    span: tuple[int, int]

    def in_year(self, year: int | None) -> date:
        """Give the day of its own year, or else of this one.

        Raises:
            NoTimeError: there is no such day, or no year.
        """
        if self.year is None and year is None:
            raise NoTimeError(Reason.NO_YEAR, self.span)
        try:
            return date(self.year or year or 0, self.month, self.day)
        except ValueError:
            raise NoTimeError(Reason.IMPOSSIBLE, self.span) from None


@dataclass(slots=True)
class DateFinder:
    """Finds the days among the pieces of a phrase, and which pieces they take."""

    pieces: Sequence[Token]
    plain: str
    taken: set[int] = field(default_factory=set)  # places in `pieces`

    def weekdays(self) -> list[Token]:
        """Give the days of the week, those that might be months among them, if a month stands elsewhere."""
        months = self._months()
        return [
            piece
            for at, piece in enumerate(self.pieces)
            if piece.kind is Kind.WEEKDAY or (piece.kind is Kind.MONTH_OR_WEEKDAY and at not in months)
        ]

    def days(self) -> list[Day]:
        """Give the days in their order.

        Raises:
            NoTimeError: one of them isn't sure, or there are more than a session has.
        """
        months = self._months()
        found = []
        for at, piece in enumerate(self.pieces):
            if at in months:
                found.append(self._named(at))
            elif piece.kind is Kind.DAY:
                self.taken.add(at)
                found.append(_in_digits(piece))
        return found

    def _months(self) -> set[int]:
        months = {at for at, piece in enumerate(self.pieces) if piece.kind is Kind.MONTH}
        unsure = [at for at, piece in enumerate(self.pieces) if piece.kind is Kind.MONTH_OR_WEEKDAY]
        has_day = any(piece.kind is Kind.DAY for piece in self.pieces)
        return months if months or not unsure or has_day else {unsure[-1]}

    def _named(self, at: int) -> Day:
        piece = self.pieces[at]
        month = piece.value[0] if isinstance(piece.value, tuple) else piece.value
        before, after = self._beside(at, -1), self._beside(at, 1)
        place = before if self._day(before) else after if self._day(after) else None
        if place is None or not isinstance(month, int):
            raise NoTimeError(Reason.NO_DATE, piece.span)
        step = -1 if place == before else 1
        if self._is_one_of_several(place, step):
            raise NoTimeError(Reason.SEVERAL, self._span({place, at}))
        used = {at, place}
        year, year_at = self._year(min(used), max(used), before_day=step == 1)
        used |= set() if year_at is None else {year_at}
        day = self._day(place)
        self.taken |= used
        return Day(month=month, day=day, year=year, span=self._span(used))

    def _day(self, at: int | None) -> int:
        """Give the day of the month that stands there; 0: none does."""
        number = self._number(at, 2)
        return number if 1 <= number <= 31 else 0

    def _number(self, at: int | None, digits: int) -> int:
        piece = self.pieces[at] if at is not None and at not in self.taken else None
        if piece is None or piece.kind is not Kind.NUMBER or not isinstance(piece.value, str):
            return 0
        return int(piece.value) if len(piece.value) <= digits else 0

    def _year(self, first: int, last: int, *, before_day: bool) -> tuple[int | None, int | None]:
        """Give the year after a day and its month, or before a month and its day, and its place."""
        places = [self._beside(last, 1, commas=True), self._beside(first, -1) if before_day else None]
        found = [(year, at) for at in places if (year := self._number(at, 4)) in YEARS]
        if len(found) > 1:
            raise NoTimeError(
                Reason.SEVERAL, self._span({first, last, *(at for _, at in found if at is not None)})
            )
        return found[0] if found else (None, None)

    def _is_one_of_several(self, at: int, step: int) -> bool:
        """Tell whether a day is an end of a range: `5-7 March`, `March 5-7`."""
        between, other = at + step, at + 2 * step
        if not 0 <= other < len(self.pieces) or self.pieces[between].kind not in _RANGE:
            return False
        return self._day(other) > 0

    def _beside(self, at: int, step: int, *, commas: bool = False) -> int | None:
        """Give the place of the next piece on one side, words such as `of` passed over."""
        place = at + step
        while 0 <= place < len(self.pieces):
            left, right = sorted((place, place - step))
            start, end = self.pieces[left].span[1], self.pieces[right].span[0]
            if not commas and self.plain[start:end].strip(" .\t\u00a0"):
                return None
            piece = self.pieces[place]
            if piece.kind is not Kind.JOIN and not (piece.text == "-" and start == end):
                return place
            place += step
        return None

    def _span(self, places: set[int]) -> tuple[int, int]:
        return self.pieces[min(places)].span[0], self.pieces[max(places)].span[1]


def _in_digits(piece: Token) -> Day:
    orders = piece.value if isinstance(piece.value, list) else []
    if len(orders) != 1:
        raise NoTimeError(Reason.DATE_ORDER, piece.span)
    year, month, day = orders[0]
    if year not in YEARS:
        raise NoTimeError(Reason.IMPOSSIBLE, piece.span)
    return Day(year=year, month=month, day=day, span=piece.span)
