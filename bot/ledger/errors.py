"""Shell: what can go wrong with the ledger."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger can't be used; the text is one sentence for people."""


class LedgerBusyError(LedgerError):
    """Another run is at work with what this one needs."""


class LeaseLostError(LedgerError):
    """Another run has taken over what this one held: nothing more may be written there."""
