"""Shell: who has an account on the wikis, and their passwords."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox import php
from bot.sandbox.errors import SandboxError
from bot.sandbox.state import Record, State, write_whole

BOT = "LetsConnectBot"
BOT_APP = "announce"
BOT_GRANTS = (
    "basic",  # read, and edit what new accounts may not
    "highvolume",  # mark edits as a bot's, no rate limit, 500 titles a query
    "editpage",  # add to pages that exist
    "createeditmovepage",  # begin talk pages and report pages
    "sendemail",  # tell organisers of private data, which must not be pointed at in public
    "editmycssjs",  # its own User:<Bot>/….json, which nobody else but administrators can change
)
"""What the bot's operator would tick on Special:BotPasswords; nothing for protected pages or interface."""

ORGANISERS = ("Noor Organiser", "Lucia Organizadora")
ADMIN = "Admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account as a wiki should have it."""

    name: str
    password: str
    groups: tuple[str, ...] = ()
    gender: str | None = None  # "male", "female"; none: not said
    bot_password: str | None = None
    blocked: bool = False

    def as_json(self) -> Mapping[str, Any]:
        """Give what php/people.php reads."""
        wanted: dict[str, Any] = {"name": self.name, "password": self.password, "groups": self.groups}
        if self.blocked:
            wanted["blocked"] = True
        if self.gender:
            wanted["gender"] = self.gender
        if self.bot_password:
            wanted["bot_password"] = {
                "app": BOT_APP,
                "password": self.bot_password,
                "grants": BOT_GRANTS,
            }
        return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Passwords:
    """Made anew for each sandbox; good on loopback only."""

    bot: str  # the bot password of app `announce`, 32 characters as MediaWiki wants them
    accounts: Mapping[str, str]  # by username; those not named have `editors`
    editors: str

    def of(self, name: str) -> str:
        """Give the main password of an account."""
        return self.accounts.get(name, self.editors)


def read_passwords(state: State) -> Passwords | None:
    """Give the sandbox's passwords; none: it was never made."""
    try:
        return Passwords(**json.loads(state.passwords_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def read_or_make_passwords(state: State) -> Passwords:
    """Give the sandbox's passwords, making them where there are none."""
    if passwords := read_passwords(state):
        return passwords
    named = (ADMIN, *ORGANISERS, BOT)
    passwords = Passwords(
        bot=secrets.token_hex(16),
        accounts={name: secrets.token_urlsafe(12) for name in named},
        editors=secrets.token_urlsafe(12),
    )
    kept = {"bot": passwords.bot, "accounts": dict(passwords.accounts), "editors": passwords.editors}
    write_whole(state.passwords_file, json.dumps(kept, indent=1, ensure_ascii=False))
    return passwords


def staff_and_bot(passwords: Passwords) -> list[Account]:
    """Give the accounts that every wiki begins with, apart from those the seed pages need."""
    staff = {
        ADMIN: ("sysop", "bureaucrat", "interface-admin"),
        ORGANISERS[0]: (),
        ORGANISERS[1]: (),
    }
    people = [
        Account(name=name, password=passwords.of(name), groups=groups) for name, groups in staff.items()
    ]
    bot = Account(name=BOT, password=passwords.of(BOT), groups=("bot",), bot_password=passwords.bot)
    return [*people, bot]


def editors(count: int, passwords: Passwords) -> list[Account]:
    """Give `Editor 0001` and so on."""
    return [
        Account(name=f"Editor {number:04d}", password=passwords.editors) for number in range(1, count + 1)
    ]


def make(
    state: State, record: Record, wiki: str, people: Iterable[Account], databases: Path | None = None
) -> float:
    """Make accounts on one wiki and give the seconds that took."""
    began = time.monotonic()
    wanted: Sequence[Mapping[str, Any]] = [account.as_json() for account in people]
    script = php.SCRIPTS / "people.php"
    said = php.run(
        state, record, wiki, script, text=json.dumps(wanted, ensure_ascii=False), databases=databases
    )
    if not said.strip().isdigit():
        raise SandboxError(f"Accounts of the {wiki} wiki were not made: {said.strip()[-500:]}")
    return time.monotonic() - began
