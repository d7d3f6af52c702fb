"""Shell: the wikis of the settings, opened when they are needed."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.run.exit_status import CommandError, ExitStatus
from bot.run.settings import Settings
from bot.wiki.open import open_wiki
from bot.wiki.wiki import Wiki


@dataclass(slots=True)
class Wikis:
    """Gives each wiki of the settings, opened once; no other host is ever contacted."""

    settings: Settings
    simulate: bool
    rightly_empty: set[int] = field(default_factory=set)  # revisions of the stop page
    _open: dict[str, Wiki] = field(default_factory=dict)

    @property
    def home(self) -> Wiki:
        """The wiki of sign-ups, messages and reports."""
        return self[self.settings.home]

    def __getitem__(self, name: str) -> Wiki:
        if name not in self._open:
            of_settings = self.settings.wikis[name]
            wiki = open_wiki(name, of_settings.family, of_settings.code, of_settings.language)
            wiki.is_home = name == self.settings.home
            wiki.throttle = of_settings.throttle
            if not of_settings.direct and name != self.settings.home:
                wiki.username = ""  # read without an account: nothing is written there
            elif not wiki.username and not self.simulate:
                message = (
                    f"No account for {name}: add usernames['{of_settings.family}']['{of_settings.code}'] to "
                    f"user-config.py, or look without one with -simulate."
                )
                raise CommandError(ExitStatus.WRONG_SETTINGS, message)
            self._open[name] = wiki
        return self._open[name]

    def home_prefix(self, name: str, *, shared: bool = False) -> str:
        """Give the interwiki prefix of the home wiki as written on another, with its colon; empty at home.

        Args:
            name: the other wiki.
            shared: whether the text goes to many wikis, so that the prefix is needed at home too.
        """
        if name == self.settings.home and not shared:
            return ""
        prefixes = self.settings.home_wiki.prefixes or (self.settings.home_wiki.code,)
        return f"{prefixes[0]}:"

    def prefix(self, name: str) -> str:
        """Give the interwiki prefix of a wiki as written on the home wiki, with its colon; empty at home."""
        if name == self.settings.home:
            return ""
        wiki = self.settings.wikis[name]
        return f"{(wiki.prefixes or (wiki.code,))[0]}:"
