"""The operator's copy: its shape is documented, and nobody else reads it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.plan.edits import Campaign, Held, Skip, SkipReason
from bot.plan.report import Stage, Standing
from bot.plan.tally import Tally
from bot.program.outcomes import Ending, Outcome
from bot.program.problems import Place, Problem
from bot.run.console import Console
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.progress import Progress
from bot.run.record import Record, RecordFile
from bot.words.catalogue import default_catalogue
from tests.ledger.examples import delivery

SCHEMA = Path(__file__).parents[2] / "docs" / "record.schema.json"
CAMPAIGN = Campaign(program="letsconnect", name="announce:7", title="Program/Message")


def record(path: Path) -> RecordFile:
    return RecordFile(path=path, report="User:B/R/M", console=Console(words=default_catalogue()))


def save(path: Path) -> Record:
    tally = Tally(
        campaign=CAMPAIGN,
        skips=[Skip(wiki="es", username="Ana", reason=SkipReason.OPTOUT)],
        held=[Held(wiki="ar", username="نور", language="ar")],
        notes=[Problem(reason="problem-fallback", values=("pt", 2, "en"))],
    )
    place = Place(page="Program/Sign-up", row=3, line=12)
    standing = Standing(
        stage=Stage.UNDER_WAY,
        delivered=Counter({("es", "es"): 1}),
        to_come=Counter({("ar", "ar"): 1}),
        problems=[Problem(reason="problem-twice", values=(3, 12, "Ana", 1), place=place)],
    )
    progress = Progress(wiki="es", total=2, posted=1, left=Ending(outcome=Outcome.LATER, reason="readonly"))
    progress.failed("k2", "Bo", Ending(outcome=Outcome.REFUSED, reason="spamblacklist"))
    record(path).save(
        tally, standing, deliveries=[delivery()], progresses=[progress], status=ExitStatus.LATER
    )
    return Record.model_validate_json(path.read_text(encoding="utf-8"))


def test_the_record_has_the_documented_shape(tmp_path: Path) -> None:
    saved = save(tmp_path / "record.json")
    assert saved.exit_status == 75
    assert [(n.wiki, n.delivered, n.to_come) for n in saved.numbers] == [("ar", 0, 1), ("es", 1, 0)]
    assert [(s.username, s.reason) for s in saved.skipped] == [("Ana", "optout")]
    assert (saved.problems[0].row, saved.problems[0].line) == (3, 12)
    assert saved.problems[0].text.startswith("Row 3 (line 12): Ana has signed up twice")
    assert [(f.username, f.reason) for f in saved.failed] == [("Bo", "spamblacklist")]
    assert [(w.written, w.total, w.left) for w in saved.wikis] == [(1, 2, "readonly")]
    assert [d.revid for d in saved.delivered] == [13]


def test_the_schema_that_is_documented_is_the_one_that_is_used() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == Record.model_json_schema()


def test_nobody_else_can_read_the_record_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text("an older one")
    path.chmod(0o644)
    save(path)
    assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [path]


def test_a_record_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be written"):
        save(tmp_path / "no" / "record.json")
