"""Pure: when something takes place, as people write it in English, Spanish, Arabic, French and Portuguese.

Every word of a phrase must be understood, and all that it says must agree, or nothing is read. Hours with
minutes, with `h` or from 13 on are those of 24, as is usual beside a zone; a bare `5` is not sure.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.wikitext.reading import reading
from bot.wikitext.time_dates import DateFinder, Day
from bot.wikitext.time_hours import LONGEST, Hours, lengths, read_hours
from bot.wikitext.time_reasons import NoTime, NoTimeError, Reason
from bot.wikitext.time_tokens import Phrase, Token, read_phrase, tokens
from bot.wikitext.time_words import Kind, fold
from bot.wikitext.time_zone_words import ZoneWords
from bot.wikitext.zones import read_zone

__all__ = ["NoTime", "Reason", "TimePhrase", "Zones", "read_length", "read_time_phrase"]

LONGEST_PHRASE = 500
"""Characters; a longer text is prose."""

_UNDECIDED = re.compile(
    r"(?<!\w)(?:tb[acd]|to be (?:confirmed|announced|decided|determined|defined)|por (?:confirmar|"
    r"definir|anunciar)|"
    r"a (?:confirmer|definir|confirmar|preciser|determiner|anunciar|annoncer)|(?:سي|ي)حدد لاحقا|"
    r"لم يحدد بعد)(?!\w)"
)
_NOTHING = re.compile(r"[\s\W_]*")
_BARE_LENGTH = re.compile(r"(?P<number>\d{1,3})(?:\s?[:h]\s?(?P<past>[0-5]\d))?\s?(?P<unit>h\.?)?(?:\s?min)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """What is known of time zones."""

    read: Callable[[str], str | None]  # a zone's name by what people write; None: unknown, or several
    zone_of: Callable[[str], tzinfo]  # by its name


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePhrase:
    """When something takes place."""

    local: datetime  # naive: as the clocks of the zone show it; `fold` says which of two
    zone: str  # a name of the tz database, or a fixed offset, as `Zones.read` gives it
    start: datetime  # aware, UTC, by the rules of the zone that are known now
    length: timedelta | None  # None: not said


def read_time_phrase(
    wikitext: str, zones: Zones, *, year: int | None = None, zone: str | None = None
) -> TimePhrase | NoTime:
    """Read one moment, or tell why there is no sure reading.

    Args:
        wikitext: a cell; several cells are put together with a comma.
        zones: what is known of them.
        year: of a day that is written without one; None: such a day isn't read.
        zone: of an hour that is written without one; None: such an hour isn't read.
    """
    if len(wikitext) > LONGEST_PHRASE:
        return NoTime(reason=Reason.UNREAD, span=(0, len(wikitext)))
    phrase = read_phrase(wikitext)
    try:
        return _Reading(phrase=phrase, zones=zones, year=year, zone=zone).read()
    except NoTimeError as error:
        span = phrase.span(*error.span) if error.span else (0, len(wikitext))
        return NoTime(reason=error.reason, span=span)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Zone:
    name: str
    offset: timedelta | None  # what the letters say, where they say it (`CEST`)
    span: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One phrase being read."""

    phrase: Phrase
    zones: Zones
    year: int | None
    zone: str | None

    def read(self) -> TimePhrase:
        self._refuse_unsaid()
        pieces = ZoneWords(phrase=self.phrase, read=self.zones.read).join(tokens(self.phrase))
        finder = DateFinder(pieces, self.phrase.plain)
        days = finder.days()
        hours = read_hours(pieces, finder.taken)
        if not days and not hours and self.phrase.moments:
            return self._linked()
        if not days:
            raise NoTimeError(Reason.NO_DATE)
        if not hours:
            raise NoTimeError(Reason.NO_TIME)
        first, last = self._days(days)
        stated = self._stated(hours)
        instant = self._instant(first, stated)
        zone = _best(stated[0][1])
        local = instant.astimezone(self.zones.zone_of(zone.name))
        for piece in finder.weekdays():
            weekday = piece.value[1] if isinstance(piece.value, tuple) else piece.value
            if weekday not in {first.weekday(), last.weekday()}:
                raise NoTimeError(Reason.WEEKDAY, piece.span)
        said = _length(pieces, hours)
        ends = local.replace(tzinfo=None, fold=0) + (said or timedelta())
        if last != first and last not in {ends.date(), (ends - timedelta(microseconds=1)).date()}:
            raise NoTimeError(Reason.SEVERAL, days[-1].span)
        length = self._elapsed(instant, ends, zone) if hours[0].length else said
        return TimePhrase(local=local.replace(tzinfo=None), zone=zone.name, start=instant, length=length)

    def _refuse_unsaid(self) -> None:
        if self.phrase.is_struck:
            raise NoTimeError(Reason.STRUCK)
        if _NOTHING.fullmatch(self.phrase.plain) and not self.phrase.moments:
            raise NoTimeError(Reason.EMPTY)
        if found := _UNDECIDED.search(self.phrase.plain) or _search_set(self.phrase.plain):
            raise NoTimeError(Reason.UNDECIDED, found.span())

    def _linked(self) -> TimePhrase:
        if len(set(self.phrase.moments)) != 1:
            raise NoTimeError(Reason.DISAGREE)
        start = self.phrase.moments[0]
        return TimePhrase(local=start.replace(tzinfo=None), zone="UTC", start=start, length=None)

    def _days(self, days: Sequence[Day]) -> tuple[date, date]:
        """Give the first and the last day; a session is on one, or ends on the next."""
        linked = {moment.year for moment in self.phrase.moments}
        said = {day.year for day in days if day.year}
        year = next(iter(said or linked), self.year) if len(said or linked) < 2 else self.year
        dates = list(dict.fromkeys(day.in_year(year) for day in days))
        if len(dates) > 2 or (len(dates) == 2 and dates[1] - dates[0] != timedelta(days=1)):
            raise NoTimeError(Reason.SEVERAL, days[-1].span)
        return dates[0], dates[-1]

    def _stated(self, hours: Sequence[Hours]) -> list[tuple[Hours, tuple[_Zone, ...]]]:
        """Give each statement with its zones; where only one has any, they are those of all."""
        stated = [(each, tuple(map(self._zone, each.zones))) for each in hours]
        with_zones = [zones for _, zones in stated if zones]
        if not with_zones and self.zone:
            with_zones = [(_Zone(name=self.zone, offset=None, span=hours[0].span),)]
        if not with_zones or len(with_zones) not in {1, len(stated)}:
            raise NoTimeError(Reason.NO_ZONE, next(each.span for each, zones in stated if not zones))
        return [(each, zones or with_zones[0]) for each, zones in stated]

    def _zone(self, piece: Token) -> _Zone:
        words = self.phrase.words(*piece.span)
        known = "UTC" if piece.value == "UTC" else self.zones.read(words)
        if known is None:
            raise NoTimeError(Reason.ZONE, piece.span)
        letters = read_zone(words) if words.isalpha() else None
        return _Zone(name=known, offset=letters.utcoffset(None) if letters else None, span=piece.span)

    def _instant(self, day: date, stated: Sequence[tuple[Hours, tuple[_Zone, ...]]]) -> datetime:
        """Give the one moment that all statements and links mean."""
        common: set[datetime] | None = set(self.phrase.moments) or None
        if common and len(common) > 1:
            raise NoTimeError(Reason.DISAGREE)
        for number, (hours, zones) in enumerate(stated):
            nearby = (0, -1, 1) if number else (0,)
            moments: set[datetime] = set()
            for away in nearby:
                moments |= self._moments(day + timedelta(days=away), hours.start, zones, required=not number)
            common = moments if common is None else common & moments
            if not common:
                raise NoTimeError(Reason.DISAGREE, hours.span)
        if common is None or len(common) != 1:
            raise NoTimeError(Reason.FOLD, stated[0][0].span)
        return common.pop()

    def _elapsed(self, start: datetime, local_end: datetime, zone: _Zone) -> timedelta:
        """Give how long it takes until clocks show the end, also where they change in between."""
        ends = set(_moments(local_end, self.zones.zone_of(zone.name)))
        if len(ends) != 1:
            raise NoTimeError(Reason.FOLD if ends else Reason.GAP, zone.span)
        length = ends.pop() - start
        if length <= timedelta():
            raise NoTimeError(Reason.LENGTH, zone.span)
        return length

    def _moments(self, day: date, at: time, zones: Sequence[_Zone], *, required: bool) -> set[datetime]:
        """Give the moments when the clocks of all these zones show that; more than one on a fold."""
        common: set[datetime] | None = None
        for zone in zones:
            moments = set(_moments(datetime.combine(day, at), self.zones.zone_of(zone.name)))
            if not moments and required:
                raise NoTimeError(Reason.GAP, zone.span)
            if zone.offset is not None:
                local = datetime.combine(day, at, UTC) - zone.offset
                if local not in moments and required:
                    raise NoTimeError(Reason.ZONE, zone.span)
                moments &= {local}
            common = moments if common is None else common & moments
        if not common and required:
            raise NoTimeError(Reason.DISAGREE, zones[-1].span)
        return common or set()


