"""Shell: sandbox."""
