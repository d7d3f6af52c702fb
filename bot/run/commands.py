"""Shell: the commands, each a function of its arguments; `scripts/` has one file for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.run.command import Frame, run_command
from bot.run.control import DECISIONS
from bot.run.exit_status import ExitStatus


def announce(arguments: Sequence[str], *, usage: str) -> int:
    """Run `announce`."""
    return run_command(
        arguments,
        _job("announce"),
        usage=usage,
        values=("page", "key", "json", "canary", "budget", "amend", "recall"),
        flags=("always", "approval", "listed", "retry", *DECISIONS),
    )


def signups(arguments: Sequence[str], *, usage: str) -> int:
    """Run `signups`."""
    return run_command(arguments, _job("signups"), usage=usage, flags=("always",))


def update_calendar(arguments: Sequence[str], *, usage: str) -> int:
    """Run `update_calendar`."""
    return run_command(arguments, _job("update_calendar"), usage=usage, flags=("always",))


def remind(arguments: Sequence[str], *, usage: str) -> int:
    """Run `remind`."""
    return run_command(arguments, _job("remind"), usage=usage, flags=("always",))


def newsletter(arguments: Sequence[str], *, usage: str) -> int:
    """Run `newsletter`."""
    return run_command(
        arguments,
        _job("newsletter"),
        usage=usage,
        values=("name", "month", "canary", "budget"),
        flags=("always", "approval", "archive", "new", "retry", *DECISIONS),
    )


def preview(arguments: Sequence[str], *, usage: str) -> int:
    """Run `preview`."""
    return run_command(
        arguments, _job("preview"), usage=usage, values=("page", "key", "out", "ui"), flags=("signups",)
    )


def run_schedule(arguments: Sequence[str], *, usage: str) -> int:
    """Run `run_schedule`."""
    return run_command(arguments, _job("run_schedule"), usage=usage, flags=("once", "list"))


def report(arguments: Sequence[str], *, usage: str) -> int:
    """Run `report`."""
    return run_command(arguments, _job("report"), usage=usage, flags=("always",))


def install_onwiki(arguments: Sequence[str], *, usage: str) -> int:
    """Run `install_onwiki`."""
    return run_command(arguments, _job("install_onwiki"), usage=usage, flags=("always",))


def doctor(arguments: Sequence[str], *, usage: str) -> int:
    """Run `doctor`."""
    return run_command(arguments, _job("doctor"), usage=usage, values=("page",), flags=("all", "draft"))


def _job(name: str) -> Callable[[Frame], ExitStatus]:
    """Give a job of `bot.run.jobs`, imported when the frame stands.

    It imports Pywikibot, which reads its configuration when it is imported: not before.
    """

    def run(frame: Frame) -> ExitStatus:
        from bot.run import jobs  # noqa: PLC0415

        job: Callable[[Frame], ExitStatus] = getattr(jobs, name)
        return job(frame)

    return run
