"""What the operator sees: plans short enough to read, and a display in a terminal only."""

from __future__ import annotations

import io
import re
from collections import Counter

from bot.plan.edits import Campaign, Held, Skip, SkipReason
from bot.plan.tally import Tally
from bot.program.outcomes import Ending, Outcome
from bot.program.problems import Problem
from bot.run.console import Console
from bot.run.live import MOST_WIKIS
from bot.run.progress import Progress
from bot.words.catalogue import default_catalogue

CAMPAIGN = Campaign(program="letsconnect", name="announce:7", title="Program/Message")


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


def console(out: io.StringIO) -> Console:
    return Console(words=default_catalogue(), out=out)


def shown(tally: Tally) -> list[str]:
    out = io.StringIO()
    console(out).show_plan(tally, {})
    return out.getvalue().splitlines()


def test_a_small_plan_is_shown_whole() -> None:
    lines = shown(
        Tally(
            campaign=CAMPAIGN,
            numbers=Counter({("meta", "ar"): 1, ("meta", "en"): 4, ("es", "es"): 2}),
            skips=[Skip(wiki="meta", username="Ana", reason=SkipReason.OPTOUT)],
            done=3,
        )
    )
    assert lines == [
        "“Program/Message”: 7 to write, 3 delivered before.",
        "",
        "  wiki            ar      en      es",
        "  meta             1       4       ·",
        "  es               ·       ·       2",
        "",
        "Left out by rule: 1",
        "  Opted out by category: 1 (meta:Ana)",
    ]


def test_a_plan_for_a_hundred_thousand_on_eight_hundred_wikis_fits_a_few_screens() -> None:
    numbers = Counter({(f"wiki{n:03}", f"l{n % 40}"): 200 - n % 100 for n in range(800)})
    tally = Tally(
        campaign=CAMPAIGN,
        numbers=numbers,
        skips=[Skip(wiki="es", username=f"U{n}", reason=SkipReason.BLOCKED) for n in range(5000)],
        held=[Held(wiki="ar", username=f"U{n}", language="ar") for n in range(900)],
        problems=[Problem(reason="problem-later", values=("es", f"reason {n}")) for n in range(700)],
    )
    lines = shown(tally)
    assert len(lines) < 60
    assert max(map(len, lines)) < 400
    rows = [line for line in lines if re.match(r"  (wiki\d|780 more)", line)]
    assert len(rows) == 21
    cells = [int(cell) for row in rows for cell in row[10:].split() if cell.isdigit()]
    assert sum(cells) == numbers.total()
    assert "Left out by rule: 5000" in lines
    assert any(line.endswith("U19, and 4980 more)") for line in lines)
    assert "  … and 680 more." in lines


def test_where_nobody_looks_each_wiki_is_one_line_at_the_end() -> None:
    out = io.StringIO()
    shown = console(out)
    progress = Progress(wiki="es", total=3)
    with shown.writing(3):
        for progress.posted in range(4):
            shown.progress(progress)
        assert out.getvalue() == ""
    progress.left = Ending(outcome=Outcome.LATER, reason="readonly")
    shown.ended([progress])
    assert out.getvalue() == "  es         3/3 written\n  es: left until the next run: readonly\n"


def test_of_many_wikis_the_largest_and_those_that_were_left_are_named_at_the_end() -> None:
    out = io.StringIO()
    left = Ending(outcome=Outcome.LATER, reason="readonly")
    progresses = [Progress(wiki=f"w{n:03}", total=n, posted=n) for n in range(1, 801)]
    progresses[4].left = left
    console(out).ended(progresses)
    lines = out.getvalue().splitlines()
    assert len(lines) == 22
    assert "  w800       800/800 written" in lines
    assert "  780 more   304590/304590 written" in lines
    assert lines[-1] == "  w005: left until the next run: readonly"


def test_in_a_terminal_a_display_lives_and_leaves_only_what_was_said() -> None:
    out = Terminal()
    seen = console(out)
    with seen.writing(40):
        assert seen.live
        for wiki in ("es", "ar"):
            seen.progress(
                Progress(wiki=wiki, total=20, posted=5, waits_for="maxlag [b]" if wiki == "ar" else "")
            )
        seen.live.display.refresh()
        seen.say("“Page” was not written: [red]x[/red].")
    text = out.getvalue()
    assert "10/40" in text
    assert "waits for: maxlag [b]" in text
    assert "“Page” was not written: [red]x[/red]." in text


def test_of_many_wikis_those_with_the_most_messages_stay_on_the_display_until_they_are_done() -> None:
    seen = console(Terminal())
    with seen.writing(1000):
        assert seen.live
        for number in range(1, 41):
            seen.progress(Progress(wiki=f"w{number}", total=number))
        assert set(seen.live.shown) == {f"w{number}" for number in range(41 - MOST_WIKIS, 41)}
        seen.progress(Progress(wiki="w40", total=40, posted=40))
        seen.progress(Progress(wiki="w7", total=7))
        assert "w40" not in seen.live.shown
        assert "w7" in seen.live.shown


def test_a_terminal_that_is_gone_stops_no_delivery() -> None:
    class Gone(Terminal):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    seen = console(Gone())
    with seen.writing(4):
        seen.progress(Progress(wiki="es", total=4, posted=1))
        seen.say("A line.")
    seen.say("Another line.")
