"""Shell: the commands, each a function of its arguments; `scripts/` has one file for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.ledger.ledger import opened
from bot.run.command import Frame, run_command
from bot.run.exit_status import CommandError, ExitStatus


def announce(arguments: Sequence[str], *, usage: str) -> int:
    """Run `announce`."""
    return run_command(arguments, _announce, usage=usage, values=("page", "key", "save"), flags=("always",))


def _announce(frame: Frame) -> ExitStatus:
    # These import Pywikibot, which reads its configuration when it is imported: not before the frame stands.
    from bot.program.languages import fallbacks  # noqa: PLC0415
    from bot.run.announce import Announce  # noqa: PLC0415
    from bot.run.console import Console  # noqa: PLC0415
    from bot.run.wikis import Wikis  # noqa: PLC0415
    from bot.words.catalogue import default_catalogue  # noqa: PLC0415

    title = frame.options.values.get("page", "").strip()
    if not title:
        raise CommandError(
            ExitStatus.WRONG_SETTINGS, 'Which message? Give the page: -page:"Title of the message page".'
        )
    words = default_catalogue(fallbacks)
    job = Announce(
        settings=frame.settings,
        wikis=Wikis(settings=frame.settings, simulate=frame.options.simulate),
        words=words,
        console=Console(words=words, always="always" in frame.options.flags),
        title=title,
        name=frame.options.values.get("key", ""),
        save=Path(frame.options.values["save"]) if frame.options.values.get("save") else None,
    )
    if frame.options.simulate:
        return job.run()
    with opened(frame.settings.ledger) as ledger:
        job.ledger = ledger
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
    from bot.run.signups import SignUps  # noqa: PLC0415
    from bot.run.wikis import Wikis  # noqa: PLC0415
    from bot.words.catalogue import default_catalogue  # noqa: PLC0415

    words = default_catalogue(fallbacks)
    job = SignUps(
        settings=frame.settings,
        wikis=Wikis(settings=frame.settings, simulate=frame.options.simulate),
        words=words,
        console=Console(words=words, always="always" in frame.options.flags),
        today=datetime.now(UTC).date(),
    )
    if frame.options.simulate:
        return job.run()
    with opened(frame.settings.ledger) as ledger:
        job.ledger = ledger
        return job.run()
