"""Pure: the kinds of private data."""

from dataclasses import dataclass
from enum import StrEnum


class PrivateKind(StrEnum):
    """What somebody should not have put on a wiki page."""

    EMAIL = "email"
    PHONE = "phone"  # also links that hold a number
    BIRTH = "birth"
    CHAT = "chat"  # a personal account or group of a messenger


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateMention:
    """A place in a text that looks private."""

    kind: PrivateKind
    span: tuple[int, int]
