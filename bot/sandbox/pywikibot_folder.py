"""Shell: a ready Pywikibot folder for the sandbox's wikis."""

from __future__ import annotations

from pathlib import Path

from bot.sandbox.accounts import BOT, BOT_APP, Passwords
from bot.sandbox.state import PROJECT, State, write_whole

FAMILY = "letsconnect_sandbox"

_CONFIG = """\
# Made by scripts/sandbox.py up: Pywikibot's settings for the sandbox's wikis.
family = {family!r}
mylang = 'meta'
for _code in {wikis!r}:
    usernames[{family!r}][_code] = {bot!r}
del _code
password_file = {passwords!r}
family_files[{family!r}] = {family_file!r}
user_script_paths = {script_paths!r}

# These wikis are on this machine and for one person: nothing is to be spared.
put_throttle = 0
minthrottle = 0
maxthrottle = 1
retry_wait = 1
retry_max = 5
max_retries = 5
noisysleep = 60.0
"""


def write(state: State, passwords: Passwords) -> None:
    """Write user-config.py and user-password.py, each readable by their owner alone."""
    folder = state.pywikibot_folder
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    config = _CONFIG.format(
        family=FAMILY,
        wikis=state.wikis,
        bot=BOT,
        passwords=str(folder / "user-password.py"),
        family_file=str(Path(__file__).with_name(f"{FAMILY}_family.py")),
        script_paths=[str(PROJECT / "scripts")],
    )
    _write_if_new(folder / "user-config.py", config)
    login = f"({BOT!r}, BotPassword({BOT_APP!r}, {passwords.bot!r}))\n"
    _write_if_new(folder / "user-password.py", login)


def _write_if_new(path: Path, text: str) -> None:
    """Leave a file alone that says the same, since Pywikibot may be reading it."""
    if not path.exists() or path.read_text(encoding="utf-8") != text or path.stat().st_mode & 0o077:
        write_whole(path, text)
