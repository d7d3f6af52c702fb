"""Shell: the jobs, each made of what stands on the command line and in the settings, and run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.ledger.ledger import Ledger, glimpse, opened
from bot.program.changes import Change
from bot.program.languages import fallbacks
from bot.run.amend import Amend
from bot.run.announce import Announce
from bot.run.campaign_key import CampaignKey
from bot.run.command import Frame
from bot.run.console import Console
from bot.run.control import DECISIONS, Control
from bot.run.doctor import Doctor
from bot.run.doctor_machine import Machine
from bot.run.drafting import drafts
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.heartbeat import Heartbeat
from bot.run.preview import Previewer
from bot.run.run_schedule import entries_of, keep_timetable, show_timetable
from bot.run.runs import remembered
from bot.run.settings import Settings
from bot.run.signups import SignUps
from bot.run.status import StatusReport
from bot.run.steering import Steered, Steerer
from bot.run.stop_rule import check_talk
from bot.run.wikis import Wikis
from bot.words.catalogue import default_catalogue


def announce(frame: Frame) -> ExitStatus:
    """Announce a message or decide about its campaign; -amend: and -recall: change what was delivered."""
    options = frame.options
    if options.values.keys() & {*Change}:
        return _amend(frame)
    title = options.values.get("page", "").strip()
    listed = "listed" in options.flags
    if bool(title) == listed:
        raise CommandError(
            ExitStatus.WRONG_SETTINGS,
            'Which message? Give the page: -page:"Title of the message page"; or -listed for those on the'
            " organisers' page.",
        )
    if listed and options.values.keys() & {"key", "json"}:
        raise CommandError(ExitStatus.WRONG_SETTINGS, "-listed goes without -key: and -json:.")
    if listed and not frame.settings.pages.settings:
        raise CommandError(ExitStatus.WRONG_SETTINGS, "-listed needs pages.settings in the settings.")
    _control(frame, frame.settings)  # wrong options are told before anything is asked
    with ExitStack() as stack:
        memory = stack.enter_context((glimpse if options.simulate else opened)(frame.settings.ledger))
        end = stack.enter_context(remembered(memory, "announce"))
        wikis = Wikis(settings=frame.settings, simulate=options.simulate)
        console = _console(frame)
        steered = _steered(frame, wikis, console, memory)
        steered.check("announce", datetime.now(UTC).date())
        check_talk(steered.settings, wikis)

        def job(title: str) -> Announce:
            return Announce(
                settings=steered.settings,
                wikis=wikis,
                words=steered.words,
                console=console,
                title=title,
                name=options.values.get("key", ""),
                record=Path(options.values["json"]) if options.values.get("json") else None,
                memory=memory,
                dry=options.simulate,
                on_wiki="approval" in options.flags,
                routine=steered.protected.routine.get("announce", 0),
                control=_control(frame, steered.settings),
            )

        if not listed:
            return end(job(title).run())
        return end(_each(job, steered.steering.announcements, console))


def _each(job: Callable[[str], Announce], titles: Sequence[str], console: Console) -> ExitStatus:
    """Announce one message after the other; one that can't go out now holds up no other."""
    worst = ExitStatus.DONE
    if not titles:
        console.say("The organisers' page names no message to announce.")
    for title in titles:
        try:
            status = job(title).run()
        except CommandError as error:
            if error.status is ExitStatus.STOPPED:
                raise
            console.say(str(error))
            status = error.status
        worst = max(worst, status)
    return worst


def _control(frame: Frame, settings: Settings) -> Control:
    options, limits = frame.options, settings.limits
    decisions = [decided for name, decided in DECISIONS.items() if name in options.flags]
    if len(decisions) > 1:
        raise CommandError(ExitStatus.WRONG_SETTINGS, "Give one of -go, -resume, -pause and -cancel.")
    return Control(
        decision=decisions[0] if decisions else None,
        canary=options.number("canary", limits.canary),
        budget=options.number("budget", limits.budget),
        failed_only="retry" in options.flags,
    )


def _console(frame: Frame) -> Console:
    return Console(words=default_catalogue(fallbacks), always="always" in frame.options.flags)


