"""Pure: headings that differ by a typo from those of most issues: `Clincis` where others say `Clinics`.

Two headings are compared where all their words but one are the same, or where only the blanks differ. One is
a typo of the other where that one recurs, is more than twice as frequent, and the words are a letter or two
apart. Other numbers, months, plurals, and words that recur in other headings are no typos.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bot.program.archive import Archive
from bot.program.archive_defect import Defect, defect
from bot.wikitext.months import fold_month, month_names

LEAST_ISSUES = 3
"""That have the usual form."""

LONGEST = 120
"""Characters of a heading that is looked at."""

_MOST_FORMS = 100  # usual ones that a rare one is compared with
_MOST_LETTERS = 30
_PLURALS = ("s", "es", "x")


def heading_defects(archive: Archive) -> Iterator[Defect]:
    """Find the typos, each language by itself."""
    pages: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for issue in archive.issues.values():
        for reading in issue.readings:
            by_form = pages[reading.language].setdefault(issue.title, {})
            for heading in reading.headings:
                by_form.setdefault(_form(heading), reading.page.title)
    for language, issues in pages.items():
        usual = usual_forms([each.keys() for each in issues.values()], language)
        for forms in issues.values():
            for form, title in forms.items():
                if form in usual:
                    yield defect("heading-typo", title, form, usual[form])


def usual_forms(issues: Iterable[Iterable[str]], language: str) -> dict[str, str]:
    """Give for each heading that is a typo the one that is meant.

    Args:
        issues: the headings of each.
        language: theirs.
    """
    counts = Counter(form for forms in issues for form in set(forms) if 0 < len(form) <= LONGEST)
    usual = [form for form, count in counts.most_common() if count >= LEAST_ISSUES]
    by_rest: defaultdict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    by_letters: dict[str, str] = {}
    for form in usual:
        by_letters.setdefault(_folded(form).replace(" ", ""), form)
        for rest, word in _each_word(form):
            if len(by_rest[rest]) < _MOST_FORMS:
                by_rest[rest].append((word, form))
    recurring = Counter(word for form in usual for word in _folded(form).split())
    found = {}
    for form in counts:
        meant = _meant(
            form,
            counts=counts,
            by_rest=by_rest,
            by_letters=by_letters,
            recurring=recurring,
            language=language,
        )
        if meant:
            found[form] = meant
    return found


def _meant(
    form: str,
    *,
    counts: Mapping[str, int],
    by_rest: Mapping[tuple[str, ...], list[tuple[str, str]]],
    by_letters: Mapping[str, str],
    recurring: Mapping[str, int],
    language: str,
) -> str | None:
    count = counts[form]
    joined = by_letters.get(_folded(form).replace(" ", ""))
    if joined and _folded(joined) != _folded(form) and 2 * count < counts[joined]:
        return joined
    for rest, word in _each_word(form):
        if count < LEAST_ISSUES and word in recurring:
            continue
        for other, usual in by_rest.get(rest, ()):
            if 2 * count < counts[usual] and _is_typo(word, other, language):
                return usual
    return None


def _form(heading: str) -> str:
    return unicodedata.normalize("NFC", " ".join(heading[: LONGEST + 1].split())).rstrip(" .:")


def _folded(form: str) -> str:
    return "".join(letter for letter in form.casefold() if unicodedata.category(letter) != "Cf")


def _each_word(form: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give each word of a heading with all the others, a gap where it stood."""
    words = _folded(form).split()
    for at, word in enumerate(words):
        yield (*words[:at], "", *words[at + 1 :]), word


def _is_typo(word: str, usual: str, language: str) -> bool:
    length = min(len(word), len(usual))
    most = 0 if length < 4 else 1 if length < 8 else 2
    if word == usual or max(len(word), len(usual)) > _MOST_LETTERS or abs(len(word) - len(usual)) > most:
        return False
    if not word.isalpha() or not usual.isalpha() or fold_month(word) in month_names(language):
        return False
    longer, shorter = (word, usual) if len(word) > len(usual) else (usual, word)
    if any(longer == shorter + plural for plural in _PLURALS):
        return False
    return distance(word, usual) <= most


def distance(one: str, other: str) -> int:
    """Count the letters to add, drop, change, or swap with their neighbour, to make one word the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for place, theirs in enumerate(other, 1):
            cost = min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != theirs))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == theirs:
                cost = min(cost, before[place - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
