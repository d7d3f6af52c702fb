"""An invented plan for a preview, of as many people as a test wants."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from bot.plan.edits import Held, Skip, SkipReason
from bot.plan.preview.model import Addressee, Announced, PageChange, Preview, Rendering, SignUpPages
from bot.program.problems import LanguageCode, Place, Problem

TITLE = "Let's Connect/Announcements/2026-12 clinic"
WIKIS = {"meta": "en", "en": "en", "es": "es", "ar": "ar", "fr": "fr", "pt": "pt"}
HEADINGS = {
    "en": "Next clinic: sources that last",
    "es": "Próxima clínica: fuentes que perduran",
    "ar": "العيادة القادمة: مصادر تدوم",
    "fr": "Prochain atelier : des sources qui durent",
    "pt": "Próxima clínica: fontes que perduram",
}
BODIES = {
    "en": "Bring an article you care about; we find sources for it together.",
    "es": "Trae un artículo que te importe y buscamos fuentes entre todos.",
    "ar": "أحضر مقالة تهمك ونبحث معًا عن مصادر لها.",
    "fr": "Venez avec un article qui vous tient à cœur : nous lui trouverons des sources ensemble.",
    "pt": "Traga um artigo de que goste e procuramos fontes em conjunto.",
}
TALK = {"en": "User talk", "es": "Usuario discusión", "ar": "نقاش المستخدم"}
TALK |= {"fr": "Discussion utilisateur", "pt": "Usuário Discussão"}
NAMES = ("Rocío Vega", "Tadesse Meadow", "ليلى الوردية", "Bastien Moulin", "Caetana Rio", "Ines Calderwood")


def address(wiki: str, title: str) -> str:
    return f"https://{wiki}.wiki.example/w/index.php?title={title.replace(' ', '_')}"


def rendering(wiki: str, code: str, **changes: str) -> Rendering:
    """Give a message as MediaWiki writes it, heading and signature and all."""
    within = WIKIS[wiki]
    way = {"ar": "rtl"}
    title = f"{TALK[within]}:{NAMES[0]}"
    body = f"<p>{BODIES[code]} <a href='/wiki/Program'>[+]</a></p><ul><li>17:00 (UTC)</li><li>★</li></ul>"
    if code != within:
        body = f'<div lang="{code}" dir="{way.get(code, "ltr")}">{body}</div>'
    html = (
        f'<div class="mw-parser-output"><h2><span id="x">{HEADINGS[code]}</span></h2>{body}'
        "<p><a href='/wiki/User:LetsConnectBot'>LetsConnectBot</a> 12:00, 26 November 2026 (UTC)</p></div>"
    )
    fields = {
        "wiki": wiki,
        "wiki_language": within,
        "language": code,
        "address": address(wiki, title),
        "title": title,
        "summary": f"{HEADINGS[code]} [letsconnect:b3kq7c-m2x4abcdefgh/{code}]",
        "html": html,
    }
    return Rendering(**{**fields, **changes})


def announced(count: int = 24, **changes: object) -> Announced:
    addressees = [_addressee(number) for number in range(count)]
    numbers = Counter((person.wiki, person.language) for person in addressees)
    fields: dict[str, object] = {
        "title": TITLE,
        "numbers": numbers,
        "renderings": [rendering(wiki, code) for wiki, code in numbers],
        "people": addressees,
        "skips": [
            Skip(wiki="meta", username="Verena Quiethall", reason=SkipReason.EXCLUSION),
            Skip(wiki="es", username="Silencio Mudo", reason=SkipReason.OPTOUT),
            *(Skip(wiki="en", username=f"Gone {n}", reason=SkipReason.WITHDRAWN) for n in range(3)),
        ],
        "held": [Held(wiki="pt", username="Later Ribeiro", language="pt")],
        "problems": [
            Problem(
                reason="problem-nouser-account",
                values=(16, 65, "Nobody Of This Spelling", "meta"),
                place=Place(page="Sign-up", row=16, line=65),
            )
        ],
        "notes": [Problem(reason="problem-fallback", values=(LanguageCode("de"), 4, LanguageCode("en")))],
        "done": 3,
        "limit": 5000,
    }
    return Announced(**{**fields, **changes})  # type: ignore[arg-type]


def signups(*changes: PageChange) -> SignUpPages:
    before = "Welcome!\n\n{|\n! User\n|-\n| [[User:Ana Marrow]]\n|}\n\nOne person has signed up.\nEnd.\n"
    after = before.replace("One person has signed up.", "2 people have signed up.\n* New line")
    change = PageChange(
        title="Connect/Sign-up", address=address("meta", "Sign-up"), language="en", before=before, after=after
    )
    made = PageChange(
        title="Connect/Lists/es",
        address=address("meta", "L"),
        language="en",
        before="",
        after="{{#target:x}}\n" * 9,
    )
    return SignUpPages(title="Connect/Sign-up", changes=changes or (change, made))


def preview(count: int = 24, **changes: object) -> Preview:
    return Preview(made=datetime(2026, 11, 26, 8, 0, tzinfo=UTC), announced=announced(count, **changes))


def _addressee(number: int) -> Addressee:
    wiki = list(WIKIS)[(number + number // 7) % len(WIKIS)]
    language = WIKIS[wiki] if wiki != "meta" else list(BODIES)[number // len(WIKIS) % len(BODIES)]
    username = f"{NAMES[number % len(NAMES)]} {number + 1}"
    title = f"{TALK[WIKIS[wiki]]}:{username}"
    return Addressee(username=username, wiki=wiki, language=language, address=address(wiki, title))
