"""Pure: the whole text of the bot's parts on the calendar's pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.plan.calendar.board import board_lines
from bot.plan.calendar.fairness import fairness_lines
from bot.plan.calendar.feed_names import language_file
from bot.plan.calendar.past import missing_lines, past_lines
from bot.plan.calendar.upcoming import facts, upcoming_lines
from bot.plan.calendar.view import CalendarView, Teller
from bot.plan.problem_text import ProblemTeller
from bot.program.clinic_memory import write_records
from bot.program.clinics import ClinicState
from bot.program.problems import Problem
from bot.wikitext.quoting import link_or_text
from bot.words.direction import wrap

PART = "clinics"
"""Name of the bot's part of each page of the calendar."""

NEXT = "Next"
"""The page with the box to transclude, below the calendar; its language pages lie below it."""

MOST_PROBLEMS = 50
"""Told one by one."""


def next_title(title: str, language: str = "") -> str:
    """Give the title of the box to transclude, or of its page in a language."""
    return f"{title}/{NEXT}/{language}" if language else f"{title}/{NEXT}"


def calendar_text(view: CalendarView, language: str, *, page_language: str, has_tables: bool = False) -> str:
    """Give the calendar in one language.

    Args:
        view: the calendar.
        language: MediaWiki code.
        page_language: of the wiki.
        has_tables: whether the page has the organisers' own tables, and so the past clinics.
    """
    lines = [
        *_feed(view, language),
        *upcoming_lines(view, language),
        *board_lines(view, language),
        *fairness_lines(view, language),
        *(() if has_tables else past_lines(view, language)),
        *missing_lines(view, language),
    ]
    return wrap("\n".join(lines), language, within=page_language)


def home_text(view: CalendarView, language: str, problems: Sequence[Problem]) -> str:
    """Give the bot's part of the calendar page itself: what organisers must mend, calendar, memory."""
    parts = [
        *_problems(view, language, problems),
        calendar_text(view, language, page_language=language, has_tables=True),
        write_records(view.memory.records()),
    ]
    return "\n".join(filter(None, parts))


def next_text(view: CalendarView, language: str, *, page_language: str) -> str:
    """Give the box with the next clinic; other pages show it by `{{…/Next}}`."""
    teller = Teller(view=view, language=language)
    known = next(
        (each for each in view.upcoming() if each.is_sure and each.clinic.state is not ClinicState.CANCELLED),
        None,
    )
    lines = ['<div style="border:1px solid #a2a9b1;border-radius:2px;padding:.5em 1em;max-width:40em">']
    lines.append(f"'''{teller.say('calendar-next')}'''")
    if known is None:
        lines += ["", teller.say("calendar-none")]
    else:
        lines += ["", f"'''{teller.topic(known.clinic)}'''", *facts(teller, known)]
    lines += ["", link_or_text(view.title, teller.say("calendar-all")), "</div>"]
    return wrap("\n".join(lines), language, within=page_language)


def _feed(view: CalendarView, language: str) -> Iterator[str]:
    if view.feed_url:
        teller = Teller(view=view, language=language)
        yield teller.link(f"{view.feed_url}{language_file(language)}", teller.say("calendar-feed"))


def _problems(view: CalendarView, language: str, problems: Iterable[Problem]) -> Iterator[str]:
    teller = ProblemTeller(words=view.words, language=language)
    told = list(dict.fromkeys(teller.tell(problem) for problem in problems))
    if not told:
        return
    yield f"== {view.words.say(language, 'calendar-heading-problems')} =="
    yield "\n".join(f"* {line}" for line in told[:MOST_PROBLEMS])
    if more := len(told[MOST_PROBLEMS:]):
        yield f"* {view.words.say(language, 'calendar-more', more)}"
    yield ""
