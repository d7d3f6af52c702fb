"""Pure: the characters that stand in a masked text for what was set aside."""

GONE = "\ufdd0"
"""Stands for a character that MediaWiki removes: not there at all for any later rule."""

OPAQUE = "\ufdd1"
"""Stands for a character of something that shows as itself: neither blank nor markup."""

UNKNOWN = "\ufdd2"
"""As `OPAQUE`, for templates: what they make, and whether there is a link in it, can't be known."""
