"""What a preview asks wikis to render, and the file that it leaves."""

from __future__ import annotations

import stat
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.program.languages import fallbacks
from bot.run.console import Console
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.preview import Previewer, chosen_pairs
from bot.run.wikis import Wikis
from bot.words.catalogue import default_catalogue
from tests.run.rehearsal import HOSTS, settings_of

NUMBERS = Counter({("meta", "en"): 9, ("en", "en"): 8, ("meta", "es"): 1, ("es", "es"): 2, ("ar", "ar"): 1})


def previewer(folder: Path, file: Path) -> Previewer:
    settings, words = settings_of(folder, HOSTS), default_catalogue(fallbacks)
    return Previewer(
        settings=settings,
        wikis=Wikis(settings=settings, simulate=True),
        words=words,
        console=Console(words=words),
        memory=None,
        now=datetime(2026, 11, 26, tzinfo=UTC),
        file=file,
        language="en",
    )


def test_each_language_is_rendered_where_most_people_read_it_then_the_largest() -> None:
    languages = [("meta", "en"), ("es", "es"), ("ar", "ar")]
    assert set(chosen_pairs(NUMBERS, most=2)) == set(languages)
    assert set(chosen_pairs(NUMBERS, most=4)) == {*languages, ("en", "en")}
    assert set(chosen_pairs(NUMBERS, most=99)) == set(NUMBERS)


def test_the_file_is_for_its_owner_alone_also_where_an_earlier_one_was_not(tmp_path: Path) -> None:
    file = tmp_path / "preview.html"
    for path in (file, tmp_path / "preview.html.part"):
        path.write_text("before")
        path.chmod(0o644)
    assert previewer(tmp_path, file).run() is ExitStatus.DONE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("preview*")] == ["preview.html"]


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"-out: .* can't be written") as told:
        previewer(tmp_path, tmp_path).run()
    assert told.value.status is ExitStatus.WRONG_SETTINGS
