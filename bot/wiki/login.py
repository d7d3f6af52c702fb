"""Shell: logging in with Pywikibot: a bot password, or owner-only OAuth, which needs no login at all."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pywikibot
import requests
from pywikibot.comms import http

from bot.wiki.errors import LoginError, WikiAwayError

PASSING = frozenset({"maxlag", "readonly", "ratelimited", "Throttled", "login-throttled"})
"""What a wiki answers to a login that may go well later."""


_ONE_AT_A_TIME = threading.Lock()
"""Pywikibot's logging in is not made for many threads."""


def uses_oauth(site: pywikibot.site.APISite) -> bool:
    """Tell whether each request is signed, so that nothing is logged in and no cookie counts."""
    return bool(site.is_oauth_token_available())


def load_cookies(site: pywikibot.site.APISite) -> None:
    """Take the cookies that an earlier run left."""
    if not uses_oauth(site):
        http.cookie_jar.load(site.username(), ignore_discard=True)


def log_in(name: str, site: pywikibot.site.APISite, *, seen_as: str) -> None:
    """Log in.

    Args:
        name: the wiki's, for messages.
        site: Pywikibot's.
        seen_as: the account as which the wiki sees us now; empty: none.

    Raises:
        LoginError: the account can't be used.
        WikiAwayError: the wiki can't log anybody in now.
    """
    if uses_oauth(site):
        reason = f"the tokens are “{seen_as}”’s" if seen_as else "the wiki did not look at the tokens"
        raise login_error(name, site, reason)
    try:
        with _ONE_AT_A_TIME, _pywikibot_silent():
            site.login()
    except pywikibot.exceptions.APIError as error:
        if error.code in PASSING or str(error.code).startswith("internal_api_error"):
            raise WikiAwayError(f"{name}: nobody can log in now ({error.code}). Try again later.") from None
        raise login_error(name, site, _first_line(error)) from None
    except (
        pywikibot.exceptions.ServerError,
        pywikibot.exceptions.ApiTimeoutError,
        requests.exceptions.RequestException,
    ) as error:
        raise WikiAwayError(
            f"{name}: nobody can log in now ({_first_line(error)}). Try again later."
        ) from None
    except (pywikibot.exceptions.Error, OSError, RuntimeError, EOFError) as error:
        raise login_error(name, site, _first_line(error)) from None


def login_error(name: str, site: pywikibot.site.APISite, reason: str) -> LoginError:
    """Say that an account can't be used, and what to check."""
    check = (
        "authenticate in user-config.py and the consumer on Special:OAuthConsumerRegistration"
        if uses_oauth(site)
        else "the password file and the bot password on Special:BotPasswords"
    )
    return LoginError(f"{name}: cannot log in as “{site.username()}” ({reason}). Check {check}.")


@contextmanager
def _pywikibot_silent() -> Iterator[None]:
    """Keep Pywikibot from printing each try with its traceback: the one sentence is ours."""
    logger = logging.getLogger("pywiki")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
