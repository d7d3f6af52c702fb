"""A program with very many people on eight hundred wikis, named by delivery lists; imports no Pywikibot."""

from __future__ import annotations

from pathlib import Path

from bot.run.settings import Settings, read_settings

WIKIS = 800
FAMILY = "manywikis"
BOT = "LetsConnectBot"
LANGUAGES = ("en", "es", "ar", "fr", "pt", "de", "ca", "pl")
OFFERED = ("en", "es", "ar", "fr", "pt")
MESSAGE = "Let's Connect/Announcements/Many"
PER_LIST = 1000
"""People on one delivery list."""

MANY_BYTES = 2000
"""Of a talk page that exists."""

BEGAN = "2026-11-01T12:00:00Z"

USER_CONFIG = f"""\
family = {FAMILY!r}
mylang = 'w000'
usernames[{FAMILY!r}]['*'] = {BOT!r}
family_files[{FAMILY!r}] = {{family_file!r}}
put_throttle = 0
"""


def wiki_name(number: int) -> str:
    """Give the wiki of a person, or the wiki of that number."""
    return f"w{number % WIKIS:03}"


def person_name(number: int) -> str:
    """Give a person's user name."""
    return f"Person {number:06}"


def prepare(folder: Path) -> None:
    """Make a Pywikibot folder that knows the wikis."""
    family_file = str(Path(__file__).with_name("manywikis_family.py"))
    config = folder / "user-config.py"
    config.write_text(USER_CONFIG.format(family_file=family_file), encoding="utf-8")
    config.chmod(0o600)


def settings_for(people: int, folder: Path) -> Settings:
    """Give the settings of a program with so many people on delivery lists."""
    tables = {
        "program": "letsconnect",
        "home": wiki_name(0),
        "contact": "bench@example.org",
        "ledger": "ledger.sqlite3",
        "optout_category": "Category:Opted-out of message delivery",
        "pages": {
            "signup": "Connect/Sign-up",
            "team": "Talk:Connect",
            "stop": f"User:{BOT}/Stop",
            "report": f"User:{BOT}/Reports",
            "sources": [f"Lists/{number:03}" for number in range(-(-people // PER_LIST))],
        },
        "columns": {"user": ["User"], "languages": ["Languages"]},
        "languages": {"offered": list(OFFERED)},
        "limits": {"people": 100_000},
        "wikis": {
            wiki_name(number): {
                "family": FAMILY,
                "code": wiki_name(number),
                "language": LANGUAGES[number % len(LANGUAGES)],
                "names": [f"{wiki_name(number)}.manywikis.invalid"],
                "throttle": 0,
            }
            for number in range(WIKIS)
        },
    }
    return read_settings(tables, folder / "settings.toml")
