"""Everything at once: whatever breaks, each person ends with exactly one section."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.chaos import Chaos

pytestmark = [pytest.mark.sandbox, pytest.mark.soak]

SEED = int(os.environ.get("LETSCONNECT_SEED") or random.SystemRandom().randrange(10**6))


@pytest.mark.parametrize(
    ("people", "losses"), [(300, 0), (150, 2)], ids=["three hundred", "the ledger deleted twice"]
)
def test_six_wikis_in_chaos_end_with_one_section_each(
    fresh_sandbox: Sandbox, tmp_path: Path, people: int, losses: int
) -> None:
    print(f"LETSCONNECT_SEED={SEED}")
    chaos = Chaos(sandbox=fresh_sandbox, folder=tmp_path, seed=SEED, people=people, losses=losses)
    print(chaos.run())
    assert chaos.wrong() == {}
