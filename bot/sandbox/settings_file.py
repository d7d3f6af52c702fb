"""Shell: the program's settings for the sandbox: Let's Connect as it would be set up, on six wikis here."""

from __future__ import annotations

from bot.sandbox.accounts import BOT
from bot.sandbox.pywikibot_folder import FAMILY
from bot.sandbox.state import WIKIS, State, write_whole

LANGUAGES = {"meta": "en", "en": "en", "es": "es", "ar": "ar", "fr": "fr", "pt": "pt"}
"""The language of each wiki's talk pages."""

_HEAD = """\
# Made by scripts/sandbox.py up: the settings of the program on the sandbox's wikis.
# bot/run/settings.sample.toml explains every line.
program = "letsconnect"
home = "meta"
ledger = "ledger.sqlite3"
optout_category = "Category:Opted out of message delivery"

[pages]
signup = "Grants:Knowledge Sharing/Connect/Sign-up"
team = "Grants talk:Knowledge Sharing/Connect"
stop = "User:{bot}/Stop"
report = "User:{bot}/Reports"

[columns]
user = ["User", "Username", "Usuario", "Usuaria", "Utilisateur", "Usuário", "المستخدم"]
languages = ["Languages", "Language", "Idiomas", "Idioma", "Langues", "Langue", "Línguas", "اللغات", "اللغة"]
home_wiki = ["Home wiki", "Wiki", "Wiki principal", "Wiki d’origine", "الويكي"]

[languages]
offered = ["en", "es", "ar", "fr", "pt"]
"""

_WIKI = """
[wikis.{wiki}]
family = "{family}"
code = "{wiki}"
language = "{language}"
prefixes = {prefixes}
names = ["{name}"]
throttle = 0
request_time_limit = 20
"""

_NAMES = {
    "meta": (["m", "meta"], "Meta-Wiki"),
    "en": (["en", "w"], "English Wikipedia"),
    "es": (["es"], "Wikipedia en español"),
    "ar": (["ar"], "ويكيبيديا العربية"),
    "fr": (["fr"], "Wikipédia en français"),
    "pt": (["pt"], "Wikipédia em português"),
}
"""By wiki: interwiki prefixes, and another name by which people call it."""


def write(state: State) -> None:
    """Write settings.toml; one that somebody changed stays as it is."""
    path = state.folder / "settings.toml"
    if path.exists():
        return
    wikis = (
        _WIKI.format(
            family=FAMILY,
            wiki=wiki,
            language=LANGUAGES[wiki],
            prefixes=str(_NAMES[wiki][0]).replace("'", '"'),
            name=_NAMES[wiki][1],
        )
        for wiki in WIKIS
    )
    write_whole(path, _HEAD.format(bot=BOT) + "".join(wikis))
