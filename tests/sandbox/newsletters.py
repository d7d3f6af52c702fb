"""A newsletter on the sandbox: a draft with words in five languages, and what organisers do with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.words.dates import format_month
from tests.sandbox.campaign import SIGNUP, Campaign, Run
from tests.sandbox.test_approval import ORGANISER, save

ROOT = "Let's Connect Newsletter"
NOW = datetime.now(UTC)
LANGUAGES = ("en", "es", "ar", "fr", "pt")
HEADS = {"en": "Issue", "es": "Número", "ar": "العدد", "fr": "Numéro", "pt": "Edição"}
LEADS = {
    "en": "Maps and gardens: this month we learn to draw both.",
    "es": "Mapas y jardines: este mes aprendemos a dibujar ambos.",
    "ar": "خرائط وحدائق: هذا الشهر نتعلم رسم الاثنين معًا.",
    "fr": "Cartes et jardins : ce mois-ci, nous apprenons à dessiner les deux.",
    "pt": "Mapas e jardins: neste mês aprendemos a desenhar os dois.",
}
SECTIONS = {
    "en": ("What is happening this month", "News from the movement"),
    "es": ("Qué pasa este mes", "Noticias del movimiento"),
    "ar": ("ماذا يجري هذا الشهر", "أخبار الحركة"),
    "fr": ("Ce qui se passe ce mois-ci", "Nouvelles du mouvement"),
    "pt": ("O que acontece neste mês", "Notícias do movimento"),
}
WORDS = {
    "en": (
        "We meet twice. See [[Grants:Knowledge Sharing/Connect|the program]].",
        "A village opened its archive.",
    ),
    "es": (
        "Nos reunimos dos veces. Mira [[Grants:Knowledge Sharing/Connect|el programa]].",
        "Un pueblo abrió su archivo.",
    ),
    "ar": ("نلتقي مرتين. انظر [[Grants:Knowledge Sharing/Connect|البرنامج]].", "فتحت قرية أرشيفها."),
    "fr": (
        "Nous nous réunissons deux fois. Voir [[Grants:Knowledge Sharing/Connect|le programme]].",
        "Un village a ouvert ses archives.",
    ),
    "pt": (
        "Reunimo-nos duas vezes. Veja [[Grants:Knowledge Sharing/Connect|o programa]].",
        "Uma aldeia abriu o seu arquivo.",
    ),
}


def heading(language: str, number: int = 1) -> str:
    return f"{HEADS[language]} {number} – {format_month(NOW.year, NOW.month, language)}"


def draft_title(number: int = 1, language: str = "") -> str:
    title = f"{ROOT}/Draft/Issue {number}"
    return f"{title}/{language}" if language else title


def archive_title(number: int = 1, language: str = "") -> str:
    title = f"{ROOT}/Archive/{NOW.year}/Issue {number}"
    return f"{title}/{language}" if language else title


def talk(number: int = 1) -> str:
    return f"Talk:{draft_title(number)}"


def words_of(language: str, number: int = 1) -> str:
    first, second = SECTIONS[language]
    one, two = WORDS[language]
    parts = "\n".join(f"<!-- bot:{name} begin -->\n<!-- bot:{name} end -->" for name in ("numbers",))
    return (
        f"== {heading(language, number)} ==\n{LEADS[language]}\n\n=== {first} ===\n{one}\n\n"
        f"=== {second} ===\n{two}\n\n=== 1, 2, 3 ===\n{parts}\n"
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """What organisers and translators do."""

    campaign: Campaign

    def run(self, *arguments: str) -> Run:
        return self.campaign.run(*(arguments or ("-always",)), script="newsletter.py")

    def write(self, number: int = 1, languages: Sequence[str] = LANGUAGES) -> None:
        for language in languages:
            title = draft_title(number, "" if language == "en" else language)
            save(self.campaign, title, words_of(language, number))

    def ready_page(self, number: int = 1, title: str = "") -> tuple[str, str]:
        said = self.campaign.text("meta", f"Talk:{title}" if title else talk(number))
        found = re.search(r"User:LetsConnectBot/Plans/[a-z2-7]+", said)
        assert found, said
        text = self.campaign.text("meta", found[0])
        code = re.search(r"<!-- plan (\w+) -->", text)
        assert code, text
        return found[0], code[1]

    def say_ready(
        self, number: int = 1, word: str = "Ready", by: str = ORGANISER, title: str = "", more: str = ""
    ) -> None:
        page, code = self.ready_page(number, title)
        text = self.campaign.text("meta", page)
        save(self.campaign, page, f"{text}\n* {word} {code} [[User:{by}|{by}]]{more}\n", by=by)

    def list_translators(self, people: Sequence[tuple[str, str, str]]) -> None:
        """Make the list of translators: wiki, name, language."""
        rows = "".join(
            f"|-\n| [[User:{name}|{name}]] || {language} || {wiki}\n" for wiki, name, language in people
        )
        table = f'{{| class="wikitable"\n! User !! Languages !! Home wiki\n{rows}|}}\n'
        self.campaign.save("meta", f"{ROOT}/Translators", table)

    def sign_up(self, people: Sequence[tuple[str, str, str, str]]) -> None:
        """Make the sign-up page: wiki, name, language, and what they say of the newsletter."""
        self.campaign.names = [(wiki, name) for wiki, name, _, _ in people]
        rows = "".join(
            f"|-\n| [[User:{name}|{name}]] || {language} || {wiki} || {newsletter}\n"
            for wiki, name, language, newsletter in people
        )
        head = "! User !! Languages !! Home wiki !! Newsletter\n"
        self.campaign.save("meta", SIGNUP, f'{{| class="wikitable"\n{head}{rows}|}}\n')
