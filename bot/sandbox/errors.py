"""Shell: what can go wrong with the sandbox, each told in one sentence."""

from __future__ import annotations


class SandboxError(Exception):
    """Something of the sandbox needs a person; the message says what to do."""

    status = 1
    """Exit status of the command."""


class PortTakenError(SandboxError):
    """Another program listens on a port that a wiki needs."""

    status = 2


class TreeError(SandboxError):
    """There is no usable MediaWiki tree or PHP."""

    status = 2
