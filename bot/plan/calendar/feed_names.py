"""Pure: the names of the calendar's files in the feed folder."""

from __future__ import annotations

EVERY_LANGUAGE = "clinics.ics"
"""The feed with all clinics, in the home wiki's language."""


def language_file(language: str) -> str:
    """Give the file of the feed in one language."""
    return f"clinics-{language}.ics"


def clinic_file(clinic_id: str) -> str:
    """Give the file of one clinic."""
    return f"clinic-{clinic_id}.ics"
