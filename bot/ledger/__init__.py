"""Shell: ledger."""
