"""What a story of one issue needs: an archive, a calendar, sixty people, and words in five languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.state import WIKIS
from bot.words.catalogue import default_catalogue
from bot.words.dates import format_month
from tests.sandbox.campaign import SIGNUP, Campaign
from tests.sandbox.newsletters import NOW, ROOT
from tests.sandbox.test_calendar import CALENDAR, PAST, TODAY, UPCOMING, day, page, row, stamped

WORDS = default_catalogue()
LANGUAGES = ("en", "es", "ar", "fr", "pt")
NUMBER = 3
LAST_YEAR = NOW.year - 1
NAMED = "Wikimania special"
LIST = "Let's Connect Newsletter/Other readers"
PUMP, CHAPTER = "Project:Café", "Project:Le Bistro"
BEFORE = TODAY - timedelta(days=40)
"""When the issue before came out."""

NAMES = {
    "en": "Let's Connect Newsletter",
    "es": "Boletín Let's Connect",
    "ar": "نشرة لنتواصل",
    "fr": "L’infolettre Let’s Connect",
    "pt": "Boletim Let's Connect",
}
LEADS = {
    "en": "Maps, gardens and good questions: read what we learn together.",
    "es": "Mapas, jardines y buenas preguntas: lee lo que aprendemos juntos.",
    "ar": "خرائط وحدائق وأسئلة جيدة: اقرأ ما نتعلمه معًا.",
    "fr": "Cartes, jardins et bonnes questions : lisez ce que nous apprenons ensemble.",
    "pt": "Mapas, jardins e boas perguntas: leia o que aprendemos juntos.",
}
MONTH = {
    "en": "We meet twice. See [[Grants:Knowledge Sharing/Connect|the program]].",
    "es": "Nos reunimos dos veces. Mira [[Grants:Knowledge Sharing/Connect|el programa]].",
    "ar": "نلتقي مرتين. انظر [[Grants:Knowledge Sharing/Connect|البرنامج]].",
    "fr": "Nous nous réunissons deux fois. Voir [[Grants:Knowledge Sharing/Connect|le programme]].",
    "pt": "Reunimo-nos duas vezes. Veja [[Grants:Knowledge Sharing/Connect|o programa]].",
}
MOVEMENT = {
    "en": "A village opened [https://example.org/archive its archive].",
    "es": "Un pueblo abrió [https://example.org/archive su archivo].",
    "ar": "فتحت قرية [https://example.org/archive أرشيفها].",
    "fr": "Un village a ouvert [https://example.org/archive ses archives].",
    "pt": "Uma aldeia abriu [https://example.org/archive o seu arquivo].",
}
SECTIONS = ("month", "past", "upcoming", "new", "movement", "numbers")
"""Those in which something stands, by their words."""


def section(language: str, key: str) -> str:
    return WORDS.say(language, f"newsletter-template-{key}")


def heading(language: str) -> str:
    issue = WORDS.say(language, "archive-issue", str(NUMBER))
    return f"{NAMES[language]} – {issue} – {format_month(NOW.year, NOW.month, language)}"


def translated(source: str, language: str) -> str:
    """Do what a translator does in the form: each heading and sentence, and nothing else."""
    pairs = [(heading("en"), heading(language))]
    pairs += [(each["en"], each[language]) for each in (LEADS, MONTH, MOVEMENT)]
    keys = (*SECTIONS, "opportunities")
    pairs += [(f"== {section('en', key)} ==", f"== {section(language, key)} ==") for key in keys]
    for old, new in pairs:
        assert source.count(old) == 1, (old, source)
        source = source.replace(old, new)
    return source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One of the sixty."""

    wiki: str
    name: str
    language: str
    newsletter: str = ""
    form: str = "full"  # or "summary", "none"
    talk: str = ""  # what stands on their talk page
    struck: bool = False


SHORT = {"en": "summary", "es": "resumen", "ar": "ملخص", "fr": "résumé", "pt": "só resumo"}
NAMED_LANGUAGES = {"en": "English", "es": "español", "ar": "العربية", "fr": "français", "pt": "Portuguese"}


