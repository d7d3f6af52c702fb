"""Pure: who could teach whom: learners and sharers brought together, fairly spread.

A pair is better the more of this holds, in this order: they have a language in common; they are awake
together for long enough; the sharer has few learners yet; they are awake together for longer. Everybody
gets a sharer for each wish before anybody gets a second one, and wishes that few can fulfil come first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.program.closeness import Closeness
from bot.program.matching_board import Board
from bot.program.pairs import Matches, Pair, Person, Unmet, Why
from bot.program.vocabulary import Vocabulary

__all__ = ["Matches", "Pair", "Person", "Unmet", "Why", "asked_for", "match"]


def match(
    learners: Iterable[Person],
    sharers: Iterable[Person],
    *,
    vocabulary: Vocabulary,
    on: date,
    per_learner: int = 3,
    per_sharer: int = 5,
) -> Matches:
    """Bring learners and sharers together; the order in which they are given makes no difference.

    Args:
        learners: people; only what they want to learn counts. One username is one person.
        sharers: people, the same ones if they do both; only what they can share counts.
        vocabulary: by which skills are compared.
        on: the day, for summer time.
        per_learner: sharers for one learner, all skills together.
        per_sharer: learners for one sharer, all skills together.
    """
    board = Board(learners, sharers, vocabulary=vocabulary, closeness=Closeness(on), per_sharer=per_sharer)
    for turn in range(1, per_learner + 1):
        for learner, skill in board.wishes:
            if len(board.chosen[learner]) < per_learner and board.taught(learner, skill) < turn:
                board.choose(learner, skill)
    return Matches(pairs=tuple(board.pairs()), unmet=tuple(board.unmet(per_learner)))


def asked_for(topic: str, people: Iterable[Person], *, vocabulary: Vocabulary) -> tuple[Person, ...]:
    """Give the people who want to learn what a clinic is about, by username.

    Args:
        topic: the clinic's, in any language and spelling the vocabulary has.
        people: anybody.
        vocabulary: by which skills are compared.
    """
    key = vocabulary.key_of(topic)
    asked = {
        person.username: person
        for person in people
        if any(vocabulary.key_of(skill) == key for skill in person.learn)
    }
    return tuple(asked[username] for username in sorted(asked))
