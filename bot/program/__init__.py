"""Pure: program."""
