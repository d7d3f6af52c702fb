"""The frame's own promises: no test reaches the network by accident."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("address", [("127.0.0.1", 9), ("192.0.2.1", 80)])
def test_a_unit_test_can_not_connect(address: tuple[str, int]) -> None:
    with socket.socket() as client, pytest.raises(AssertionError, match="mark it loopback"):
        client.connect(address)


@pytest.mark.loopback
def test_a_loopback_test_reaches_its_own_server_and_nothing_beyond_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
    with socket.socket() as client, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))
