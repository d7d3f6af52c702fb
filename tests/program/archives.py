"""Archives of a newsletter for tests: a healthy one of 40 issues, and what can be put amiss in it."""

# ruff: noqa: ARG001 - all damages are called alike; some have no language

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.program.newsletter import ArchivePage, ArchiveRules
from bot.words.dates import format_month

LANGUAGES = ("en", "es", "ar", "fr", "pt")
RULES = ArchiveRules(root="Garden/News", categories=("Garden news",))
NOW = datetime(2027, 1, 15, tzinfo=UTC)
HOME = "Garden/News/Archive"
LATEST = "Garden/News/Latest"
NAMED = {10: "Outreach", 25: "Gathering"}
COUNT = 40

WORDS = {
    "en": ("Issue", "Previous issue", "Next", "Clinics", "What is new", "Upcoming events"),
    "es": ("Número", "Número anterior", "Siguiente", "Clínicas", "Novedades", "Próximos encuentros"),
    "ar": ("العدد", "العدد السابق", "التالي", "العيادات", "الجديد", "الفعاليات القادمة"),
    "fr": ("Numéro", "Numéro précédent", "Suivant", "Cliniques", "Nouveautés", "Rencontres à venir"),
    "pt": ("Edição", "Edição anterior", "Seguinte", "Clínicas", "Novidades", "Próximos encontros"),
}


def month(at: int) -> tuple[int, int]:
    passed = at * 48 // COUNT
    return 2023 + passed // 12, passed % 12 + 1


def number(at: int) -> int | None:
    return None if at in NAMED else 1 + at - sum(named < at for named in NAMED)


def title(at: int, language: str = "en") -> str:
    leaf = NAMED.get(at) or f"Issue {number(at)}"
    source = f"{HOME}/{month(at)[0]}/{leaf}"
    return source if language == "en" else f"{source}/{language}"


def dated(at: int, language: str) -> str:
    return format_month(*month(at), language)


def navigation(at: int, language: str) -> tuple[str, str]:
    _, previous, following, *_ = WORDS[language]
    before = f"[[{title(at - 1, language)}|{previous}]]" if at else ""
    after = f"[[{title(at + 1, language)}|{following}]]" if at + 1 < COUNT else ""
    return before, after


def text(at: int, language: str) -> str:
    issue, _, _, *headings = WORDS[language]
    head = NAMED.get(at) or f"{issue} {number(at)}"
    before, after = navigation(at, language)
    sections = "\n".join(f"=== {heading} ===\n* Something about {at}." for heading in headings)
    return f"== {head} – {dated(at, language)} ==\n{sections}\n{before} {after}\n[[Category:Garden news]]\n"


@dataclass
class Pages:
    """The pages of an archive, to be put amiss."""

    by_title: dict[str, ArchivePage] = field(default_factory=dict)

    def put(self, title: str, text: str = "", target: str | None = None) -> None:
        self.by_title[title] = ArchivePage(title=title, text=text, target=target)

    def change(self, title: str, old: str, new: str) -> None:
        page = self.by_title[title]
        assert old in page.text
        self.by_title[title] = replace(page, text=page.text.replace(old, new))

    def everywhere(self, old: str, new: str) -> None:
        for page in list(self.by_title.values()):
            self.by_title[page.title] = replace(
                page,
                text=page.text.replace(f"{old}|", f"{new}|").replace(f"{old}/", f"{new}/"),
                target=new if page.target == old else page.target,
            )

    def move(self, old: str, new: str) -> None:
        """Move an issue with its language pages, links and all."""
        for name in [name for name in self.by_title if name == old or name.startswith(f"{old}/")]:
            page = self.by_title.pop(name)
            moved = new + name.removeprefix(old)
            self.by_title[moved] = replace(page, title=moved)
        self.everywhere(old, new)

    @property
    def pages(self) -> list[ArchivePage]:
        return list(self.by_title.values())


def healthy() -> Pages:
    pages = Pages()
    for at in range(COUNT):
        for language in LANGUAGES:
            pages.put(title(at, language), text(at, language))
    pages.put(LATEST, target=title(COUNT - 1))
    index = "\n".join(f"* [[{title(at)}|{NAMED.get(at) or number(at)}]]" for at in range(COUNT))
    pages.put(HOME, f"All that came out.\n{index}\n")
    return pages


Found = Sequence[tuple[str, str]]
Damage = Callable[[Pages, str], Found]
"""Puts one thing amiss in a language; gives the kinds and titles that are to be found."""


