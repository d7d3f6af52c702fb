"""Pure: requests to sign up, to change what one said, or to leave, as people publish them by the form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWording:
    """By which words a form is known in one language."""

    language: str
    headings: tuple[str, ...]
    leave: str  # with which the line of somebody who leaves begins
    labels: tuple[str, ...]
