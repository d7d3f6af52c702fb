"""Pure: why a time phrase has no sure reading."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why nothing is read; never is one reading taken over another."""

    EMPTY = "empty"  # nothing is said
    UNDECIDED = "undecided"  # somebody says that it isn't decided
    UNREAD = "unread"  # there is a word that isn't understood
    STRUCK = "struck"  # a part is struck out: somebody corrected it
    NO_DATE = "no-date"
    NO_YEAR = "no-year"
    NO_TIME = "no-time"
    NO_ZONE = "no-zone"
    IMPOSSIBLE = "impossible"  # no such day or hour
    DATE_ORDER = "date-order"  # 5/6/2027: May or June
    HALF_OF_DAY = "half-of-day"  # 5 UTC, 12 am: morning or evening, this midnight or that
    ZONE = "zone"  # letters or a name that mean no zone, or several; one that isn't in force on that day
    SEVERAL = "several"  # more days, times or lengths than one session has
    WEEKDAY = "weekday"  # it isn't that day of the week
    DISAGREE = "disagree"  # zones, times or a zonestamp link mean different moments
    LENGTH = "length"  # ends when it begins, or lasts longer than a session can
    GAP = "gap"  # the clock jumps over that time on that day
    FOLD = "fold"  # that time comes twice on that day


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTime:
    """A phrase from which no time is taken."""

    reason: Reason
    span: tuple[int, int]  # of what is at fault in the text; the whole text where nothing less is


class NoTimeError(ValueError):
    """Raised within the reading of a phrase."""

    def __init__(self, reason: Reason, span: tuple[int, int] | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.span = span  # in the plain text; None: the whole
