"""Shell: starting Pywikibot with its options and its `user-config.py`."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.wiki.errors import StartError

USER_CONFIG = "user-config.py"
PATIENCE = {"max_retries": 1, "retry_wait": 1, "retry_max": 5}
"""Pywikibot's own re-sending, which serves only logging in here, is kept short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How Pywikibot was started."""

    arguments: tuple[str, ...]  # those that are not Pywikibot's
    simulate: bool
    folder: Path  # Pywikibot's base folder, with user-config.py


def start(arguments: Sequence[str]) -> Start:
    """Let Pywikibot take its global options.

    Without a `user-config.py` reading still works, without an account.

    Raises:
        StartError: Pywikibot can't start.
    """
    try:
        pywikibot = _import()
        config = pywikibot.config
        for name, value in PATIENCE.items():
            setattr(config, name, value)
        with _no_default_site(pywikibot), _one_main():
            local = pywikibot.handle_args(list(arguments))
    except SystemExit:
        raise
    except (Exception, KeyboardInterrupt) as error:  # whatever user-config.py raises
        message = (
            f"Pywikibot can't start: {_say(error)} Check user-config.py (user-config.py.sample explains each"
            " line)."
        )
        raise StartError(message) from None
    return Start(arguments=tuple(local), simulate=bool(config.simulate), folder=Path(config.base_dir))


def _say(error: BaseException) -> str:
    """Give what went wrong; of user-config.py, which holds secrets, only the line's number."""
    frames = traceback.extract_tb(error.__traceback__)
    number = next((frame.lineno for frame in frames if Path(frame.filename).name == USER_CONFIG), None)
    if isinstance(error, SyntaxError):
        number = error.lineno
    if number is not None:
        return f"line {number} of {USER_CONFIG} is amiss ({type(error).__name__})."
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


@contextmanager
def _no_default_site(pywikibot: Any) -> Iterator[None]:
    """Keep `handle_args` from asking the default wiki who we are, and for long where it is away."""
    site = pywikibot.Site
    pywikibot.Site = lambda *_, **__: None
    try:
        yield
    finally:
        pywikibot.Site = site


@contextmanager
def _one_main() -> Iterator[None]:
    """Hide `multiprocessing`'s second name of the main module, at which the head of Pywikibot's log fails."""
    alias = sys.modules.pop("__mp_main__", None)
    try:
        yield
    finally:
        if alias is not None:
            sys.modules["__mp_main__"] = alias


def _import() -> ModuleType:
    folder = Path(os.environ.get("PYWIKIBOT_DIR", "."))
    usual = (folder, Path.cwd(), Path.home() / ".pywikibot")
    if not any((place / USER_CONFIG).exists() for place in usual):
        os.environ.setdefault("PYWIKIBOT_NO_USER_CONFIG", "2")
    import pywikibot  # noqa: PLC0415 - importing it reads user-config.py
    import pywikibot.bot  # noqa: PLC0415

    module: ModuleType = pywikibot
    return module
