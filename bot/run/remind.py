"""Shell: the reminders job: who registered for which clinic, what is due to them, and the telling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.ledger.ledger import Ledger
from bot.ledger.outbox import Entry, Outbox, State
from bot.plan.announce import rule_against
from bot.plan.edits import Campaign, Post, Skip
from bot.plan.notes import keys_in
from bot.plan.remind import ReminderMaker, earliest
from bot.program.outcomes import Ending, Outcome
from bot.program.reminders import Due, Item, Rules
from bot.program.talkpage import TalkPage
from bot.run.census import Census
from bot.run.delivery import TOO_LATE
from bot.run.dispatch import MARGIN, Dispatch
from bot.run.exit_status import CommandError, ExitStatus, status_of_writes
from bot.run.mail import put
from bot.run.planning import PAGES_AT_ONCE
from bot.run.progress import Progress, endings_of
from bot.run.reminded_people import Registered, registered_people
from bot.run.reminder_memory import NAME, ReminderMemory
from bot.run.update_calendar import UpdateCalendar
from bot.run.work import Work
from bot.wiki.pages import batches
from bot.wiki.rendering import plain, render


@dataclass(slots=True, kw_only=True)
class Remind(Work):
    """One run of the job."""

    outbox: Outbox
    people: dict[str, Registered] = field(default_factory=dict)  # by user name
    posts: dict[str, tuple[Post, tuple[Item, ...]]] = field(default_factory=dict)  # by key, as last planned
    planned: dict[str, str] = field(default_factory=dict)  # under which name an item goes out, by its key
    skips: list[Skip] = field(default_factory=list)
    waits: int = 0  # people who wait for a later run
    census: Census = field(init=False)
    known: ReminderMemory = field(init=False)
    maker: ReminderMaker = field(init=False)

    def __post_init__(self) -> None:
        title = self.settings.pages.calendar or ""
        campaign = Campaign(program=self.settings.program, name=NAME, title=title, counted=False)
        self.census = Census(
            settings=self.settings,
            wikis=self.wikis,
            campaign=campaign,
            memory=self.memory,
            dry=self.dry,
            message_page=title,
        )
        self.maker = ReminderMaker(
            campaign=campaign,
            words=self.words,
            calendar=title,
            signup_page=self.settings.pages.signup,
            team_page=self.settings.pages.team,
            offered=self.settings.languages.offered,
        )
        self.known = ReminderMemory(
            ledger=self.memory, campaign=campaign, home=self.settings.home, dry=self.dry
        )

    @property
    def rules(self) -> Rules:
        """When people are reminded."""
        of_settings = self.settings.clinics
        return Rules(hours=of_settings.remind_hours, thanks=timedelta(days=of_settings.thanks_days))

    def run(self) -> ExitStatus:
        """Read, plan, show, ask, write.

        Raises:
            CommandError: it can't be begun, or is stopped.
            WikiError: the home wiki is away.
            LedgerError: the ledger can't be used.
        """
        calendar = UpdateCalendar(now=self._now(), **self.shared())
        reading = calendar.read(needs_roster=True)
        people = calendar.registered.people
        self.people, elsewhere = registered_people(self.settings, reading.memory.known, people)
        if elsewhere:
            self.console.say(
                f"{elsewhere} people live on wikis with direct = false, where no reminders go:"
                " tell them yourself."
            )
        due = self._due_by_name()
        self._plan(due)
        self._limit()
        self._show()
        if self.dry or self.memory is None:
            self.console.say("\nDry run: nothing was written.")
            return self._status(())
        if self.posts and not self.console.agrees(f"Write these {len(self.posts)} messages?"):
            self.console.say("Nothing was written.")
            return ExitStatus.NEEDS_PERSON
        if self.posts and not calendar.keep_memory(reading):
            self.console.say(
                "The calendar could not be written, or changed meanwhile: nobody is reminded in this run."
                " The next one tries again."
            )
            return ExitStatus.LATER
        return self._status(self._deliver(self.memory) if self.posts else ())

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.wikis.home.clock(), UTC)

    def _due_by_name(self) -> dict[str, list[Due]]:
        """Give what is due by what the ledger knows of people by their names, so that no wiki is asked."""
        rules, now = self.rules, self._now()
        dealt_with = self.known.dealt_with({name: each.items(rules) for name, each in self.people.items()})
        found = {
            name: each.due(dealt_with.get(name, set()), now, rules) for name, each in self.people.items()
        }
        return {name: due for name, due in found.items() if due}

    def _plan(self, due: dict[str, list[Due]]) -> None:
        """Ask the wikis about those to whom something is due, and put their messages into the outbox."""
        waiting = self._waiting() if due else set()
        order = sorted(due, key=lambda name: (earliest(due[name]), name))
        self.waits += sum(name in waiting for name in order)
        self.outbox.address((self.people[name].wiki, name, NAME) for name in order if name not in waiting)
        for wiki in self.outbox.wikis(State.ADDRESSED):
            entries = self.outbox.some(wiki, State.ADDRESSED, len(order))
            self.census.open(wiki)
            if not self.census.greet(wiki):
                self.console.say(f"  - {self.census.away[wiki]}")
                self.waits += len(entries)
                self.outbox.set_state(State.DONE, [entry.seq for entry in entries])
                continue
            for some in batches(entries, PAGES_AT_ONCE):
                self.outbox.set_state(State.DONE, [entry.seq for entry in some])
                self._look(some)
        self.census.end()

    def _look(self, entries: Sequence[Entry]) -> dict[int, Post]:
        """Look at some people of one wiki; give the messages that are due to them now, by place."""
        if not entries:
            return {}
        wiki = entries[0].wiki
        pages = self.census.look(wiki, [entry.username for entry in entries])
        found: dict[int, Post] = {}
        for entry in entries:
            page = pages.get((wiki, entry.username))
            if page is None:
                self.waits += 1
            elif post := self._decide(entry.username, page):
                found[entry.seq] = post
        put(self.outbox, found)
        return found

    def _decide(self, username: str, page: TalkPage) -> Post | None:
        """Give the message that is due to somebody; None: nothing is, or a rule is against it."""
        person, rules = self.people[username], self.rules
        keys = {self.maker.key(page.person_id, item): item for item in person.items(rules)}
        told = self.known.told(keys) | (keys.keys() & self.census.messages.keys())
        told |= keys.keys() & set(keys_in(page.text, self.maker.campaign))
        told |= {key for key in keys if self.planned.get(key, username) != username}  # by another name
        done = {keys[key] for key in told}
        dealt_with = self.known.dealt_with({username: keys.values()}).get(username, set())
        if new := done - dealt_with:
            self.known.deal_with(username, new, "told before")
        due = person.due(done | dealt_with, self._now(), rules)
        if not due:
            return None
        items = tuple(item for each in due for item in each.items)
        if reason := rule_against(page, bot=self.wikis.home.username):
            self.skips.append(Skip(wiki=person.wiki, username=username, reason=reason))
            self.known.deal_with(username, items, "by rule")
            return None
        post = self.maker.make(person.addressee, due, page, self.census.readers[person.wiki])
        self.posts[post.key] = (post, items)
        self.planned |= dict.fromkeys(keys_in(post.text, self.maker.campaign), username)
        return post

    def _limit(self) -> None:
        """Refuse more people than a run may write to, and leave what is beyond its budget for the next.

        Raises:
            CommandError: there are more people.
        """
        limits = self.settings.limits
        if len(self.posts) > limits.people:
            sentence = (
                f"Reminders are due to {len(self.posts)} people; limits.people is {limits.people}. Look at"
                " the lists of the clinics, then raise the limit."
            )
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        if limits.budget:
            self.waits += self.outbox.leave_all_but(limits.budget)

    def _waiting(self) -> set[str]:
        """Give those whose last message was begun and may still come through; forget what never will."""
        waiting = set()
        for each in self.memory.begun(NAME) if self.memory else ():
            of_settings = self.settings.wikis.get(each.wiki)
            limit = of_settings.request_time_limit if of_settings else 0.0
            if self.wikis.home.clock() - each.intended_at <= limit + MARGIN:
                waiting.add(each.username)
            elif self.memory and not self.dry and self.census.greet(each.wiki):
                if not self.memory.has_posted(each.key):
                    self.memory.settle(each.key, Outcome.LATER)
            else:
                waiting.add(each.username)
        return waiting

    def _show(self) -> None:
        """Show how many messages there are, who gets none and why, and one of each language."""
        say = self.console.say
        say(f"Reminders: {len(self.posts)} to write.")
        posts = [post for post, _ in self.posts.values()]
        for post in posts:
            say(f"  {post.title} on {post.wiki} ({post.language}): {post.heading}")
        for skip in self.skips:
            say(f"  none to {skip.username}: {self.words.say('en', skip.reason.word)}")
        if self.waits:
            say(f"  for a later run: {self.waits}")
        for post in {post.language: post for post in reversed(posts)}.values():
            text = f"== {post.heading} ==\n{post.text}"
            say(f"\nSample, for {post.title}:")
            shown = plain(render(self.wikis[post.wiki], title=post.title, text=text))
            say("\n".join(f"  | {line}" for line in shown.splitlines()))

    def _deliver(self, ledger: Ledger) -> list[Ending]:
        """Write what is planned, and remember who was told of what."""
        dispatch = Dispatch(
            settings=self.settings,
            wikis=self.wikis,
            ledger=ledger,
            campaign=self.maker.campaign,
            outbox=self.outbox,
            again=self._look,
            stop_page=self.stop_page,
            show=self._progress,
        )
        self.console.say("\nWriting:")
        try:
            progresses = dispatch.run()
        finally:
            self._remember(ledger)
        self.console.ended(progresses)
        return endings_of(progresses)

    def _progress(self, progress: Progress) -> None:
        self.beat()
        self.console.progress(progress)

    def _remember(self, ledger: Ledger) -> None:
        """Write down what came of each message: who was told of what, and what is not tried again."""
        for each in ledger.remembered(NAME, keys=self.posts):
            post, items = self.posts[each.key]
            if each.outcome is Outcome.POSTED:
                self.known.remember(each, keys_in(post.text, self.maker.campaign))
            if each.outcome in {Outcome.POSTED, Outcome.REFUSED}:
                self.known.deal_with(post.username, items, str(each.outcome))

    def _status(self, endings: Iterable[Ending]) -> ExitStatus:
        outcomes = {ending.outcome for ending in endings if ending != TOO_LATE}
        return status_of_writes(outcomes, waits=self.waits, person=False)
