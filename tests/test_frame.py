"""The frame's own promises: no test reaches the network by accident."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


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


@pytest.mark.parametrize(("wiki", "language"), [("meta", "en"), ("es", "es"), ("ar", "ar")])
def test_the_sandbox_s_wikis_answer_in_their_languages(
    api: Callable[[str], str], wiki: str, language: str
) -> None:
    with urlopen(f"{api(wiki)}?action=query&meta=siteinfo&format=json") as answer:
        assert json.load(answer)["query"]["general"]["lang"] == language
