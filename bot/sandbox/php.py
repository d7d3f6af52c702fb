"""Shell: PHP as the sandbox runs it, for servers and for maintenance."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from bot.sandbox.errors import SandboxError, TreeError
from bot.sandbox.state import Record, State

SCRIPTS = Path(__file__).with_name("php")
"""The sandbox's own PHP."""

WORKERS = 4
"""Requests that one wiki answers at once, so that a slow one blocks nobody."""

MARK = "LETSCONNECT_SANDBOX_SERVER"
"""Environment variable by which our processes are found again: for a server its wiki, port, tree."""

BUILDING = "building"
"""The mark of what makes databases; a killed command leaves such processes behind."""

_MODULES = ("pdo_sqlite", "intl", "mbstring", "dom", "xmlreader", "fileinfo", "ctype", "iconv")


def require_php() -> None:
    """Check that PHP is here with what MediaWiki needs.

    Raises:
        TreeError: says what to install.
    """
    packages = "php-cli php-sqlite3 php-intl php-mbstring php-xml"
    if not shutil.which("php"):
        raise TreeError(f"PHP is missing: sudo apt-get install {packages}")
    check = ["php", "-n", "-r", "exit(PHP_VERSION_ID < 70430 ? 1 : 0);"]
    if subprocess.run(check, check=False).returncode:
        raise TreeError("This PHP is older than 7.4.30, which MediaWiki needs.")
    shown = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True)
    present = {line.lower() for line in shown.stdout.splitlines()}
    if missing := [name for name in _MODULES if name not in present]:
        raise TreeError(f"PHP lacks {', '.join(missing)}: sudo apt-get install {packages}")


def flags(state: State, record: Record) -> list[str]:
    """Give the options of PHP: opcodes kept in files, since the tree never changes under a sandbox."""
    settings = {
        "memory_limit": "512M",
        "display_errors": "0",
        "log_errors": "1",
        "error_log": state.logs / "php.log",
        "opcache.enable": "1",
        "opcache.enable_cli": "1",
        "opcache.memory_consumption": "96",
        "opcache.interned_strings_buffer": "16",
        "opcache.max_accelerated_files": "20000",
        "opcache.validate_timestamps": "0",
        "opcache.file_cache": Path(record.cache) / "opcodes",
        "opcache.blacklist_filename": state.folder / "uncached",
        "opcache.jit": "off",
        "user_ini.filename": "",
        "zend.exception_ignore_args": "1",
    }
    return [part for name, value in settings.items() for part in ("-d", f"{name}={value}")]


def write_uncached(state: State) -> None:
    """List what PHP must read again each time: settings that tests change, and our own scripts."""
    own = [str(path) for path in sorted(SCRIPTS.glob("*.php"))]
    names = [f"{state.folder}/extra*.php", *own]
    (state.folder / "uncached").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


def environment(state: State, record: Record, wiki: str, databases: Path | None = None) -> dict[str, str]:
    """Give the environment in which PHP knows its sandbox and wiki.

    `databases` is their folder while they are being made; none: the live ones.
    """
    ours = {
        "MW_CONFIG_FILE": str(SCRIPTS / "LocalSettings.php"),
        "LETSCONNECT_SANDBOX_STATE": str(state.folder),
        "LETSCONNECT_SANDBOX_TREE": record.tree,
        "LETSCONNECT_SANDBOX_WIKI": wiki,
        "LETSCONNECT_SANDBOX_DATA": str(databases or ""),
        "TMPDIR": str(state.folder / "tmp"),
    }
    if databases:
        ours[MARK] = BUILDING
    return {name: value for name, value in os.environ.items() if not name.startswith("MW_")} | ours


def run(
    state: State,
    record: Record,
    wiki: str,
    *command: str | Path,
    text: str = "",
    databases: Path | None = None,
) -> str:
    """Run a PHP script on one wiki, with `text` as its input, and give what it printed.

    Raises:
        SandboxError: it failed; with the end of what it said.
    """
    done = subprocess.run(
        ["php", *flags(state, record), *map(str, command)],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=record.tree,
        env=environment(state, record, wiki, databases),
        check=False,
    )
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-1500:]
        raise SandboxError(f"{Path(command[0]).name} failed on the {wiki} wiki (see {state.logs}): {said}")
    return done.stdout
