"""What every test gets: shut sockets, Hypothesis profiles, --soak, and the sandbox's wikis on request."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable

# Elapsed time says more of a busy machine than of the code, so no example fails by it.
_CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("home", _CALM, max_examples=60, print_blob=True)
settings.register_profile("ci", _CALM, max_examples=60, derandomize=True)
settings.register_profile("soak", _CALM, max_examples=3000, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --soak."""
    parser.addoption("--soak", action="store_true", help="run the long tests, and many more random examples")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the Hypothesis profile, unless --hypothesis-profile names one."""
    config.addinivalue_line("markers", "loopback: opens sockets to servers the test itself starts")
    if config.getoption("--soak"):
        settings.load_profile("soak")
    elif not config.getoption("--hypothesis-profile"):
        settings.load_profile("ci" if os.environ.get("CI") else "home")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses the wikis as `sandbox`, and leave the long tests out unless they are asked for."""
    for item in items:
        if "sandbox" in getattr(item, "fixturenames", ()):
            item.add_marker("sandbox")
        if item.get_closest_marker("soak") and not config.getoption("--soak"):
            item.add_marker(pytest.mark.skip(reason="long; only with --soak"))


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
