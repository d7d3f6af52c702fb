"""Shell: the settings as they are in force: the operator's file, and what organisers set on the wiki."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from typing import TypeVar

from bot.ledger.ledger import Ledger
from bot.plan.steering import Protected, Steering, SteeringError, read_protected
from bot.plan.steering_table import read_steering
from bot.program.approval import PageRevision
from bot.program.problems import Problem
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.organisers import organisers_by_number
from bot.run.settings import Settings
from bot.run.settings_model import Limits, Organisers
from bot.run.steering_talk import Explanation, SteeringTalk
from bot.wiki.accounts import is_administrator
from bot.wiki.history import RedirectError, revisions_of
from bot.wiki.wiki import Wiki
from bot.words.catalogue import Catalogue
from bot.words.templates import read_template

KEPT = "settings:"
"""How the names begin under which the ledger keeps the last good versions."""

MOST_REVISIONS = 100
"""Versions of a page that are looked at for one that may be in force."""

JSON_MODEL = "json"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Steered:
    """What is in force now."""

    settings: Settings
    words: Catalogue
    steering: Steering = field(default_factory=Steering)
    protected: Protected = field(default_factory=Protected)
    explanations: tuple[Explanation, ...] = ()  # of what is wrong with the pages, for their talk pages

    def check(self, job: str, today: date) -> None:
        """Go on only where no organiser holds a job back.

        Raises:
            CommandError: one does.
        """
        if self.steering.pauses(job, today):
            until = self.steering.paused[job]
            sentence = (
                f"Organisers have paused {job}{f' until {until}' if until else ''}: see “"
                f"{self.settings.pages.settings}” on {self.settings.home}. Empty the row to let it go on."
            )
            raise CommandError(ExitStatus.STOPPED, sentence)


@dataclass(slots=True, kw_only=True)
class Steerer:
    """Reads both pages, and tells what is wrong with them; nothing is written on the wiki.

    Args:
        memory: the ledger, which keeps the last good version for when a page is moved away or deleted.
        dry: whether nothing may be written in the ledger.
    """

    settings: Settings
    words: Catalogue
    home: Wiki
    say: Callable[[str], None]
    memory: Ledger | None
    dry: bool
    explanations: list[Explanation] = field(default_factory=list)

    def steer(self) -> Steered:
        """Give what is in force now.

        Raises:
            CommandError: a page was moved away, and what it said is not known.
            WikiError: the home wiki can't be asked.
        """
        pages = self.settings.pages
        if pages.settings is None and pages.protected is None:
            return Steered(settings=self.settings, words=self.words)
        self.home.connect()
        settings, protected = self.settings, Protected()
        if pages.protected:
            read = partial(read_protected, page=pages.protected)
            protected = self._in_force(pages.protected, read, self._may_protect) or protected
            settings = _protected(settings, protected)
        steering = Steering()
        if pages.settings:
            find = organisers_by_number(self.home, settings.organisers.usernames)

            def by_organiser(each: PageRevision) -> bool:
                organiser = find(each.userid)
                return organiser is not None and not organiser.blocked

            steering = self._in_force(pages.settings, self._read_steering, by_organiser) or steering
        words = replace(self.words, overrides=_with_texts(self.words.overrides, steering))
        return Steered(
            settings=_steered(settings, steering),
            words=words,
            steering=steering,
            protected=protected,
            explanations=tuple(self.explanations),
        )

    def _in_force(
        self, title: str, read: Callable[[str], Found], counts: Callable[[PageRevision], bool]
    ) -> Found | None:
        """Find the newest version that counts and can be read; None: there is none.

        What is wrong with the newest that counts is told, and to be explained.
        """
        problems: tuple[Problem, ...] = ()
        newest: PageRevision | None = None
        found: Found | None = None
        in_force, ignored, fault = 0, "", ""
        try:
            for number, each in enumerate(revisions_of(self.home, title)):
                if number >= MOST_REVISIONS:
                    fault = (
                        f"None of the newest {MOST_REVISIONS} versions of “{title}” on {self.home.name} can"
                        f" be in force. Let an {self._talk().who(title)} look at it and save it anew."
                    )
                    break
                if each.text is None or not counts(each):
                    ignored = ignored or ("" if newest else each.username)
                    continue
                try:
                    found = read(each.text)
                    in_force = each.revid
                    self._remember(title, each)
                except SteeringError as error:
                    problems = problems if newest else error.problems
                newest = newest or each
                if in_force:
                    break
        except RedirectError as error:
            return self._remembered(title, read, counts, str(error))
        if newest or ignored:
            wrong = Explanation(title=title, problems=problems, in_force=in_force, ignored=ignored)
            self.explanations.append(wrong)
            self._talk().tell(wrong)
        if found is None:
            return self._remembered(title, read, counts, fault)
        return found

    def _talk(self) -> SteeringTalk:
        return SteeringTalk(settings=self.settings, words=self.words, home=self.home, say=self.say)

    def _remember(self, title: str, each: PageRevision) -> None:
        name, value = f"{KEPT}{title}", json.dumps(asdict(each), ensure_ascii=False)
        if self.memory and not self.dry and self.memory.kept(name) != value:
            self.memory.keep(name, value, at=time.time())

    def _remembered(
        self, title: str, read: Callable[[str], Found], counts: Callable[[PageRevision], bool], fault: str
    ) -> Found | None:
        """Give the last version that was in force, where the page has none and whoever made it still counts.

        Raises:
            CommandError: the page is not itself, and none is remembered.
        """
        kept = self.memory.kept(f"{KEPT}{title}") if self.memory else None
        with suppress(SteeringError, ValueError, TypeError):  # kept by an older version, perhaps
            each = PageRevision(**json.loads(kept or ""))
            if each.text is not None and counts(each):
                found = read(each.text)
                fault = fault or f"“{title}” has no version that counts."
                self.say(f"{fault} Its last good version is in force.")
                return found
        if fault:
            raise CommandError(ExitStatus.NEEDS_PERSON, fault)
        return None

    def _read_steering(self, text: str) -> Steering:
        title = self.settings.pages.settings or ""
        columns = frozenset(type(self.settings.columns).model_fields)
        steering = read_steering(text, page=title, columns=columns)
        if wrong := tuple(self._wrong_values(steering)):
            raise SteeringError(wrong)
        return steering

    def _wrong_values(self, steering: Steering) -> Iterator[Problem]:
        """Find texts that lack a value of the original, or have one that it hasn't."""
        for (key, language), text in steering.texts.items():
            original = self.words.original(language, key)
            if read_template(text).values() != read_template(original).values():
                yield Problem(reason="steering-missing", values=(0, f"text {key} {language}", original))

    def _may_protect(self, each: PageRevision) -> bool:
        """Tell whether an edit is the bot's or an administrator's: a page may have been made elsewhere."""
        if each.model != JSON_MODEL or not each.userid:
            return False
        if each.username == self.home.username:
            return True
        return is_administrator(self.home, each.userid)


