"""Shell: questions asked a few at a time, ahead of whoever needs the answers, which come in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


def ahead(questions: Iterable[Callable[[], Answer]], *, at_once: int) -> Iterator[Answer]:
    """Give the answer to each question, in the questions' order.

    Args:
        questions: each is called in a thread of its own; they are taken one by one as there is room.
        at_once: how many are asked, or answered and not yet taken, at a time.

    Raises:
        Exception: what a question raised, when its turn has come.
    """
    asked: deque[Future[Answer]] = deque()
    with ThreadPoolExecutor(at_once) as pool:
        for question in questions:
            asked.append(pool.submit(question))
            if len(asked) == at_once:
                yield asked.popleft().result()
        while asked:
            yield asked.popleft().result()
