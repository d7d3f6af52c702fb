"""Shell: what can go wrong with the ledger."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger can't be used; the text is one sentence for people."""


class LedgerBusyError(LedgerError):
    """The ledger, or a lease in it, can't be had now; a later run can have it."""


class LeaseLostError(LedgerError):
    """Another run has taken over what this one held: nothing more may be written there."""