def _moments(local: datetime, zone: tzinfo) -> Iterator[datetime]:
    """Give the moments at which the clocks of a zone show this: none in a gap, two in a fold."""
    for fold_ in (0, 1):
        moment = local.replace(tzinfo=zone, fold=fold_).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None, fold=0) == local:
            yield moment


def _best(zones: Sequence[_Zone]) -> _Zone:
    """Give the zone that knows most: a place knows of summer time, an offset doesn't."""
    return next((zone for zone in zones if "/" in zone.name), zones[0])


def _length(pieces: Sequence[Token], hours: Sequence[Hours]) -> timedelta | None:
    found = {each.length for each in hours if each.length} | set(lengths(pieces))
    if len(found) > 1:
        raise NoTimeError(Reason.DISAGREE)
    return found.pop() if found else None


def _search_set(plain: str) -> re.Match[str] | None:
    """Find a word that is set for a time which is not known yet."""
    words = map(fold, reading().of_kind("read-time-undecided"))
    found = (re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain) for word in words if word)
    return next(filter(None, found), None)


def read_length(wikitext: str) -> timedelta | None:
    """Read how long something takes: `2 hours`, `90 min`, `1 h 30`, `1:30`, or a bare number.

    Returns:
        The length; None: it can't be read.
    """
    if len(wikitext) > LONGEST_PHRASE:
        return None
    phrase = read_phrase(wikitext)
    pieces = tokens(phrase)
    found = set(lengths(pieces))
    if any(
        any(map(str.isdigit, phrase.plain[slice(*each.span)]))
        for each in pieces
        if each.kind is not Kind.LENGTH
    ):
        found = set()  # `2 hours 30`, `2-3 hours`: a number is left over
    if not found and (match := _BARE_LENGTH.fullmatch(phrase.plain.strip(" .,()"))):
        number, past = int(match["number"]), int(match["past"] or 0)
        is_hours = match["past"] is not None or match["unit"] or number <= LONGEST.seconds // 3600
        found = {timedelta(hours=number, minutes=past) if is_hours else timedelta(minutes=number)}
    length = found.pop() if len(found) == 1 else None
    return length if length and timedelta() < length <= LONGEST else None
