"""Starting Pywikibot, as a command does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = """
import multiprocessing
import sys
from bot.wiki.start import start
start(["-verbose", "-log"])
print(sys.modules.get("__mp_main__") is sys.modules["__main__"])
"""


def test_the_head_of_the_log_can_be_written_beside_multiprocessing(tmp_path: Path) -> None:
    command = tmp_path / "command.py"
    command.write_text(COMMAND)
    done = subprocess.run(
        [sys.executable, str(command)],
        env={**os.environ, "PYWIKIBOT_DIR": str(tmp_path), "PYWIKIBOT_NO_USER_CONFIG": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
