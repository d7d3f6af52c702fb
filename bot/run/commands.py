"""Shell: the commands, each a function of its arguments; `scripts/` has one file for each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bot.ledger.ledger import glimpse, opened
from bot.run.command import Frame, run_command
from bot.run.exit_status import CommandError, ExitStatus


def announce(arguments: Sequence[str], *, usage: str) -> int:
    """Run `announce`."""
    return run_command(
        arguments,
        _announce,
        usage=usage,
        values=("page", "key", "json", "canary", "budget", "amend", "recall"),
        flags=("always", "retry", *_DECISIONS),
    )


_DECISIONS = {"go": "go", "resume": "go", "pause": "paused", "cancel": "cancelled"}
"""The options by which the operator decides about a campaign, and what the ledger remembers of it."""


def _announce(frame: Frame) -> ExitStatus:
    # These import Pywikibot, which reads its configuration when it is imported: not before the frame stands.
    from bot.program.languages import fallbacks  # noqa: PLC0415
    from bot.run.announce import Announce  # noqa: PLC0415
    from bot.run.console import Console  # noqa: PLC0415
    from bot.run.control import Control, Decision  # noqa: PLC0415
    from bot.run.wikis import Wikis  # noqa: PLC0415
    from bot.words.catalogue import default_catalogue  # noqa: PLC0415

    options, limits = frame.options, frame.settings.limits
    if options.values.keys() & {"amend", "recall"}:
        return _amend(frame)
    title = options.values.get("page", "").strip()
    if not title:
        raise CommandError(
            ExitStatus.WRONG_SETTINGS, 'Which message? Give the page: -page:"Title of the message page".'
        )
    words = default_catalogue(fallbacks)
    decisions = [Decision(decided) for name, decided in _DECISIONS.items() if name in options.flags]
    if len(decisions) > 1:
        raise CommandError(ExitStatus.WRONG_SETTINGS, "Give one of -go, -resume, -pause and -cancel.")
    with (glimpse if options.simulate else opened)(frame.settings.ledger) as memory:
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
            control=Control(
                decision=decisions[0] if decisions else None,
                canary=options.number("canary", limits.canary),
                budget=options.number("budget", limits.budget),
                failed_only="retry" in options.flags,
            ),
        )
        return job.run()


def _amend(frame: Frame) -> ExitStatus:
    """Run `announce -amend:KEY` or `-recall:KEY`."""
    from bot.program.changes import Change  # noqa: PLC0415
    from bot.program.languages import fallbacks  # noqa: PLC0415
    from bot.run.amend import Amend  # noqa: PLC0415
    from bot.run.campaign_key import CampaignKey  # noqa: PLC0415
    from bot.run.console import Console  # noqa: PLC0415
    from bot.run.wikis import Wikis  # noqa: PLC0415
    from bot.words.catalogue import default_catalogue  # noqa: PLC0415

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
    with (glimpse if options.simulate else opened)(frame.settings.ledger) as memory:
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
        return job.run()


def doctor(arguments: Sequence[str], *, usage: str) -> int:
    """Run `doctor`."""
    return run_command(arguments, _doctor, usage=usage)


def _doctor(frame: Frame) -> ExitStatus:
    from bot.run.doctor import Doctor  # noqa: PLC0415
    from bot.run.wikis import Wikis  # noqa: PLC0415

    wikis = Wikis(settings=frame.settings, simulate=frame.options.simulate)
    return Doctor(settings=frame.settings, wikis=wikis, say=_say).run()


def _say(line: str) -> None:
    print(line, flush=True)


def signups(arguments: Sequence[str], *, usage: str) -> int:
    """Run `signups`."""
    return run_command(arguments, _signups, usage=usage, flags=("always",))


def _signups(frame: Frame) -> ExitStatus:
    from bot.program.languages import fallbacks  # noqa: PLC0415
    from bot.run.console import Console  # noqa: PLC0415
    from bot.run.heartbeat import Heartbeat  # noqa: PLC0415
    from bot.run.signups import SignUps  # noqa: PLC0415
    from bot.run.wikis import Wikis  # noqa: PLC0415
    from bot.words.catalogue import default_catalogue  # noqa: PLC0415

    words = default_catalogue(fallbacks)
    simulate = frame.options.simulate
    with ExitStack() as stack:
        memory = stack.enter_context((glimpse if simulate else opened)(frame.settings.ledger))
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
        return job.run()
