"""Shell: the Pywikibot family of the sandbox's wikis."""

from __future__ import annotations

import os
from pathlib import Path

from pywikibot import config, family

from bot.sandbox.state import FIRST_PORT, WIKIS, default_folder, ports

# Pywikibot warns of an underscore in a family's name and resets any filter set here; the name does no harm.
family.NAME_CHARACTERS += "_"


def _read_ports() -> dict[str, int]:
    """Give each wiki's port: the state's own, unless the environment names others.

    LETSCONNECT_SANDBOX_PORT is Meta's and the others follow; LETSCONNECT_SANDBOX_PORTS
    (`meta:9001,en:9002`) moves single wikis, such as those behind a proxy.
    """
    beside = Path(config.base_dir).parent
    chosen = ports(beside) or ports(default_folder())
    first = os.environ.get("LETSCONNECT_SANDBOX_PORT")
    if first or not chosen:
        chosen = {wiki: int(first or FIRST_PORT) + place for place, wiki in enumerate(chosen or WIKIS)}
    named = os.environ.get("LETSCONNECT_SANDBOX_PORTS", "").split(",")
    for wiki, _, port in (pair.partition(":") for pair in named if pair.strip()):
        chosen[wiki.strip()] = int(port)
    return chosen


class Family(family.Family):  # type: ignore[misc] # Pywikibot has no types
    """Meta and Wikipedias on loopback."""

    name = "letsconnect_sandbox"
    langs = {wiki: f"127.0.0.1:{port}" for wiki, port in _read_ports().items()}  # noqa: RUF012 # its own shape

    def protocol(self, code: str) -> str:  # noqa: ARG002
        """Give the protocol: nothing leaves this machine, so plain HTTP."""
        return "http"

    def scriptpath(self, code: str) -> str:  # noqa: ARG002
        """Give the folder of api.php: the server's root."""
        return ""
