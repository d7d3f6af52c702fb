"""Pure: what the pages are called that are installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.wikitext.users import find_users

TALK = "3"
"""Number of the namespace of users' talk pages."""

DEFINITIONS = "MediaWiki:Gadgets-definition"
"""Where a wiki lists its gadgets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """The titles of all pages, made of those in the settings.

    Args:
        program: its short name, by which its gadget is known.
        signup: the page on which people sign up.
        gadget: above the gadget's files, below the bot's user page; empty: there is no gadget.
        requests: where the form without JavaScript ends; empty: there is no such form.
    """

    program: str
    signup: str
    gadget: str = ""
    requests: str = ""

    @property
    def form(self) -> str:
        """The box at the top of the sign-up page."""
        return f"{self.signup}/Form"

    @property
    def row(self) -> str:
        """The template that makes one row of the sign-up table."""
        return f"{self.signup}/Row"

    @property
    def script(self) -> str:
        """The gadget, as a user script."""
        return f"{self.gadget}.js"

    @property
    def config(self) -> str:
        """What the gadget needs to know of the program."""
        return f"{self.gadget}/config.json"

    @property
    def code_file(self) -> str:
        """The gadget, by the name that it has behind `MediaWiki:Gadget-`."""
        return f"{self.program}-sign-up.js"

    @property
    def loader_file(self) -> str:
        """What loads the gadget where it is needed, by the name that it has behind `MediaWiki:Gadget-`."""
        return f"{self.program}-loader.js"

    @property
    def code(self) -> str:
        """The gadget, for all readers."""
        return f"MediaWiki:Gadget-{self.code_file}"

    @property
    def loader(self) -> str:
        """What loads the gadget on the program's pages."""
        return f"MediaWiki:Gadget-{self.loader_file}"

    def preload(self, language: str) -> str:
        """Give the text from which a sign-up or a change begins."""
        return f"{self.form}/{language}"

    def leave(self, language: str) -> str:
        """Give the text with which people leave."""
        return f"{self.form}/Leave/{language}"

    def intro(self, language: str) -> str:
        """Give what stands above the edit form."""
        return f"{self.form}/Intro/{language}"

    def words(self, language: str) -> str:
        """Give the gadget's words in a language."""
        return f"{self.gadget}/{language}.json"


def is_below_user(title: str, username: str, namespaces: Mapping[str, str]) -> bool:
    """Tell whether a title stands below an account's own user page, where others may write no script.

    Args:
        title: as the wiki writes it.
        username: of the account.
        namespaces: by name, their number.
    """
    owners = [mention.username for mention in find_users(f"[[{title}]]")]
    is_talk = namespaces.get(title.partition(":")[0]) == TALK
    return owners == [username] and "/" in title and not is_talk


def edit_notice(title: str, namespaces: Mapping[str, str], *, language: str = "") -> str:
    """Give the message that the wiki shows above the edit form of a page, and of those below it.

    Args:
        title: with its namespace.
        namespaces: by name, their number.
        language: of whom it is shown to; empty: the wiki's own.
    """
    prefix, _, rest = title.partition(":")
    number = namespaces.get(prefix, "0") if rest else "0"
    name = title if number == "0" else rest
    notice = f"MediaWiki:Editnotice-{number}-{name.replace('/', '-')}"
    return f"{notice}/{language}" if language else notice