def _previous_missing(pages: Pages, language: str) -> Found:
    pages.change(title(5, language), navigation(5, language)[0], "")
    for code in LANGUAGES:
        pages.change(title(4, code), navigation(4, code)[1], "")
        if code != language:
            pages.change(title(5, code), navigation(5, code)[0], f"[[{title(4)}|{WORDS[code][1]}]]")
    return [
        ("previous-missing", title(5, language)),
        *(("navigation-one-way", title(4, code)) for code in LANGUAGES),
        *(("navigation-language", title(5, code)) for code in LANGUAGES if code not in {language, "en"}),
    ]


def _one_way(pages: Pages, language: str) -> Found:
    pages.change(title(7, language), navigation(7, language)[1], "")
    return [("navigation-one-way", title(7, language))]


def _both_ways_missing(pages: Pages, language: str) -> Found:
    for code in LANGUAGES:
        pages.change(title(8, code), navigation(8, code)[1], "")
        pages.change(title(9, code), navigation(9, code)[0], "")
    return [
        *(("next-missing", title(8, code)) for code in LANGUAGES),
        *(("previous-missing", title(9, code)) for code in LANGUAGES),
    ]


def _previous_wrong(pages: Pages, language: str) -> Found:
    pages.change(title(14, language), f"{title(13, language)}|", f"{title(12, language)}|")
    return [("previous-wrong", title(14, language))]


def _next_wrong(pages: Pages, language: str) -> Found:
    pages.change(title(12, language), f"{title(13, language)}|", f"{title(15, language)}|")
    return [("next-wrong", title(12, language))]


def _beyond(pages: Pages, language: str) -> Found:
    pages.change(
        title(0, language), "[[Category", f"[[{title(3, language)}|{WORDS[language][1]}]]\n[[Category"
    )
    return [("previous-beyond", title(0, language))]


def _misfiled(pages: Pages, language: str) -> Found:
    wrong = f"{HOME}/2023/Issue {number(17)}"
    pages.move(title(17), wrong)
    return [("misfiled", wrong)]


def _blocked(pages: Pages, language: str) -> Found:
    wrong = f"{HOME}/2023/Issue {number(18)}"
    pages.move(title(18), wrong)
    pages.put(title(18), target=HOME)
    return [("move-blocked", wrong)]


def _other_language(pages: Pages, language: str) -> Found:
    other = "fr" if language == "ar" else "ar"
    pages.change(title(20, language), f"{title(19, language)}|", f"{title(19, other)}|")
    return [("navigation-language", title(20, language))]


def _duplicate(pages: Pages, language: str) -> Found:
    pages.change(title(10), "Outreach –", "Issue 4 –")
    return [("duplicate-number", f"{HOME}/2023/Issue 4")]


def _number(pages: Pages, language: str) -> Found:
    head = f"{WORDS[language][0]} {number(21)} "
    pages.change(title(21, language), head, f"{WORDS[language][0]} 99 ")
    return [("number-disagrees", title(21, language))]


def _gap(pages: Pages, language: str) -> Found:
    old = title(COUNT - 1)
    new = old.replace("Issue 38", "Issue 39")
    pages.move(old, new)
    for code in LANGUAGES:
        path = new if code == "en" else f"{new}/{code}"
        pages.change(path, f"{WORDS[code][0]} 38", f"{WORDS[code][0]} 39")
    return [("gap", new)]


def _name_and_date(pages: Pages, language: str) -> Found:
    new = f"{HOME}/{month(25)[0]}/Gathering 2023"
    pages.move(title(25), new)
    return [("date-disagrees", new)]


def _unknown(pages: Pages, language: str) -> Found:
    pages.change(title(22), f" – {dated(22, 'en')}", "")
    return [("date-unknown", title(22))]


def _unclear(pages: Pages, language: str) -> Found:
    pages.change(title(24), dated(24, "en"), "June 2023 and July 2024")
    return [("date-unclear", title(24))]


def _language_date(pages: Pages, language: str) -> Found:
    code = "es" if language == "en" else language
    pages.change(title(23, code), dated(23, code), dated(3, code))
    return [("language-date", title(23, code))]


def _order(pages: Pages, language: str) -> Found:
    pages.change(title(27), dated(27, "en"), "May 2023")
    return [("number-order", title(27))]


def _typo(pages: Pages, language: str) -> Found:
    right = WORDS[language][3]
    pages.change(title(28, language), right, right[:2] + right[3] + right[2] + right[4:])
    return [("heading-typo", title(28, language))]


