"""Pure: the preview as one HTML file that fetches nothing."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from bot.plan.charts import number_text
from bot.plan.edits import SkipReason
from bot.plan.preview.bars import Bar, Chart, bars_of
from bot.plan.preview.diff import MOST_ROWS, Row, side_by_side
from bot.plan.preview.messages import Spoken, messages_in
from bot.plan.preview.model import Announced, PageChange, Preview
from bot.plan.preview.plain import isolated, told
from bot.program.languages import autonym, name_in
from bot.program.page_names import shown_name
from bot.program.problems import Problem
from bot.words.catalogue import Catalogue
from bot.words.codes import bcp47
from bot.words.dates import format_list, format_moment
from bot.words.direction import direction

MOST_COLUMNS = 8
"""Languages with a column of their own in the table of numbers."""

MOST_ROWS_IN_ALL = 5000
"""Of all pages that would change."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Messages by wiki and language; the last row and column are sums."""

    columns: Sequence[tuple[str, str]]  # code and name; empty code: the others, or the sum
    rows: Sequence[tuple[str, Sequence[str]]]  # wiki and numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A page that would change, with what differs."""

    change: PageChange
    rows: Sequence[Row]


def write_page(preview: Preview, *, words: Catalogue, language: str) -> str:
    """Write the file.

    Args:
        preview: what it shows.
        words: the catalogue.
        language: in which the file speaks; messages speak their own.
    """
    return _Writer(words=words, language=language).write(preview)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    words: Catalogue
    language: str

    def write(self, preview: Preview) -> str:
        announced, signups = preview.announced, preview.signups
        title = announced.title if announced else signups.title if signups else ""
        style, script = _text("page.css"), _text("page.js")
        problems = [*(announced.problems if announced else ()), *(signups.problems if signups else ())]
        messages = self._messages(announced) if announced else {}
        return (
            _environment()
            .get_template("page.html")
            .render(
                say=self.say,
                number=self.number,
                described=self.described,
                autonym=autonym,
                name_of=lambda code: name_in(code, self.language),
                bcp47=bcp47,
                direction=direction,
                language=self.language,
                title=isolated(title),
                made=format_moment(preview.made, self.language, words=self.words),
                announced=announced,
                problems=list(dict.fromkeys([*self._too_many(announced), *self._told(problems)])),
                notes=list(self._told(announced.notes if announced else ())),
                away=list(announced.away.values()) if announced else [],
                messages=messages,
                anchors=_anchors(announced, messages) if announced else {},
                names={code: name_in(code, self.language) for code in messages},
                wikis=len({wiki for wiki, _ in announced.numbers}) if announced else 0,
                charts=list(self._charts(announced)) if announced else (),
                matrix=self._matrix(announced.numbers) if announced else None,
                left_out=_left_out(announced) if announced else {},
                signups=signups,
                differences=list(_differences(signups.changes if signups else ())),
                style=Markup(style),  # noqa: S704 - our own file
                script=Markup(script),  # noqa: S704 - our own file
                script_hash=_hash(script),
            )
        )

    def say(self, key: str, *values: str | int) -> str:
        return self.words.say(self.language, key, *values)

    def number(self, number: int) -> str:
        return number_text(number, self.language)

    def _too_many(self, announced: Announced | None) -> Iterator[str]:
        planned = announced.numbers.total() if announced else 0
        if announced and planned > announced.limit:
            yield self.say("preview-too-many", planned, announced.limit)

    def _told(self, problems: Sequence[Problem]) -> Iterator[str]:
        yield from (told(problem, self.words, self.language) for problem in problems)

    def _messages(self, announced: Announced) -> Mapping[str, Spoken]:
        picture: Callable[[str], str] = lambda name: self.say("preview-picture", name)  # noqa: E731
        return messages_in(announced, picture=picture)

    def _charts(self, announced: Announced) -> Iterator[Chart]:
        wikis, codes = Counter[str](), Counter[str]()
        for (wiki, code), number in announced.numbers.items():
            wikis[wiki] += number
            codes[code] += number
        yield self._chart("wiki", wikis, str)
        yield self._chart("language", codes, lambda code: name_in(code, self.language))

    def _chart(self, name: str, numbers: Counter[str], label: Callable[[str], str]) -> Chart:
        return Chart(
            name=name,
            title=self.say(f"report-chart-{name}s"),
            column=self.say(f"report-column-{name}"),
            unit=self.say("report-column-messages"),
            bars=bars_of(numbers, label=label, others=lambda n: self.say(f"report-other-{name}s", n)),
        )

    def described(self, bars: Sequence[Bar]) -> str:
        """Say a chart in words."""
        return format_list([f"{bar.label}: {self.number(bar.number)}" for bar in bars], self.language)

    def _matrix(self, numbers: Counter[tuple[str, str]]) -> Matrix:
        wikis, codes = Counter[str](), Counter[str]()
        for (wiki, code), number in numbers.items():
            wikis[wiki] += number
            codes[code] += number
        own = sorted(codes, key=lambda code: (-codes[code], code))[:MOST_COLUMNS]
        others = [code for code in codes if code not in own]
        columns = [(code, name_in(code, self.language)) for code in own]
        columns += [("", self.say("report-other-languages", len(others)))] if others else []

        def row(wiki: str) -> list[str]:
            found = [numbers[wiki, code] for code in own]
            found += [sum(numbers[wiki, code] for code in others)] if others else []
            return [self.number(n) if n else "–" for n in found] + [self.number(wikis[wiki])]

        sums = [codes[code] for code in own] + ([sum(codes[code] for code in others)] if others else [])
        total = self.say("preview-total")
        rows = [(wiki, row(wiki)) for wiki in sorted(wikis, key=lambda wiki: (-wikis[wiki], wiki))]
        rows.append((total, [self.number(n) for n in (*sums, numbers.total())]))
        return Matrix([*columns, ("", total)], rows)


def _differences(changes: Sequence[PageChange]) -> Iterator[Difference]:
    left = MOST_ROWS_IN_ALL
    for change in changes:
        rows = side_by_side(change.before, change.after, most=min(MOST_ROWS, left))
        left = max(0, left - len(rows))
        yield Difference(change=change, rows=rows)


def _anchors(announced: Announced, messages: Mapping[str, Spoken]) -> Mapping[tuple[str, str], str]:
    """Give where a message is shown, by wiki and language, or where its language is."""
    found = {(wiki, code): f"language-{list(messages).index(code)}" for wiki, code in announced.numbers}
    for code, spoken in messages.items():
        found |= {(each.rendering.wiki, code): each.anchor for each in spoken.shown}
    return found


def _left_out(announced: Announced) -> dict[SkipReason, list[tuple[str, str]]]:
    """Give who is left out, as (wiki, name), by rule; the rule that leaves out most comes first."""
    found: dict[SkipReason, list[tuple[str, str]]] = {}
    for skip in announced.skips:
        found.setdefault(skip.reason, []).append((skip.wiki, shown_name(skip.username)))
    return dict(sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0])))


def _text(name: str) -> str:
    return files("bot.plan.preview").joinpath(name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """Give the letters by which a browser knows the one script that may run."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