def readers() -> Iterator[Reader]:
    """Give the sixty, twelve of each language, ten on each wiki."""
    for number in range(60):
        language = LANGUAGES[number % 5]
        reader = Reader(wiki=WIKIS[number % 6], name=f"Editor {number + 1:04}", language=language)
        match number // 10, number:
            case _, 1 | 33:
                yield _but(reader, newsletter="no", form="none")
            case _, 17:
                yield _but(reader, form="none", struck=True)
            case _, 20:
                yield _but(reader, form="none", talk="{{nobots}}")
            case _, 22:
                yield _but(reader, form="none", talk="[[Category:Opted-out of message delivery]]")
            case _, 24:
                yield _but(reader, newsletter="yes", form="none", talk="{{bots|optout=newsletter}}")
            case (1 | 4, _) | (_, 26):
                yield _but(reader, newsletter=SHORT[language], form="summary")
            case 2, _:
                yield _but(reader, newsletter="yes")
            case _:
                yield reader


def _but(reader: Reader, **more: object) -> Reader:
    return Reader(**{"wiki": reader.wiki, "name": reader.name, "language": reader.language, **more})  # type: ignore[arg-type]


def write_world(campaign: Campaign, people: list[Reader]) -> None:
    """Write the archive, the calendar, the sign-ups then and now, talk pages, and the list of pages."""
    _write_archive(campaign)
    held = row("Asking good questions", stamped(day(-3)), "[[User:Bastien Orvault]]", "FR", "EN, ES")
    held = f"{held[:-1]} || [https://example.org/recordings/questions FR] || [https://example.org/slides]\n"
    campaign.save("meta", CALENDAR, page(UPCOMING, (held, *PAST)))
    earlier = BEFORE.isoformat().replace("+00:00", "Z")
    campaign.save("meta", SIGNUP, _table(people[:40]), at=earlier)
    campaign.save("meta", SIGNUP, _table(people))
    for reader in people:
        if reader.talk:
            campaign.save(reader.wiki, f"User talk:{reader.name}", reader.talk, by=reader.name)
    targets = [
        {"title": "Wikipedia:Café", "site": "es.wikipedia.org"},
        {"title": "Wikipédia:Le Bistro", "site": "fr.wikipedia.org"},
    ]
    campaign.save("es", PUMP, "Hola.\n")
    campaign.save("fr", CHAPTER, "Bonjour.\n")
    campaign.save("meta", LIST, json.dumps({"description": "", "targets": targets}))
    settings = campaign.folder / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("[newsletter]\n", f'[newsletter]\nlists = ["{LIST}"]\n', 1)
    settings.write_text(text, encoding="utf-8")


def _table(people: list[Reader]) -> str:
    head = "User !! Languages !! Home wiki !! Newsletter !! I can share !! I want to learn"
    rows = []
    for at, reader in enumerate(people):
        name = f"[[User:{reader.name}|{reader.name}]]"
        share, learn = ("Maps, '''Surveys'''" if at % 9 == 5 else ""), ("Wikidata" if at % 11 == 8 else "")
        learn = "تصميم الخرائط" if at == 50 else learn
        cells = [
            f"<s>{name}</s>" if reader.struck else name,
            NAMED_LANGUAGES[reader.language],
            reader.wiki,
            reader.newsletter,
            share,
            learn,
        ]
        rows.append(f"|-\n| {' || '.join(cells)}\n")
    return f'{{| class="wikitable"\n! {head}\n{"".join(rows)}|}}\n'


def earlier(number: int | str, language: str = "") -> str:
    leaf = f"Issue {number}" if isinstance(number, int) else number
    return f"{ROOT}/Archive/{LAST_YEAR}/{leaf}" + (f"/{language}" if language else "")


def _write_archive(campaign: Campaign) -> None:
    """Write two issues and one with a name, all of the year before, in five languages."""
    moment = BEFORE.isoformat().replace("+00:00", "Z")
    for leaf, month in ((1, 10), (NAMED, 11), (2, 12)):
        for language in LANGUAGES:
            issue = leaf if isinstance(leaf, str) else WORDS.say(language, "archive-issue", str(leaf))
            date = format_month(LAST_YEAR, month, language)
            text = f"== {issue} – {date} ==\n=== {section(language, 'month')} ===\n{LEADS[language]}\n"
            campaign.save("meta", earlier(leaf, "" if language == "en" else language), text, at=moment)