def _dead(pages: Pages, language: str) -> Found:
    pages.put(f"{HOME}/Old", target=f"{HOME}/2020/Issue 1")
    return [("redirect-dead", f"{HOME}/Old")]


def _double(pages: Pages, language: str) -> Found:
    pages.put(f"{HOME}/Two", target=f"{HOME}/One")
    pages.put(f"{HOME}/One", target=title(1))
    return [("redirect-double", f"{HOME}/Two")]


def _loop(pages: Pages, language: str) -> Found:
    pages.put(f"{HOME}/A", target=f"{HOME}/B")
    pages.put(f"{HOME}/B", target=f"{HOME}/A")
    return [("redirect-loop", f"{HOME}/A"), ("redirect-loop", f"{HOME}/B")]


def _no_latest(pages: Pages, language: str) -> Found:
    pages.by_title.pop(LATEST, None)
    return [("latest-missing", LATEST)]


def _old_latest(pages: Pages, language: str) -> Found:
    pages.put(LATEST, target=title(30))
    return [("latest-wrong", LATEST)]


def _latest_text(pages: Pages, language: str) -> Found:
    pages.put(LATEST, "Our newest issue is out.")
    return [("latest-text", LATEST)]


def _no_index(pages: Pages, language: str) -> Found:
    pages.by_title.pop(HOME)
    return [("index-missing", HOME)]


def _index_lacks(pages: Pages, language: str) -> Found:
    pages.change(HOME, f"* [[{title(31)}|{number(31)}]]\n", "")
    return [("index-lacks", HOME)]


def _index_dead(pages: Pages, language: str) -> Found:
    pages.put(HOME, f"{pages.by_title[HOME].text}* [[{HOME}/2025/Issue 77|77]]\n")
    return [("index-dead", HOME)]


def _language_missing(pages: Pages, language: str) -> Found:
    code = "pt" if language == "en" else language
    pages.by_title.pop(title(32, code))
    for at in (31, 33):
        pages.change(title(at, code), f"[[{title(32, code)}|", f"[[{title(32)}|")
    return [("language-missing", title(32))]


def _orphan(pages: Pages, language: str) -> Found:
    pages.put(f"{HOME}/2024/Fair/es", "== Feria – mayo de 2024 ==\nAlgo.\n[[Category:Garden news]]")
    return [("language-orphan", f"{HOME}/2024/Fair/es")]


def _left_behind(pages: Pages, language: str) -> Found:
    code = "fr" if language == "en" else language
    old = f"{HOME}/2020/Issue {number(34)}"
    page = pages.by_title.pop(title(34, code))
    pages.put(old, target=title(34))
    pages.put(f"{old}/{code}", page.text)
    for at in (33, 35):
        pages.change(title(at, code), f"[[{title(34, code)}|", f"[[{title(34)}|")
    return [("language-left-behind", f"{old}/{code}"), ("language-missing", title(34))]


def _category(pages: Pages, language: str) -> Found:
    pages.change(title(35, language), "[[Category:Garden news]]", "")
    return [("category", title(35, language))]


def _stranger(pages: Pages, language: str) -> Found:
    pages.put(f"{HOME}/2024/Issue 5b", "Notes.")
    return [("stranger", f"{HOME}/2024/Issue 5b")]


def _future(pages: Pages, language: str) -> Found:
    pages.change(title(36), dated(36, "en"), "May 2062")
    return [("future", title(36))]


def _same_date(pages: Pages, language: str) -> Found:
    for code in LANGUAGES:
        pages.change(title(2, code), dated(2, code), dated(1, code))
    return [("same-date", title(2))]


def _empty(pages: Pages, language: str) -> Found:
    code = "ar" if language == "en" else language
    pages.put(title(37, code), "<!-- soon -->\n[[Category:Garden news]]")
    return [("empty", title(37, code))]


def _markers(pages: Pages, language: str) -> Found:
    pages.put(
        title(29, language), f"{pages.by_title[title(29, language)].text}<!-- bot:navigation begin -->\n"
    )
    return [("markers", title(29, language))]


DAMAGES: dict[str, Damage] = {
    name.removeprefix("_"): value
    for name, value in list(globals().items())
    if name.startswith("_") and getattr(value, "__module__", "") == __name__ and callable(value)
}

EXCLUDING = ({"no_latest", "old_latest", "latest_text"}, {"no_index", "index_lacks", "index_dead"})
"""Of each set only one can be amiss at a time."""


def compatible(names: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for name in names:
        if not any(name in each and each & set(kept) for each in EXCLUDING):
            kept.append(name)
    return kept
