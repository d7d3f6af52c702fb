"""Pure: the words of a time phrase that together name a zone (`hora de Lima`, `New York`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.wikitext.time_tokens import Phrase, Token
from bot.wikitext.time_words import Kind

_MORE = frozenset({"time", "timezone"})
"""Words after a place that are part of a zone's name, as in `Eastern Time`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneWords:
    """Looks for zones among the words that mean nothing else."""

    phrase: Phrase
    read: Callable[[str], str | None]

    def join(self, pieces: Sequence[Token]) -> list[Token]:
        """Make one piece of each run of unknown words: a zone, or still unknown."""
        made: list[Token] = []
        at = 0
        while at < len(pieces):
            if pieces[at].kind is not Kind.UNKNOWN:
                made.append(pieces[at])
                at += 1
                continue
            at = self._add_run(pieces, at, made)
        return made

    def _add_run(self, pieces: Sequence[Token], at: int, made: list[Token]) -> int:
        """Add the piece that a run makes, and give where it ends."""
        end = self._end(pieces, at)
        choices = [(at, end)]
        if end < len(pieces) and pieces[end].text in _MORE:
            choices.insert(0, (at, end + 1))
        if made and made[-1] is pieces[at - 1] and made[-1].kind is Kind.AT:  # `La Paz`, `El Cairo`
            choices.append((at - 1, end))
        for first, after in choices:
            span = pieces[first].span[0], pieces[after - 1].span[1]
            words = self.phrase.words(*span)
            if self.read(words):
                if first < at:
                    made.pop()
                made.append(Token(kind=Kind.ZONE, span=span, text=words))
                return after
        span = pieces[at].span[0], pieces[end - 1].span[1]
        words = self.phrase.words(*span)
        kind = Kind.ZONE if words.isupper() and words.isalpha() and 2 <= len(words) <= 5 else Kind.UNKNOWN
        made.append(Token(kind=kind, span=span, text=words))
        return end

    def _end(self, pieces: Sequence[Token], at: int) -> int:
        """Give the place after the last unknown word that belongs with this one."""
        end = at + 1
        for place in range(at + 1, len(pieces)):
            gap = self.phrase.plain[pieces[place - 1].span[1] : pieces[place].span[0]]
            if gap.strip(" .") or pieces[place].kind not in {Kind.UNKNOWN, Kind.JOIN}:
                break
            if pieces[place].kind is Kind.UNKNOWN:
                end = place + 1
        return end
