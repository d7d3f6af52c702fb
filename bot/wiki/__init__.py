"""Shell: wiki."""
