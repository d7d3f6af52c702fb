"""Shell: what can go wrong between us and a wiki, before anything is written."""

from __future__ import annotations


class WikiError(Exception):
    """A wiki did not do what was asked; the text is one sentence for people."""


class WikiAwayError(WikiError):
    """The wiki can't be reached, is read-only, lagged or out of order: try again later."""

    def __init__(self, sentence: str, *, wait: float = 0.0) -> None:
        super().__init__(sentence)
        self.wait = wait  # seconds the wiki asks for


class WikiRefusedError(WikiError):
    """The wiki understood and said no."""

    def __init__(self, wiki: str, code: str, sentence: str) -> None:
        super().__init__(f"{wiki}: the wiki refused ({code}): {sentence}")
        self.code = code


class LoginError(WikiError):
    """The account can't be used: wrong password, missing grant, blocked login."""


class StartError(WikiError):
    """Pywikibot can't start with this configuration."""
