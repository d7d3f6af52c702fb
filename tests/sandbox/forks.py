"""Commands run in forks of one process that has imported what they need: most of a short run's time.

A fork runs the very script, with its own arguments, environment, folder and output. Pywikibot, which reads
its configuration when it is imported, is left to the fork.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn

import bot
from bot.sandbox.state import PROJECT

_LIBRARIES = ("babel.dates", "icalendar", "jinja2", "mwparserfromhell", "pymysql", "requests", "sqlalchemy")
_OUTPUTS = 2  # descriptors that come with a request: where output and errors go


def can_run(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Tell whether a command is one of the project's scripts, run by this Python as it is.

    A `sitecustomize` of the test's own, by which it sets the clock, is read only when Python begins.
    """
    folders = environment.get("PYTHONPATH", "").split(os.pathsep)
    if any((Path(folder) / "sitecustomize.py").exists() for folder in folders if folder):
        return False
    return command[0] == sys.executable and Path(command[1]).parent == PROJECT / "scripts"


def run(
    command: Sequence[str], *, environment: Mapping[str, str], folder: Path, timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run one of the project's scripts to its end in a fork.

    Raises:
        TimeoutExpired: it went on for longer, in seconds, and was killed.
    """
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        socket.socket(socket.AF_UNIX) as line,
    ):
        line.connect(_parent())
        request = {"command": list(command), "environment": dict(environment), "folder": str(folder)}
        asked = json.dumps(request).encode()
        socket.send_fds(line, [f"{len(asked):8}".encode()], [out.fileno(), err.fileno()])
        line.sendall(asked)
        with line.makefile() as answers:
            pid = int(answers.readline())
            line.settimeout(timeout)
            try:
                status = int(answers.readline())
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(list(command), timeout) from None
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(
            list(command), os.waitstatus_to_exitcode(status), out.read().decode(), err.read().decode()
        )


_starting = threading.Lock()


def _parent() -> str:
    """Give the address of the process that is forked."""
    address = f"\0letsconnect-forks-{os.getpid()}"
    with _starting:
        _started(address)
    return address


@cache
def _started(address: str) -> subprocess.Popen[bytes]:
    """Start the process that is forked, which ends with this one."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("COV", "PYWIKIBOT"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sandbox.forks", address[1:]],
        env={**clean, "PYTHONUNBUFFERED": "1"},
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    process.stdout.close()
    atexit.register(process.communicate)  # the end of its input is its own
    return process


class _NotYet:
    """Lets nobody import Pywikibot."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pywikibot":
            raise ImportError(name)


def _serve(address: str) -> None:
    """Fork for each request, until whoever started this is gone."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"\0{address}")
    listener.listen()
    not_yet = _NotYet()
    sys.meta_path.insert(0, not_yet)
    for name in (*_LIBRARIES, *(each.name for each in pkgutil.walk_packages(bot.__path__, "bot."))):
        with suppress(ImportError):
            importlib.import_module(name)
    sys.meta_path.remove(not_yet)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the forks that wait for others need nobody
    print("ready", flush=True)
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        line, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _fork(line)
        line.close()


def _fork(line: socket.socket) -> NoReturn:
    """Fork again: one runs the script, the other waits for it and tells how it ended."""
    size, outputs, _, _ = socket.recv_fds(line, 8, _OUTPUTS)
    request = json.loads(line.makefile("rb").read(int(size)))
    pid = os.fork()
    if pid == 0:
        line.close()
        _become(outputs, **request)
    line.sendall(f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    line.sendall(f"{status}\n".encode())
    os._exit(0)


def _become(
    outputs: Sequence[int], command: Sequence[str], environment: dict[str, str], folder: str
) -> NoReturn:
    """Run a script as if this process had been started for it."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, wanted in zip((nothing, *outputs), range(3), strict=True):
        os.dup2(descriptor, wanted)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    script = command[1]
    sys.argv, sys.path[0] = list(command[1:]), str(Path(script).parent)
    runpy.run_path(script, run_name="__main__")
    raise SystemExit


if __name__ == "__main__":
    _serve(sys.argv[1])
