"""Shell: the messages of one wiki in the outbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.ledger.outbox import Entry, Outbox, State
from bot.plan.edits import Post

_OF_A_POST = tuple(Post.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message with its place in the outbox."""

    seq: int
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Gives the messages of one wiki in their order, and remembers how far each has come.

    Args:
        again: looks at people anew; gives the messages still wanted, by place in the outbox.
    """

    outbox: Outbox
    wiki: str
    again: Callable[[Sequence[Entry]], dict[int, Post]]

    def planned(self) -> Iterator[Letter]:
        """Give what is planned; each must be marked before the next is asked for.

        One is held in memory at a time: hundreds of wikis may be at work side by side.
        """
        while some := self.in_state(State.PLANNED, 1):
            yield from some

    def in_state(self, state: State, limit: int = 1_000_000) -> list[Letter]:
        """Give the messages in a state."""
        return [letter_of(entry) for entry in self.outbox.some(self.wiki, state, limit)]

    def mark(self, letter: Letter, state: State) -> None:
        """Say how far a message has come."""
        self.outbox.set_state(state, [letter.seq])

    def renew(self, state: State, limit: int) -> list[Letter]:
        """Look anew at some people in a state; give those who are still to get their message.

        They are in that state afterwards, with what was read now; the others are done.
        """
        entries = self.outbox.some(self.wiki, state, limit)
        fresh = self.again(entries)
        put(self.outbox, fresh)
        self.outbox.set_state(state, fresh)
        self.outbox.set_state(State.DONE, [entry.seq for entry in entries if entry.seq not in fresh])
        return [Letter(seq=seq, post=post) for seq, post in fresh.items()]


def put(outbox: Outbox, posts: dict[int, Post]) -> None:
    """Put messages into the outbox, by place."""
    outbox.plan((seq, post.key, post.title, post.language, _payload(post)) for seq, post in posts.items())


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def _payload(post: Post) -> str:
    return _ENCODER.encode({name: getattr(post, name) for name in _OF_A_POST})


def letter_of(entry: Entry) -> Letter:
    """Give a planned message as it was put into the outbox."""
    return Letter(seq=entry.seq, post=Post(**json.loads(entry.payload or "{}")))
