"""What has grown beyond all use is refused in a sentence, quickly and in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from bot.program.limits import PAGE_BYTES, ROWS, TARGETS, too_long, too_many_rows

HEAD = """
import json, sys, time
from pathlib import Path
from bot.run.exit_status import CommandError
from bot.run.signup_page import read_signup_page
from bot.wiki.pages import PageText
from tests.run.good_settings import GOOD
from bot.run.settings import read_settings

def signups(text):
    settings = read_settings(GOOD, Path("settings.toml"))
    page = PageText(title="Garden/Sign-up", pageid=1, revid=1, text=text)
    try:
        return str(len(read_signup_page(page, settings, None).participants))
    except CommandError as error:
        return str(error)

def targets(text):
    from bot.program.delivery_list import SourcePage
    found = SourcePage(title="Garden/List", wiki_named=lambda site: None).read(text)
    return f"{len(found.participants)} {[problem.reason for problem in found.problems][:3]}"

def protected(text):
    from bot.plan.steering import SteeringError, read_protected
    try:
        return str(read_protected(text, page="User:Bot/settings.json"))
    except SteeringError as error:
        return str(error)

def table(rows):
    lines = "".join(f"|-\\n| [[User:Ana {n}]] || en\\n" for n in range(rows))
    return "{|\\n! User !! Languages\\n" + lines
"""
TAIL = """
status = Path("/proc/self/status").read_text()
peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
print(json.dumps([said, peak * 1024, seconds]))
"""
CASES = {
    "a page of 2 MB and more": ("signups('x' * 2_200_000)", "is too long to be read: 2,200,000 bytes"),
    "a table of 50,000 rows": ("signups(table(50_000))", "have about 50,000 rows"),
    "as many rows as are read": ("signups(table(20_000))", "20000"),
    "tables without end": ("signups('{|\\n' * 600_000)", "have about 600,000 rows"),
    "a list of a million targets": (
        "targets(''.join('* {{#target:User talk:A%d}}\\n' % n for n in range(1_000_000)))",
        "0 ['problem-list-long']",
    ),
    "a million targets in JSON": (
        "targets(json.dumps({'targets': [{'title': 'User talk:A%d' % n} for n in range(300_000)]}))",
        "0 ['problem-list-long']",
    ),
    "a JSON bomb as a list": ("targets('{\"targets\":' + '[' * 1_000_000)", "problem-list"),
    "a JSON bomb as settings": ("protected('[' * 50_000_000)", "steering-long"),
    "a deep JSON bomb as settings": ("protected('{\"a\":' * 20_000)", "steering-json"),
    "a number without end": (
        "protected('{\"limits\": {\"people\": ' + '9' * 90_000 + '}}')",
        "steering-json",
    ),
    "braces without end": ("signups('{{' * 1_000_000)", "Garden/Sign-up"),
    "a line without end": ("signups('{|\\n! User\\n|-\\n| ' + '[[User:' * 200_000)", "0"),
}


@pytest.mark.parametrize(("work", "expected"), CASES.values(), ids=CASES)
@pytest.mark.no_cover
def test_what_is_too_large_is_refused_quickly_and_in_little_memory(work: str, expected: str) -> None:
    program = (
        f"{HEAD}\nbegan = time.process_time()\nsaid = {work}\nseconds = time.process_time() - began\n{TAIL}"
    )
    untraced = {name: text for name, text in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120, env=untraced
    )
    said, peak, seconds = json.loads(done.stdout)
    assert expected in said
    assert peak < 300_000_000
    assert seconds < 5.0


def test_a_figure_is_given_only_where_it_is_too_high() -> None:
    assert too_long("ñ" * (PAGE_BYTES // 2), PAGE_BYTES) == 0
    assert too_long("ñ" * (PAGE_BYTES // 2) + "x", PAGE_BYTES) == PAGE_BYTES + 1
    assert too_many_rows("\n|-" * ROWS) == 0
    assert too_many_rows("\n|-" * ROWS + "<TR>") == ROWS + 1
    assert TARGETS > ROWS
