"""What is read in, for the length of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.wikitext.reading import Reading, read_with, reading


@contextmanager
def reading_with(besides: Reading) -> Iterator[None]:
    """Put languages and words in force for a while."""
    before = reading()
    read_with(besides)
    try:
        yield
    finally:
        read_with(before)
