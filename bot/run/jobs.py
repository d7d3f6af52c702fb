"""Shell: the jobs, each made of what stands on the command line and in the settings, and run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.ledger.outbox import Outbox
from bot.program.changes import Change
from bot.run.amend import Amend
from bot.run.announce import Announce
from bot.run.archive_keeper import ArchiveKeeper
from bot.run.beginning import begun
from bot.run.campaign_key import CampaignKey
from bot.run.command import Frame
from bot.run.console import Console
from bot.run.control import DECISIONS, Control
from bot.run.doctor import Doctor
from bot.run.doctor_machine import Machine
from bot.run.drafting import drafts
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.heartbeat import Heartbeat
from bot.run.install_onwiki import InstallOnWiki
from bot.run.new_issue import NewIssue
from bot.run.newsletter import Newsletter
from bot.run.newsletter_desk import NewsletterDesk
from bot.run.preview import Previewer
from bot.run.remind import Remind
from bot.run.run_schedule import entries_of, keep_timetable, show_timetable
from bot.run.settings import Settings
from bot.run.signups import SignUps
from bot.run.status import StatusReport
from bot.run.stop_page import StopPage
from bot.run.stop_rule import why_stopped
from bot.run.update_calendar import UpdateCalendar
from bot.run.waiting_plans import forget_unlisted
from bot.run.wikis import Wikis
from bot.run.wording import catalogue_of, read_as_set
from bot.run.work import Work
from bot.wiki.waiting import steady


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
    with begun(frame, "announce") as started:
        steered, memory = started.steered, started.memory
        started.may_begin("announce", datetime.now(UTC).date())

        def job(title: str) -> Announce:
            return Announce(
                settings=steered.settings,
                wikis=started.wikis,
                words=steered.words,
                console=started.console,
                title=title,
                name=options.values.get("key", ""),
                record=Path(options.values["json"]) if options.values.get("json") else None,
                memory=memory,
                dry=options.simulate,
                on_wiki="approval" in options.flags,
                routine=steered.protected.routine.get("announce", 0),
                listed=listed,
                control=_control(frame, steered.settings),
            )

        if not listed:
            return started.end(job(title).run())
        titles = steered.steering.announcements
        if not titles:
            where = f"“{steered.settings.pages.settings}” on {steered.settings.home}"
            started.console.say(
                f"{where} names no message to announce. Let an organiser add a row “announce” with a link to"
                " the message page."
            )
        if memory and not options.simulate:
            forget_unlisted(memory, titles)
        return started.end(_each(job, titles, started.console))


def _each(job: Callable[[str], Announce], titles: Sequence[str], console: Console) -> ExitStatus:
    """Announce one message after the other; one that can't go out now holds up no other."""
    worst = ExitStatus.DONE
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


def _amend(frame: Frame) -> ExitStatus:
    """Run `announce -amend:KEY` or `-recall:KEY`."""
    options = frame.options
    [change, *more] = [change for change in Change if change.value in options.values]
    if more:
        raise CommandError(ExitStatus.WRONG_SETTINGS, "Give one of -amend: and -recall:.")
    options.check_others(f"-{change.value}:", ("-page:", "-key:", "-budget:", "-always"))
    key = options.values[change.value].strip()
    if not key:
        sentence = f"Which campaign? Give the title of its message page: -{change.value}:TITLE."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    with begun(frame, "announce") as started:
        started.may_begin("announce", datetime.now(UTC).date())
        settings = started.steered.settings
        job = Amend(
            settings=settings,
            wikis=started.wikis,
            words=started.steered.words,
            console=started.console,
            key=CampaignKey(
                key=key, page=options.values.get("page", "").strip(), name=options.values.get("key", "")
            ),
            change=change,
            dry=options.simulate,
            memory=started.memory,
            budget=options.number("budget", settings.limits.budget),
        )
        return started.end(job.run())


def signups(frame: Frame) -> ExitStatus:
    """Look after the sign-ups, as the only run that does."""
    return _alone(frame, "signups", lambda now, work: SignUps(today=now.date(), **work.shared()).run())


def update_calendar(frame: Frame) -> ExitStatus:
    """Keep the clinic calendar, as the only run that does."""
    return _alone(frame, "update_calendar", lambda now, work: UpdateCalendar(now=now, **work.shared()).run())


