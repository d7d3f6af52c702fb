"""The ledger remembers when which job ran, and small things by name; the same on both databases."""

from __future__ import annotations

from dataclasses import replace

from bot.ledger.ledger import Ledger, Run

RUN = Run(id="20261126T060000-1", job="signups", due=1000.0, began=1001.0)


def test_a_run_goes_on_until_it_has_ended(ledger: Ledger) -> None:
    assert ledger.run_began(RUN)
    assert ledger.last_run(RUN.job) == RUN
    ledger.run_edits(RUN.id, 3)
    ledger.run_ended(RUN.id, status=0, ended=1009.0)
    assert ledger.last_run(RUN.job) == replace(RUN, ended=1009.0, status=0, edits=3)


def test_a_run_begins_once(ledger: Ledger) -> None:
    assert ledger.run_began(RUN)
    assert not ledger.run_began(replace(RUN, began=7.0))
    assert ledger.last_run(RUN.job) == RUN


def test_the_last_run_is_the_one_that_began_last(ledger: Ledger) -> None:
    for number, (due, status, edits) in enumerate([(1000.0, 0, 4), (None, 0, 0), (2000.0, 75, 0)]):
        run = replace(RUN, id=f"r{number}", due=due, began=1000.0 * number)
        ledger.run_began(run)
        ledger.run_edits(run.id, edits)
        ledger.run_ended(run.id, status=status, ended=run.began + 1)
    ledger.run_began(replace(RUN, id="other", job="announce", began=9000.0))
    found = [
        ledger.last_run("signups"),
        ledger.last_run("signups", with_edits=True),
    ]
    assert [run.id for run in found if run] == ["r2", "r0"]
    assert ledger.last_run("remind") is None


def test_the_runs_for_a_moment_of_the_timetable_are_known(ledger: Ledger) -> None:
    for number, due in enumerate([1000.0, 1000.0, 2000.0, None]):
        ledger.run_began(replace(RUN, id=f"r{number}", due=due, began=float(number)))
    assert [run.id for run in ledger.runs_for("signups", 1000.0)] == ["r0", "r1"]
    assert ledger.last_due("signups") == 2000.0
    assert ledger.last_due("announce") is None


def test_old_runs_can_be_forgotten(ledger: Ledger) -> None:
    for number in range(3):
        ledger.run_began(replace(RUN, id=f"r{number}", began=float(number)))
    ledger.forget_runs(before=2.0)
    assert [run.id for run in ledger.runs_for(RUN.job, 1000.0)] == ["r2"]


def test_what_is_kept_has_one_value_under_a_name(ledger: Ledger) -> None:
    ledger.keep("settings:good", "{}", at=1.0)
    ledger.keep("settings:good", "ñ 🌍" * 100_000, at=2.0)
    assert ledger.kept("settings:good") == "ñ 🌍" * 100_000
    assert ledger.kept("settings") is None


def test_what_is_kept_is_found_by_how_its_name_begins(ledger: Ledger) -> None:
    for name in ("plan:b", "plan:a", "plan", "plan%", "Plan:c"):
        ledger.keep(name, name.upper(), at=1.0)
    assert ledger.kept_all("plan:") == {"plan:a": "PLAN:A", "plan:b": "PLAN:B"}
    ledger.drop("plan:a")
    assert ledger.kept_all("plan:") == {"plan:b": "PLAN:B"}
