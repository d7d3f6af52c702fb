"""Shell: the program's settings, read from one TOML file; every fault is one sentence."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.run.settings_faults import SettingsError, describe, find_secrets, shown
from bot.run.settings_model import SANDBOX_FAMILY, Settings, WikiSettings

__all__ = [
    "ENVIRONMENT_NAME",
    "FILE_NAME",
    "MAX_BYTES",
    "SAMPLE",
    "SANDBOX_FAMILY",
    "Settings",
    "SettingsError",
    "WikiSettings",
    "find_settings",
    "load_settings",
    "read_settings",
]

FILE_NAME = "settings.toml"
"""What the file is called where no other name is given."""

ENVIRONMENT_NAME = "LETSCONNECT_SETTINGS"
"""The environment variable that may name the file."""

MAX_BYTES = 1_000_000
"""Largest settings file that is read."""

MAX_LINE = 10_000
"""Longest line that is parsed, in characters; the parser's time grows with the square of a key's dots."""

SAMPLE = Path(__file__).with_name("settings.sample.toml")
"""The file to start from, every line explained."""


def find_settings(argument: str | None, environ: Mapping[str, str], pywikibot_base: Path) -> Path:
    """Find the settings file: as the command says, else the environment, else the two usual places.

    A file that was named is taken even if it doesn't exist, so that no other is used in its stead.

    Args:
        argument: what stood after `-settings:`; none or empty: not given.
        environ: the environment variables.
        pywikibot_base: the folder with Pywikibot's `user-config.py`.

    Raises:
        SettingsError: nothing was named, and neither usual place has the file.
    """
    if named := argument or environ.get(ENVIRONMENT_NAME):
        return Path(os.path.expanduser(named))  # noqa: PTH111 - pathlib's raises where no home is known
    usual = list(dict.fromkeys((pywikibot_base / FILE_NAME, Path(FILE_NAME).absolute())))
    for path in usual:
        if os.path.lexists(path):
            return path
    raise SettingsError(
        [
            f"No settings file: -settings:FILE and {ENVIRONMENT_NAME} are not given, and there is no "
            f"{' and no '.join(str(path) for path in usual)}; copy {_sample()} there and fill it in."
        ]
    )


def load_settings(path: Path) -> Settings:
    """Read the settings file.

    Raises:
        SettingsError: the file can't be read or used; all its faults are listed.
    """
    return read_settings(_parse(path, _read_text(path)), path)


def read_settings(tables: Mapping[str, Any], path: Path) -> Settings:
    """Give the settings that parsed TOML holds.

    Args:
        tables: what the TOML parser gave.
        path: the file it came from; the ledger's path is relative to its folder.

    Raises:
        SettingsError: with all faults.
    """
    secrets = list(find_secrets(tables))
    try:
        settings = Settings.model_validate(tables, context={"folder": path.absolute().parent})
    except ValidationError as error:
        faults = describe(error, Settings, secrets)
    else:
        return settings
    # Not from the error above: its own text shows values.
    raise SettingsError([f"{path}: {fault}" for fault in faults])


def _read_text(path: Path) -> str:
    try:
        if path.is_dir():
            raise _fault(path, "is a folder; name the settings file in it")
        if path.exists() and not path.is_file():
            raise _fault(path, "is not a regular file; name a settings file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _fault(path, f"there is no such file; copy {_sample()} there and fill it in") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _fault(path, f"can't be read ({reason}); check its name and who may read it") from None
    if len(content) > MAX_BYTES:
        raise _fault(path, "is larger than 1 MB; a settings file has a few kilobytes, so check the name")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _fault(path, f"line {line} is not UTF-8; save the file with the encoding UTF-8") from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    for number, content in enumerate(text.split("\n"), 1):
        if len(content) > MAX_LINE:
            raise _fault(path, f"line {number} has more than {MAX_LINE} characters; break it up")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        found = re.match(r"line (\d+), column (\d+)", where)
        lines = text.splitlines() or [""]
        line, column = found.groups() if found else (len(lines), len(lines[-1]) + 1)
        reason = f"line {line}, column {column}: not valid TOML ({shown(what, 100)}); mend that line"
    except RecursionError:
        reason = "has tables or lists too deep in each other; compare it with the sample"
    except ValueError:
        reason = "holds a number of too many digits; shorten it"
    raise _fault(path, reason)


def _fault(path: Path, reason: str) -> SettingsError:
    return SettingsError([f"{path}: {reason}."])


def _sample() -> str:
    relative = os.path.relpath(SAMPLE)
    return str(SAMPLE) if relative.startswith("..") else relative
