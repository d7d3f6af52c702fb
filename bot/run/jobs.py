"""Shell: the jobs, each made of what stands on the command line and in the settings, and run."""

from __future__ import annotations

import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bot.ledger.ledger import glimpse, opened
from bot.program.changes import Change
from bot.program.languages import fallbacks
from bot.run.amend import Amend
from bot.run.announce import Announce
from bot.run.campaign_key import CampaignKey
from bot.run.command import Frame
from bot.run.console import Console
from bot.run.control import DECISIONS, Control
from bot.run.doctor import Doctor
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.heartbeat import Heartbeat
from bot.run.run_schedule import keep_timetable, show_timetable
from bot.run.runs import remembered
from bot.run.signups import SignUps
from bot.run.wikis import Wikis
from bot.words.catalogue import default_catalogue


def announce(frame: Frame) -> ExitStatus:
    """Announce a message or decide about its campaign; -amend: and -recall: change what was delivered."""
    options, limits = frame.options, frame.settings.limits
    if options.values.keys() & {*Change}:
        return _amend(frame)
    title = options.values.get("page", "").strip()
    if not title:
        raise CommandError(
            ExitStatus.WRONG_SETTINGS, 'Which message? Give the page: -page:"Title of the message page".'
        )
    words = default_catalogue(fallbacks)
    decisions = [decided for name, decided in DECISIONS.items() if name in options.flags]
    if len(decisions) > 1:
        raise CommandError(ExitStatus.WRONG_SETTINGS, "Give one of -go, -resume, -pause and -cancel.")
    with ExitStack() as stack:
        memory = stack.enter_context((glimpse if options.simulate else opened)(frame.settings.ledger))
        end = stack.enter_context(remembered(memory, "announce"))
        job = Announce(
            settings=frame.settings,
            wikis=Wikis(settings=frame.settings, simulate=options.simulate),
            words=words,
            console=Console(words=words, always="always" in options.flags),
            title=title,
            name=options.values.get("key", ""),
            record=Path(options.values["json"]) if options.values.get("json") else None,
            memory=memory,
            dry=options.simulate,
            on_wiki="approval" in options.flags,
            control=Control(
                decision=decisions[0] if decisions else None,
                canary=options.number("canary", limits.canary),
                budget=options.number("budget", limits.budget),
                failed_only="retry" in options.flags,
            ),
        )
        return end(job.run())


def _amend(frame: Frame) -> ExitStatus:
    """Run `announce -amend:KEY` or `-recall:KEY`."""
    options = frame.options
    [change, *more] = [change for change in Change if change.value in options.values]
    others = (options.values.keys() - {"page", "key", "budget", "settings", *Change}) | options.flags - {
        "always"
    }
    if more:
        raise CommandError(ExitStatus.WRONG_SETTINGS, "Give one of -amend: and -recall:.")
    if others:
        wrong = ", ".join(f"-{name}" for name in sorted(others))
        sentence = f"-{change.value}: goes with -page:, -key:, -budget: and -always, not with {wrong}."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    key = options.values[change.value].strip()
    if not key:
        sentence = f"Which campaign? Give the title of its message page: -{change.value}:TITLE."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    words = default_catalogue(fallbacks)
    with ExitStack() as stack:
        memory = stack.enter_context((glimpse if options.simulate else opened)(frame.settings.ledger))
        end = stack.enter_context(remembered(memory, "announce"))
        job = Amend(
            settings=frame.settings,
            wikis=Wikis(settings=frame.settings, simulate=options.simulate),
            words=words,
            console=Console(words=words, always="always" in options.flags),
            key=CampaignKey(
                key=key, page=options.values.get("page", "").strip(), name=options.values.get("key", "")
            ),
            change=change,
            dry=options.simulate,
            memory=memory,
            budget=options.number("budget", frame.settings.limits.budget),
        )
        return end(job.run())


def signups(frame: Frame) -> ExitStatus:
    """Look after the sign-ups, as the only run that does."""
    words = default_catalogue(fallbacks)
    simulate = frame.options.simulate
    with ExitStack() as stack:
        memory = stack.enter_context((glimpse if simulate else opened)(frame.settings.ledger))
        end = stack.enter_context(remembered(memory, "signups"))
        lease = None
        if memory and not simulate:
            lease = stack.enter_context(memory.leased("job:signups", now=time.time()))
        job = SignUps(
            settings=frame.settings,
            wikis=Wikis(settings=frame.settings, simulate=simulate),
            words=words,
            console=Console(words=words, always="always" in frame.options.flags),
            today=datetime.now(UTC).date(),
            memory=memory,
            dry=simulate,
            beat=Heartbeat(lease=lease),
        )
        return end(job.run())


def run_schedule(frame: Frame) -> ExitStatus:
    """Keep the timetable, or show it."""
    if "list" in frame.options.flags:
        return show_timetable(frame.settings, now=time.time(), say=_say)
    if frame.options.simulate:
        sentence = "run_schedule has no -simulate: try each command of the timetable with it, or use -list."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    return keep_timetable(frame.settings, frame.settings_file, once="once" in frame.options.flags)


def doctor(frame: Frame) -> ExitStatus:
    """Look whether everything is there that the bot needs."""
    wikis = Wikis(settings=frame.settings, simulate=frame.options.simulate)
    return Doctor(settings=frame.settings, wikis=wikis, say=_say).run()


def _say(line: str) -> None:
    print(line, flush=True)
