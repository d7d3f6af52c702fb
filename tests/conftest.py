"""What every test gets: shut sockets, Hypothesis profiles, --soak; on request six wikis, or a MariaDB."""

from __future__ import annotations

import fcntl
import ipaddress
import os
import shutil
import socket
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.sandbox import Sandbox
    from tests.mariadb import MariaDB

PROJECT = Path(__file__).parents[1]

# Elapsed time says more of a busy machine than of the code, so no example fails by it.
_CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("home", _CALM, max_examples=60, print_blob=True)
settings.register_profile("ci", _CALM, max_examples=40, derandomize=True)
settings.register_profile("soak", _CALM, max_examples=3000, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --soak."""
    parser.addoption("--soak", action="store_true", help="run the long tests, and many more random examples")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the Hypothesis profile, unless --hypothesis-profile names one."""
    config.addinivalue_line("markers", "loopback: opens sockets to servers the test itself starts")
    _keep_pywikibot_apart(config)
    if config.getoption("--soak"):
        settings.load_profile("soak")
    elif not config.getoption("--hypothesis-profile"):
        settings.load_profile("ci" if os.environ.get("CI") else "home")


def _keep_pywikibot_apart(config: pytest.Config) -> None:
    """Give Pywikibot, which reads its settings as it is imported, a folder of its own, not the user's."""
    folder = tempfile.mkdtemp(prefix="letsconnect-tests-")
    Path(folder, "user-config.py").write_text("family = 'wikipedia'\nmylang = 'en'\n", encoding="utf-8")
    os.environ["PYWIKIBOT_DIR"] = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses the wikis as `sandbox`, and leave the long tests out unless they are asked for."""
    for item in items:
        if {"sandbox", "second_sandbox"} & {*getattr(item, "fixturenames", ())}:
            item.add_marker("sandbox")
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("no_cover")  # tracing doubles their time, and shows what the examples show
        if item.get_closest_marker("soak") and not config.getoption("--soak"):
            item.add_marker(pytest.mark.skip(reason="long; only with --soak"))


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Trace nothing of what is marked `no_cover`; pytest-cov stops one tracer of several."""
    stopped = []
    while item.get_closest_marker("no_cover") and (tracing := Coverage.current()):
        tracing.stop()
        stopped.append(tracing)
    yield
    for each in reversed(stopped):
        each.start()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True)
def shut_sockets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no unit test connect anywhere, and no other test beyond this machine."""
    marked = any(request.node.get_closest_marker(name) for name in ("sandbox", "loopback", "browser"))

    def guarded(connect: Callable[[socket.socket, Any], Any]) -> Callable[[socket.socket, Any], Any]:
        def only_if_allowed(self: socket.socket, address: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6} and not (marked and _is_loopback(address[0])):
                raise AssertionError(
                    f"{request.node.nodeid} connects to {address}: mark it loopback or sandbox if it should."
                )
            return connect(self, address)

        return only_if_allowed

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))


@contextmanager
def _state_folder(kind: str) -> Iterator[Path]:
    """Take a state folder that no other test run uses; its databases stay for the next run."""
    for number in range(1, 100):
        folder = PROJECT / ".sandbox" / f"{kind}-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "in-use").open("w") as mark:
            try:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield folder
            return
    raise AssertionError("A hundred test runs at once: is one of them hanging?")


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Six wikis on free ports, as they are after seeding, or those that LETSCONNECT_TEST_SANDBOX names."""
    from bot.sandbox import Sandbox  # noqa: PLC0415 - unit tests don't need it

    if running := os.environ.get("LETSCONNECT_TEST_SANDBOX"):
        yield Sandbox(Path(running))
        return
    with _state_folder("test") as folder:
        sandbox = Sandbox(folder, port=0)
        try:
            sandbox.up()
            sandbox.restore()
            yield sandbox
        finally:
            sandbox.down()


@pytest.fixture(scope="session")
def second_sandbox() -> Iterator[Sandbox]:
    """Meta and the Ukrainian and the Polish Wikipedia, for a program of other languages."""
    from bot.sandbox import Sandbox  # noqa: PLC0415 - unit tests don't need it

    with _state_folder("second") as folder:
        sandbox = Sandbox(folder, port=0, wikis=("uk", "pl"))
        try:
            sandbox.up()
            sandbox.restore()
            yield sandbox
        finally:
            sandbox.down()


@pytest.fixture
def fresh_sandbox(sandbox: Sandbox) -> Sandbox:
    """The six wikis, put back to what they were after seeding."""
    sandbox.restore()
    return sandbox


@pytest.fixture
def api(sandbox: Sandbox) -> Callable[[str], str]:
    """Give the address of a wiki's API by the wiki's code."""
    return lambda wiki: f"{sandbox.urls[wiki]}/api.php"


@pytest.fixture
def meta_api(api: Callable[[str], str]) -> str:
    """The address of Meta's API."""
    return api("meta")


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """A MariaDB server of this test run's own."""
    from tests.mariadb import missing, running  # noqa: PLC0415 - few tests need it

    if programs := missing():
        pytest.skip(f"no {', '.join(programs)}: ./scripts/test installs them")
    with running() as server:
        yield server