def install_onwiki(frame: Frame) -> ExitStatus:
    """Install the pages by which people sign up, as the only run that does."""
    return _alone(frame, "install_onwiki", lambda now, work: InstallOnWiki(now=now, **work.shared()).run())


def remind(frame: Frame) -> ExitStatus:
    """Remind people of clinics, as the only run that does."""
    with closing(Outbox()) as outbox:
        return _alone(frame, "remind", lambda _, work: Remind(outbox=outbox, **work.shared()).run())


def newsletter(frame: Frame) -> ExitStatus:
    """Keep drafts, publish and deliver issues; -new: begin one; -archive: keep the archive."""
    options = frame.options
    if {"archive", "new"} <= options.flags:
        raise CommandError(ExitStatus.WRONG_SETTINGS, "Give one of -new and -archive.")
    if options.values.keys() & {"name", "month"} and "new" not in options.flags:
        raise CommandError(ExitStatus.WRONG_SETTINGS, "-name: and -month: go with -new.")
    on_wiki = "approval" in options.flags
    if on_wiki and "archive" not in options.flags:
        sentence = "-approval goes with -archive; an issue waits for “ready” on the wiki anyway."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    if "new" in options.flags:
        options.check_others("-new", ("-name:", "-month:", "-always"))
    if "archive" in options.flags:
        options.check_others("-archive", ("-approval", "-always"))
        return _alone(
            frame,
            "newsletter",
            lambda now, work: ArchiveKeeper(now=now, on_wiki=on_wiki, **work.shared()).run(),
        )
    _control(frame, frame.settings)  # wrong options are told before anything is asked

    def run(now: datetime, work: Work) -> ExitStatus:
        desk = NewsletterDesk(now=now, **work.shared())
        if "new" in options.flags:
            name, month = options.values.get("name", "").strip(), options.values.get("month", "").strip()
            return NewIssue(desk=desk, name=name, month=month).run()
        return Newsletter(desk=desk, control=_control(frame, desk.settings)).run()

    return _alone(frame, "newsletter", run)


def _alone(frame: Frame, name: str, run: Callable[[datetime, Work], ExitStatus]) -> ExitStatus:
    """Run a job of which one is at work at a time.

    Args:
        frame: the options and the operator's settings.
        name: of the job.
        run: runs it, given the time and what such jobs have in common.
    """
    now = datetime.now(UTC)
    with begun(frame, name, alone=True) as started:
        steered = started.steered
        started.may_begin(name, now.date())
        work = Work(
            settings=steered.settings,
            wikis=started.wikis,
            words=steered.words,
            console=started.console,
            memory=started.memory,
            dry=frame.options.simulate,
            beat=Heartbeat(lease=started.lease),
            stop_page=StopPage(
                sentence=lambda: why_stopped(steered.settings, started.wikis), looked_at=steady()
            ),
        )
        return started.end(run(now, work))


def report(frame: Frame) -> ExitStatus:
    """Say how the program stands, and keep its status page."""
    with begun(frame, "report") as started:
        told = StatusReport(
            steered=started.steered,
            wikis=started.wikis,
            entries=entries_of(frame.settings) if frame.settings.timetable else (),
            memory=started.memory,
            say=started.console.say,
            now=datetime.now(UTC),
            dry=frame.options.simulate,
        )
        status = told.run()
        if status is not ExitStatus.STOPPED:
            started.explain()
        return started.end(status)


def preview(frame: Frame) -> ExitStatus:
    """Show in a file what `announce` and `signups` would do; nothing is written on wikis or in the ledger."""
    frame = replace(frame, options=replace(frame.options, simulate=True))
    options = frame.options
    title, signups = options.values.get("page", "").strip(), "signups" in options.flags
    if not (title or signups):
        sentence = 'Of what? Give the message page: -page:"Title of the message page"; or -signups.'
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    language, spoken = options.values.get("ui", "en"), catalogue_of(frame.settings).languages()
    if language not in spoken:
        sentence = f"-ui: takes one of {', '.join(spoken)}, not “{language}”."
        raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    with begun(frame, "preview") as started:
        job = Previewer(
            settings=started.steered.settings,
            wikis=started.wikis,
            words=started.steered.words,
            console=started.console,
            memory=started.memory,
            now=datetime.now(UTC),
            file=Path(options.values.get("out") or "preview.html"),
            language=language,
            title=title,
            name=options.values.get("key", ""),
            signups=signups,
        )
        return started.end(job.run())


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
    read_as_set(settings)
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
