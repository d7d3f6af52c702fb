"""Shell: run."""