def _steered(frame: Frame, wikis: Wikis, console: Console, memory: Ledger | None) -> Steered:
    """Give the settings that are in force, with what organisers set on the wiki."""
    pages = frame.settings.pages
    if pages.settings is None and pages.protected is None:
        return Steered(settings=frame.settings, words=console.words)
    steerer = Steerer(
        settings=frame.settings,
        words=console.words,
        home=wikis.home,
        say=console.say,
        memory=memory,
        dry=frame.options.simulate,
    )
    return steerer.steer()


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
    with ExitStack() as stack:
        memory = stack.enter_context((glimpse if options.simulate else opened)(frame.settings.ledger))
        end = stack.enter_context(remembered(memory, "announce"))
        wikis, console = Wikis(settings=frame.settings, simulate=options.simulate), _console(frame)
        steered = _steered(frame, wikis, console, memory)
        job = Amend(
            settings=steered.settings,
            wikis=wikis,
            words=steered.words,
            console=console,
            key=CampaignKey(
                key=key, page=options.values.get("page", "").strip(), name=options.values.get("key", "")
            ),
            change=change,
            dry=options.simulate,
            memory=memory,
            budget=options.number("budget", steered.settings.limits.budget),
        )
        return end(job.run())


def signups(frame: Frame) -> ExitStatus:
    """Look after the sign-ups, as the only run that does."""
    simulate = frame.options.simulate
    with ExitStack() as stack:
        memory = stack.enter_context((glimpse if simulate else opened)(frame.settings.ledger))
        end = stack.enter_context(remembered(memory, "signups"))
        lease = None
        if memory and not simulate:
            lease = stack.enter_context(memory.leased("job:signups", now=time.time()))
        wikis, console = Wikis(settings=frame.settings, simulate=simulate), _console(frame)
        steered = _steered(frame, wikis, console, memory)
        steered.check("signups", datetime.now(UTC).date())
        check_talk(steered.settings, wikis)
        job = SignUps(
            settings=steered.settings,
            wikis=wikis,
            words=steered.words,
            console=console,
            today=datetime.now(UTC).date(),
            memory=memory,
            dry=simulate,
            beat=Heartbeat(lease=lease),
        )
        return end(job.run())


def report(frame: Frame) -> ExitStatus:
    """Say how the program stands, and keep its status page."""
    simulate = frame.options.simulate
    with ExitStack() as stack:
        memory = stack.enter_context((glimpse if simulate else opened)(frame.settings.ledger))
        end = stack.enter_context(remembered(memory, "report"))
        wikis, console = Wikis(settings=frame.settings, simulate=simulate), _console(frame)
        told = StatusReport(
            steered=_steered(frame, wikis, console, memory),
            wikis=wikis,
            entries=entries_of(frame.settings) if frame.settings.timetable else (),
            memory=memory,
            say=console.say,
            now=datetime.now(UTC),
            dry=simulate,
        )
        return end(told.run())


def preview(frame: Frame) -> ExitStatus:
    """Show in a file what `announce` and `signups` would do; nothing is written on wikis or in the ledger."""
    frame = replace(frame, options=replace(frame.options, simulate=True))
    options = frame.options
    title, signups = options.values.get("page", "").strip(), "signups" in options.flags
    if not (title or signups):
        sentence = 'Of what? Give the message page: -page:"Title of the message page"; or -signups.'
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    language, spoken = options.values.get("ui", "en"), default_catalogue(fallbacks).languages()
    if language not in spoken:
        sentence = f"-ui: takes one of {', '.join(spoken)}, not “{language}”."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    with glimpse(frame.settings.ledger) as memory:
        wikis, console = Wikis(settings=frame.settings, simulate=True), _console(frame)
        steered = _steered(frame, wikis, console, memory)
        job = Previewer(
            settings=steered.settings,
            wikis=wikis,
            words=steered.words,
            console=console,
            memory=memory,
            now=datetime.now(UTC),
            file=Path(options.values.get("out") or "preview.html"),
            language=language,
            title=title,
            name=options.values.get("key", ""),
            signups=signups,
        )
        return job.run()


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
    settings, options = frame.settings, frame.options
    if "draft" in options.flags:
        home = Wikis(settings=settings, simulate=True).home
        _say(drafts(settings, bot=home.username or "YOUR BOT"))
        return ExitStatus.DONE
    return Doctor(
        settings=settings,
        machine=Machine(settings=settings, settings_file=frame.settings_file, folder=frame.folder),
        wikis=Wikis(settings=settings, simulate=options.simulate),
        say=_say,
        everything="all" in options.flags,
        message=options.values.get("page", ""),
    ).run()


def _say(line: str) -> None:
    print(line, flush=True)
