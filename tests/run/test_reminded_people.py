"""Who is reminded where: nobody is left out in silence."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.run.reminded_people import registered_people
from bot.run.settings import read_settings
from tests.plan.signup_people import participant
from tests.program.test_reminders import known
from tests.run.good_settings import GOOD

CLINIC = known()


def settings(**pages: str) -> Any:
    wikis: dict[str, Any] = {**GOOD["wikis"]}
    home = GOOD["home"]
    wikis["xx"] = {**wikis[home], "code": "xx", "direct": False, "prefixes": ["xx"]}
    wikis["xx"].pop("names", None)
    wikis[home] = {**wikis[home], "throttle": 10.0}
    tables = {**GOOD, "wikis": wikis, "pages": {**GOOD["pages"], **pages}}
    return read_settings(tables, Path("settings.toml"))


@pytest.mark.parametrize("pages", [{}, {"massmessage": "Program/MassMessage"}])
def test_whom_reminders_cannot_reach_is_counted(pages: dict[str, str]) -> None:
    people = (participant("Ana", 1), participant("Bea", 2, home_wiki="xx"), participant("Cem", 3))
    found, elsewhere = registered_people(settings(**pages), [CLINIC], {CLINIC.id: people})
    assert (set(found), elsewhere) == ({"Ana", "Cem"}, 1)
    [(_, lead)] = found["Ana"].clinics
    assert lead == timedelta(seconds=20), "as long as telling two people takes"


def test_a_zone_is_ones_own_or_the_only_one_of_ones_country() -> None:
    people = (
        participant("Ana", 1, time_zone="UTC+05:30", country="PE"),
        participant("Bea", 2, country="PE"),
        participant("Cem", 3, country="BR"),
        participant("Dua", 4),
    )
    found, _ = registered_people(settings(), [CLINIC], {CLINIC.id: people})
    assert [each.addressee.zone_name for each in found.values()] == ["UTC+05:30", "America/Lima", "", ""]
