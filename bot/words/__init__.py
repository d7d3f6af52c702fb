"""Pure: words."""