def _protected(settings: Settings, protected: Protected) -> Settings:
    """Give the settings with the protected page's organisers and limits, none above the operator's."""
    update: dict[str, object] = {}
    if protected.organisers is not None:
        update["organisers"] = Organisers(usernames=protected.organisers)
    if protected.limits or protected.talk_pauses:
        own = settings.limits.model_dump()
        lowered: dict[str, object] = {
            name: _lower(own[name], number) for name, number in protected.limits.items()
        }
        pauses = settings.limits.talk_pauses or protected.talk_pauses
        update["limits"] = Limits(**{**own, **lowered, "talk_pauses": pauses})
    return settings.model_copy(update=update)


def _lower(operators: int, other: int) -> int:
    """Give the lower of two limits; 0 is none."""
    return min(operators, other) if operators and other else operators or other


def _steered(settings: Settings, steering: Steering) -> Settings:
    update: dict[str, object] = {}
    if steering.headings:
        own = settings.columns
        more = {
            column: tuple(dict.fromkeys((*getattr(own, column), *headings)))
            for column, headings in steering.headings.items()
        }
        update["columns"] = own.model_copy(update=more)
    if steering.languages:
        update["languages"] = settings.languages.model_copy(update={"offered": steering.languages})
    return settings.model_copy(update=update)


def _with_texts(
    overrides: Mapping[str, Mapping[str, str]], steering: Steering
) -> Mapping[str, Mapping[str, str]]:
    found = {language: dict(messages) for language, messages in overrides.items()}
    for (key, language), text in steering.texts.items():
        found.setdefault(language, {})[key] = text
    return found
