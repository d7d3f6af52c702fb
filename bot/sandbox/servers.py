"""Shell: one PHP server a wiki, found again by its environment, never by a note that may be stale."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox import loopback, php
from bot.sandbox.errors import SandboxError
from bot.sandbox.state import Record, State

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process of a server, the first or one of its workers, or one that makes databases."""

    pid: int
    mark: str  # what it was started for: wiki, port, tree

    @property
    def wiki(self) -> str:
        """The wiki's code, or `php.BUILDING`."""
        return self.mark.split()[0]

    @property
    def port(self) -> int | None:
        """Where its server listens; none: it is no server."""
        return None if self.wiki == php.BUILDING else int(self.mark.split()[1])


def find(state: State) -> list[Process]:
    """List all processes of this sandbox, orphans too, whoever started them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            pairs = (folder / "environ").read_bytes().split(b"\0")
            ours = dict(os.fsdecode(pair).split("=", 1) for pair in pairs if pair.startswith(b"LETSCONNECT_"))
            if php.MARK in ours and ours.get("LETSCONNECT_SANDBOX_STATE") == str(state.folder):
                found.append(Process(pid=int(folder.name), mark=ours[php.MARK]))
    return found


def _mark(record: Record, wiki: str) -> str:
    return f"{wiki} {record.ports[wiki]} {record.schema} {record.tree}"


def healthy(state: State, record: Record) -> set[str]:
    """Give the wikis whose server is whole, serves this tree on this port, and answers."""
    processes = find(state)

    def is_well(wiki: str) -> bool:
        marks = [process.mark for process in processes if process.wiki == wiki]
        whole = len(marks) == php.WORKERS + 1 and set(marks) == {_mark(record, wiki)}
        return whole and _answers(record, wiki, "/sandbox-alive", patience=5)

    wikis = record.wikis
    with ThreadPoolExecutor(len(wikis)) as pool:
        return {wiki for wiki, well in zip(wikis, pool.map(is_well, wikis), strict=True) if well}


def require_ports(state: State, record: Record) -> None:
    """Check that the wikis' ports are free or our own servers'.

    Raises:
        PortTakenError: another program has a port that is needed.
    """
    ours = {process.port for process in find(state)}
    loopback.require_free({wiki: port for wiki, port in record.ports.items() if port not in ours})


def start(state: State, record: Record) -> list[str]:
    """Start the servers that are not well, and give their wikis."""
    well = healthy(state, record)
    missing = [wiki for wiki in record.wikis if wiki not in well]
    stop(state, missing)
    for wiki in missing:
        _launch(state, record, wiki)
    with ThreadPoolExecutor(len(record.wikis)) as pool:
        list(pool.map(lambda wiki: _wait(state, record, wiki), missing))
    return missing


def _launch(state: State, record: Record, wiki: str) -> None:
    address = f"{loopback.LOOPBACK}:{record.ports[wiki]}"
    environment = php.environment(state, record, wiki) | {
        "PHP_CLI_SERVER_WORKERS": str(php.WORKERS),
        php.MARK: _mark(record, wiki),
    }
    command = ["php", *php.flags(state, record), "-S", address, "-t", record.tree]
    with (state.logs / f"{wiki}.log").open("ab") as log:
        # setsid forks, so the server is nobody's child: it outlives this command and leaves no zombie here.
        subprocess.run(
            ["setsid", "--fork", *command, str(php.SCRIPTS / "router.php")],
            cwd=record.tree,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=True,
        )


def _wait(state: State, record: Record, wiki: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not _answers(record, wiki, "/api.php?action=query&meta=siteinfo&format=json", patience=_PATIENCE):
        if time.monotonic() > until:
            raise SandboxError(f"The {wiki} wiki does not answer: see {state.logs / wiki}.log")
        time.sleep(0.05)


def _answers(record: Record, wiki: str, path: str, *, patience: float) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    address = f"http://{loopback.LOOPBACK}:{record.ports[wiki]}{path}"
    try:
        with opener.open(address, timeout=patience) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def stop(state: State, wikis: Iterable[str] | None = None) -> None:
    """End these wikis' servers (None: all) with all their workers, and wait until they are gone."""
    chosen = None if wikis is None else set(wikis)
    for number, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 5.0)):
        for process in _of(state, chosen):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, number)
        until = time.monotonic() + patience
        while _of(state, chosen) and time.monotonic() < until:
            time.sleep(0.02)
    if left := _of(state, chosen):
        raise SandboxError(f"These servers can't be stopped: processes {[process.pid for process in left]}.")


def _of(state: State, wikis: set[str] | None) -> list[Process]:
    return [process for process in find(state) if wikis is None or process.wiki in wikis]


def by_wiki(state: State) -> Mapping[str, int]:
    """Count the processes of each wiki's server."""
    running = [process.wiki for process in find(state)]
    return {wiki: running.count(wiki) for wiki in state.wikis}
