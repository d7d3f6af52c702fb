"""Shell: the program's settings for the sandbox: Let's Connect as it would be set up, on six wikis here."""

from __future__ import annotations

import json

from bot.sandbox.accounts import BOT
from bot.sandbox.pywikibot_folder import FAMILY
from bot.sandbox.state import State, write_whole

LANGUAGES = {"meta": "en", "en": "en", "es": "es", "ar": "ar", "fr": "fr", "pt": "pt"}
"""The language of each wiki's talk pages."""

_HEAD = """\
# Made anew by each `scripts/sandbox.py up`: the program's settings on the sandbox's wikis. To keep changes of
# yours, delete these two lines.
# bot/run/settings.sample.toml explains every line.
program = "letsconnect"
home = "meta"
ledger = "ledger.sqlite3"
optout_category = "Category:Opted-out of message delivery"

[pages]
signup = "Grants:Knowledge Sharing/Connect/Sign-up"
team = "Grants talk:Knowledge Sharing/Connect"
stop = "User:{bot}/Stop"
report = "User:{bot}/Reports"
directory = "Grants:Knowledge Sharing/Connect/Directory"
lists = "User:{bot}/Lists"
matches = "User:{bot}/Matches"
vocabulary = "Grants:Knowledge Sharing/Connect/Skills"
calendar = "Grants:Knowledge Sharing/Connect/Calendar"
newsletter = "Let's Connect Newsletter"
translators = "Let's Connect Newsletter/Translators"
leave = "Let's Connect Newsletter/Unsubscribe"
requests = "Grants:Knowledge Sharing/Connect/Sign-up/Requests"
gadget = "User:{bot}/Sign-up"

[columns]
user = ["User", "Username", "Usuario", "Usuaria", "Utilisateur", "Usuário", "المستخدم"]
languages = ["Languages", "Language", "Idiomas", "Idioma", "Langues", "Langue", "Línguas", "اللغات", "اللغة"]
region = ["Region", "Región", "Région", "Região", "المنطقة"]
country = ["Country", "Territory", "País", "Pays", "البلد"]
affiliation = ["Affiliation", "Group", "Afiliación", "Affiliation / Grupo", "Afiliação", "الانتماء", "Groupe"]
learn = [
    "Wants to learn", "I want to learn", "Quiero aprender",
    "Je veux apprendre", "أريد أن أتعلم", "Quero aprender",
]
share = [
    "Can share", "I can share", "Puedo compartir",
    "Je peux partager", "يمكنني أن أشارك", "Posso compartilhar",
]
cap = ["Messages a month", "Mensajes al mes", "Messages par mois", "Mensagens por mês", "رسائل في الشهر"]
clinics = ["Clinics", "Clínicas", "Cliniques", "العيادات"]
time_zone = ["Time zone", "Zona horaria", "Fuseau horaire", "Fuso horário", "المنطقة الزمنية"]
reminders = ["Reminders", "Recordatorios", "Rappels", "Lembretes", "التذكيرات"]
interprets = [
    "I can interpret into", "Puedo interpretar a", "Je peux interpréter vers",
    "Posso interpretar para", "يمكنني الترجمة الفورية إلى",
]
home_wiki = [
    "Home wiki", "Wiki", "Wiki principal", "Wiki d’origine",
    "الويكي", "Wiki de origem", "الويكي الأم",
]
newsletter = ["Newsletter", "Boletín", "Infolettre", "Boletim", "النشرة"]

[languages]
offered = ["en", "es", "ar", "fr", "pt"]

[organisers]
usernames = ["Noor Organiser"]

[newsletter]
categories = ["Let's Connect Newsletter"]
rest_minutes = 0

[limits]
patience = 8
"""

_WIKI = """
[wikis.{wiki}]
family = "{family}"
code = "{wiki}"
language = "{language}"
prefixes = {prefixes}
names = {names}
throttle = 0
request_time_limit = 20
"""

_NAMES: dict[str, tuple[list[str], list[str]]] = {
    "meta": (["m", "meta"], ["metawiki", "meta.wikimedia.org", "Meta-Wiki"]),
    "en": (["en", "w"], ["enwiki", "en.wikipedia.org", "English Wikipedia"]),
    "es": (["es"], ["eswiki", "es.wikipedia.org", "Wikipedia en español"]),
    "ar": (["ar"], ["arwiki", "ar.wikipedia.org", "ويكيبيديا العربية"]),
    "fr": (["fr"], ["frwiki", "fr.wikipedia.org", "Wikipédia en français"]),
    "pt": (["pt"], ["ptwiki", "pt.wikipedia.org", "Wikipédia em português"]),
}
"""By wiki: interwiki prefixes, and what else people call the wiki that this one stands for."""


def _names_of(wiki: str) -> tuple[list[str], list[str]]:
    return _NAMES.get(wiki) or ([wiki], [f"{wiki.replace('-', '_')}wiki", f"{wiki}.wikipedia.org"])


def _array(texts: list[str]) -> str:
    """Write an array as TOML does; JSON's is the same."""
    return json.dumps(texts, ensure_ascii=False)


def write(state: State) -> None:
    """Write settings.toml; one whose first line somebody took out stays as it is."""
    path = state.folder / "settings.toml"
    if path.exists() and not path.read_text(encoding="utf-8").startswith(_HEAD.partition("\n")[0]):
        return
    wikis = (
        _WIKI.format(
            family=FAMILY,
            wiki=wiki,
            language=LANGUAGES.get(wiki, wiki),
            prefixes=_array(_names_of(wiki)[0]),
            names=_array(_names_of(wiki)[1]),
        )
        for wiki in state.wikis
    )
    write_whole(path, _HEAD.format(bot=BOT) + "".join(wikis))
