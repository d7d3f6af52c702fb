"""Pure: plan."""
