"""Shell: opening a wiki with Pywikibot's site and account."""

from __future__ import annotations

import pywikibot
from pywikibot.site import APISite

from bot.wiki.errors import StartError
from bot.wiki.wiki import Wiki


class _PatientSite(APISite):  # type: ignore[misc] # Pywikibot has no types
    """A site that asks its wiki nothing when it is merely named."""

    def login(self, autocreate: bool = False, user: str | None = None, *, cookie_only: bool = False) -> None:
        """Log in, but not by the way: `Wiki.connect` looks whether the cookies still hold."""
        if not cookie_only:
            super().login(autocreate, user)


def introduce(contact: str) -> None:
    """Put the operator's contact into the User-Agent of every request."""
    pywikibot.config.user_agent_description = contact


def open_wiki(name: str, family: str, code: str, language: str) -> Wiki:
    """Open a wiki; nothing is sent yet.

    Raises:
        StartError: Pywikibot knows no such wiki.
    """
    try:
        site = pywikibot.Site(code, family, interface=_PatientSite)
    except pywikibot.exceptions.Error as error:
        message = f"wikis.{name}: Pywikibot knows no wiki {family}:{code} ({error}). Mend family and code."
        raise StartError(message) from None
    return Wiki(name=name, site=site, username=site.username() or "", language=language)
