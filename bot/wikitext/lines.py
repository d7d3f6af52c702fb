"""Pure: line numbers, for messages that tell people where on a page something stands."""

from bisect import bisect_right


class LineIndex:
    """The line breaks of one text, counted once so that each later question costs a binary search."""

    __slots__ = ("_starts",)

    def __init__(self, wikitext: str) -> None:
        """Count the lines of `wikitext`; only a line feed ends one, as in MediaWiki."""
        self._starts = [0]
        at = wikitext.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = wikitext.find("\n", at + 1)

    def line_of(self, offset: int) -> int:
        """Give the line, from 1, on which the character at `offset` stands."""
        return bisect_right(self._starts, offset)


def line_of(wikitext: str, offset: int) -> int:
    """Give the line, from 1, of the character at `offset`; for many questions use `LineIndex`."""
    return wikitext.count("\n", 0, offset) + 1
