"""Shell: the frame of every command: arguments, settings, Pywikibot, and one sentence for each fault."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.run.ending import RUN, end_in_order, end_with_parent
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.known_faults import status_of
from bot.run.secrets import check_secrets
from bot.run.settings import Settings, find_settings, load_settings
from bot.wiki.start import start

USER_CONFIG = "user-config.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What stood on the command line, beside Pywikibot's own options."""

    values: dict[str, str]  # by name, of `-name:value`
    flags: frozenset[str]  # of `-name`
    simulate: bool

    def number(self, name: str, otherwise: int) -> int:
        """Give the whole number of an option.

        Raises:
            CommandError: it is none.
        """
        text = self.values.get(name, str(otherwise)).strip()
        if not (text.isascii() and text.isdigit()):
            message = f"-{name}: takes a whole number from 0, not “{text}”."
            raise CommandError(ExitStatus.WRONG_SETTINGS, message)
        return int(text)

    def check_others(self, option: str, allowed: Sequence[str]) -> None:
        """Refuse options that mean nothing beside another: they would be ignored in silence.

        Args:
            option: the other, as it is written.
            allowed: those that go with it, likewise.

        Raises:
            CommandError: there are more.
        """
        given = {f"-{name}:" for name in self.values} | {f"-{name}" for name in self.flags}
        if more := given - {option, *allowed, "-settings:"}:
            *some, last = allowed
            sentence = f"{option} goes with {', '.join(some)} and {last}, not with {', '.join(sorted(more))}."
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every command starts from."""

    settings: Settings
    settings_file: Path
    folder: Path  # Pywikibot's, with user-config.py
    options: Options


def run_command(
    arguments: Sequence[str],
    command: Callable[[Frame], ExitStatus],
    *,
    usage: str,
    values: Sequence[str] = (),
    flags: Sequence[str] = (),
) -> int:
    """Run a command and give its exit status; every known fault is one sentence on the error output.

    Args:
        arguments: as on the command line.
        command: does the work.
        usage: shown by -help.
        values: names of the options that take a value, `-page:…`.
        flags: names of those that don't, `-always`.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not have every script
    end_in_order()
    if os.environ.get(RUN):
        end_with_parent()
    try:
        frame = _begin(arguments or sys.argv[1:], usage, {*values, "settings"}, set(flags))
        return int(command(frame) if frame else ExitStatus.DONE)
    except KeyboardInterrupt:
        return _end(ExitStatus.LATER, "Interrupted. What was begun is in the ledger; run it again to go on.")
    except Exception as error:
        status = status_of(error)
        if status is not ExitStatus.CRASHED:
            return _end(status, error)
        traceback.print_exc()
        return int(status)


def _begin(arguments: Sequence[str], usage: str, values: set[str], flags: set[str]) -> Frame | None:
    if any(argument.lstrip("-") in {"help", "h"} for argument in arguments):
        print(usage.strip())
        return None
    started = start(arguments)
    # Before anything logs in: Pywikibot silently changes the mode of a password file that others can read.
    check_secrets(started.folder / USER_CONFIG)
    options = _read(started.arguments, values, flags, simulate=started.simulate)
    path = find_settings(options.values.get("settings"), os.environ, started.folder)
    settings = load_settings(path)
    from bot.wiki.open import introduce  # noqa: PLC0415 - needs Pywikibot started

    introduce(settings.contact or "")
    return Frame(settings=settings, settings_file=path.absolute(), folder=started.folder, options=options)


def _read(arguments: Sequence[str], values: set[str], flags: set[str], *, simulate: bool) -> Options:
    """Read `-name:value` and `-name`.

    Raises:
        CommandError: an option that this command does not have.
    """
    found: dict[str, str] = {}
    present: set[str] = set()
    for argument in arguments:
        name, colon, value = argument.lstrip("-").partition(":")
        if argument.startswith("-") and colon and name in values:
            found[name] = value
        elif argument.startswith("-") and not colon and name in flags:
            present.add(name)
        else:
            allowed = ", ".join(
                sorted([f"-{name}:…" for name in values] + [f"-{name}" for name in {*flags, "simulate"}])
            )
            sentence = (
                f"“{argument}” is not an option of this command. It has {allowed}; -help explains them."
            )
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)
    return Options(values=found, flags=frozenset(present), simulate=simulate)


def _end(status: ExitStatus, sentence: object) -> int:
    print(sentence, file=sys.stderr)
    return int(status)
