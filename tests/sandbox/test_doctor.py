"""The doctor on set-ups that are broken on purpose: each fault and its cure is named; a good one: a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import PROJECT
from tests.proxy import FaultProxy
from tests.sandbox.campaign import SEEDED_MESSAGE, SIGNUP, Campaign
from tests.sandbox.test_clock import CLOCK
from tests.sandbox.test_faults_of_setup import (
    change_settings,
    ledger_in_no_folder,
    no_account,
    no_headings,
    no_sign_up_page,
    open_password_file,
    stop_page,
    unknown_wiki,
    wrong_password,
)

pytestmark = pytest.mark.sandbox

SOAK = pytest.mark.soak
"""Of faults that are told like others which are always tried."""

TIMETABLE = f"""
[[timetable]]
name = "clinic"
command = "announce"
arguments = ["-page:{SEEDED_MESSAGE}"]
at = ["12:00"]
"""


@pytest.fixture(scope="module")
def seeded(sandbox: Sandbox) -> Iterator[Sandbox]:
    """The six wikis for all of these tests: the few that change a page put them back."""
    sandbox.restore()
    yield sandbox
    sandbox.restore()


@pytest.fixture
def setup(seeded: Sandbox, tmp_path: Path) -> Iterator[Campaign]:
    before = Campaign(sandbox=seeded, folder=tmp_path, message=SEEDED_MESSAGE, tables=TIMETABLE)
    newest = before.newest()
    yield before
    seeded.set_extra("")
    seeded.set_extra("", "es")
    if before.newest() != newest:
        seeded.restore()


def on_es(php: str) -> Callable[[Campaign], None]:
    """Give a fault that the Spanish wiki's own settings make."""
    return lambda setup: setup.sandbox.set_extra(php, "es")


def in_settings(old: str, new: str) -> Callable[[Campaign], None]:
    return lambda setup: change_settings(setup, old, new)


def writable_settings(setup: Campaign) -> None:
    (setup.folder / "settings.toml").chmod(0o666)


def writable_user_config(setup: Campaign) -> None:
    (setup.folder / "pywikibot" / "user-config.py").chmod(0o622)


def open_cookies(setup: Campaign) -> None:
    setup.run(script="doctor.py")
    for cookies in (setup.folder / "pywikibot").glob("*.lwp"):
        cookies.chmod(0o644)


def blocked(setup: Campaign) -> None:
    setup.sandbox.php("es", _BLOCK.replace("PARTIAL", "false"))


def partly_blocked(setup: Campaign) -> None:
    setup.sandbox.php("es", _BLOCK.replace("PARTIAL", "true"))


_BLOCK = """
$services = MediaWiki\\MediaWikiServices::getInstance();
$bot = $services->getUserFactory()->newFromName( 'LetsConnectBot' );
$admin = $services->getUserFactory()->newFromName( 'Admin' );
$services->getBlockUserFactory()->newBlockUser( $bot, $admin, 'infinity', '',
    [ 'isPartial' => PARTIAL, 'isAutoblocking' => false ],
    PARTIAL ? [ new MediaWiki\\Block\\Restriction\\NamespaceRestriction( 0, NS_USER_TALK ) ] : []
)->placeBlockUnsafe();
"""


def message_without_heading(setup: Campaign) -> None:
    setup.save("meta", f"{SEEDED_MESSAGE}/fr", "Bonjour à tous.")


def message_not_closed(setup: Campaign) -> None:
    setup.save("meta", f"{SEEDED_MESSAGE}/es", "== Hola ==\nTexto <!-- y nada más")


def one_more_language(setup: Campaign) -> None:
    change_settings(setup, 'offered = ["en", ', 'offered = ["en", "sw", ')


def no_organisers(setup: Campaign) -> None:
    change_settings(setup, 'usernames = ["Noor Organiser"]', "usernames = []")


def clock_ahead(setup: Campaign) -> None:
    (setup.folder / "sitecustomize.py").write_text(CLOCK)
    (setup.folder / "clock").write_text("7200")


def no_zones(setup: Campaign) -> None:
    (setup.folder / "sitecustomize.py").write_text(
        "import sys, zoneinfo\nsys.modules['tzdata'] = None\nzoneinfo.reset_tzpath([])\n"
    )


INFO = "$wgHooks['APIQuerySiteInfoGeneralInfo'][] = static function ( $module, &$info ) {{ {} }};"
SENDS = in_settings("[limits]", "[signups]\ntell_organisers = true\n\n[limits]")


EMAIL = "$wgEnableEmail = $wgEnableUserEmail = true;\n$wgGroupPermissions['user']['sendemail'] = true;\n"


def no_address(setup: Campaign) -> None:
    SENDS(setup)
    setup.sandbox.set_extra(EMAIL)


def may_not_send(setup: Campaign) -> None:
    SENDS(setup)
    setup.sandbox.set_extra(EMAIL + "$wgGrantPermissions['sendemail'] = [];")


@pytest.mark.parametrize(
    ("spoil", "status", "said"),
    [
        pytest.param(no_headings, 1, ("BAD meta", SIGNUP), id="no headings"),
        pytest.param(no_sign_up_page, 2, ("BAD meta", "pages.signup"), id="no sign-up page"),
        pytest.param(unknown_wiki, 2, ("BAD fr", "Mend family and code"), id="unknown wiki"),
        pytest.param(wrong_password, 2, ("BAD meta", "Special:BotPasswords"), id="wrong password"),
        pytest.param(open_password_file, 2, ("user-password.py", "chmod 600"), id="password file is open"),
        pytest.param(no_account, 2, ("BAD es", "usernames['letsconnect_sandbox']['es']"), id="no account"),
        pytest.param(stop_page, 3, ("BAD meta", "Empty the page"), id="stop page"),
        pytest.param(ledger_in_no_folder, 2, ("ledger", "a folder that exists"), id="ledger in no folder"),
        pytest.param(writable_settings, 2, ("BAD machine", "chmod go-w"), id="others write settings"),
        pytest.param(
            writable_user_config, 2, ("BAD machine", "chmod go-w"), id="others write user-config", marks=SOAK
        ),
        pytest.param(open_cookies, 2, ("BAD machine", "chmod 600"), id="others read cookies"),
        pytest.param(blocked, 1, ("BAD es", "is blocked. Read why"), id="blocked"),
        pytest.param(
            partly_blocked, 1, ("BAD es", "blocked from some pages"), id="partly blocked", marks=SOAK
        ),
        pytest.param(
            on_es("$wgGrantPermissions['createeditmovepage'] = [];"),
            1,
            ("BAD es", "Tick “Create, edit, and move pages”"),
            id="grant for talk pages missing",
        ),
        pytest.param(
            on_es("$wgGrantPermissions['highvolume'] = [];"),
            0,
            ("!!  es", "Tick “High-volume (bot) access”"),
            id="high-volume grant missing",
            marks=SOAK,
        ),
        pytest.param(
            on_es("$wgGroupPermissions['bot'] = [];\n$wgRevokePermissions['bot']['bot'] = true;"),
            0,
            ("!!  es", "Tick “High-volume"),
            id="bot right revoked",
        ),
        pytest.param(
            may_not_send,
            1,
            ("BAD meta", "Tick “Send email to other users”"),
            id="e-mail grant missing",
            marks=SOAK,
        ),
        pytest.param(no_address, 1, ("BAD meta", "confirmed e-mail address"), id="no confirmed address"),
        pytest.param(
            on_es(INFO.format("$info['generator'] = 'MediaWiki 1.31.0';")),
            1,
            ("BAD es", "1.39 or newer"),
            id="old MediaWiki",
        ),
        pytest.param(
            on_es("$wgReadOnly = 'Moving to other disks';"),
            75,
            ("BAD es", "Try again later"),  # why, the wiki tells only those who are logged in
            id="read-only",
        ),
        pytest.param(
            in_settings('code = "es"\nlanguage = "es"', 'code = "es"\nlanguage = "pt"'),
            2,
            ("BAD es", "wikis.es.language"),
            id="other language",
        ),
        pytest.param(clock_ahead, 1, ("BAD es", "seconds ahead of", "set-ntp"), id="clock ahead"),
        pytest.param(no_zones, 2, ("BAD machine", "pip install tzdata"), id="no time zones"),
        pytest.param(
            message_without_heading, 1, ("BAD meta", "/fr", "== Title =="), id="message without heading"
        ),
        pytest.param(
            message_not_closed, 1, ("BAD meta", "/es", "Close it"), id="message not closed", marks=SOAK
        ),
        pytest.param(one_more_language, 0, ("!!  meta", "/sw", "Translate"), id="no translation"),
        pytest.param(
            in_settings(SEEDED_MESSAGE, "No such message"),
            2,
            ("BAD meta", "No such message", "timetable"),
            id="no message page",
        ),
        pytest.param(no_organisers, 2, ("BAD meta", "organisers.usernames"), id="nobody approves"),
        pytest.param(
            in_settings('["Noor Organiser"]', '["Noor Organiser", "Nour Organiser"]'),
            2,
            ("BAD meta", "“Nour Organiser”", "organisers.usernames"),
            id="no such organiser",
            marks=SOAK,
        ),
        pytest.param(
            in_settings("Grants talk:Knowledge", "Grants talk:Knowlegde"),
            0,
            ("!!  meta", "pages.team"),
            id="no team page",
        ),
        pytest.param(
            in_settings("User:LetsConnectBot/Reports", "MediaWiki:Reports"),
            1,
            ("BAD meta", "MediaWiki:Reports", "[pages]"),
            id="reports where the bot may not write",
        ),
        pytest.param(
            in_settings("[limits]", '[running]\nheartbeat = "no/such/folder/beat"\n\n[limits]'),
            2,
            ("running.heartbeat", "a folder that exists"),
            id="no folder for the heartbeat",
            marks=SOAK,
        ),
        pytest.param(
            in_settings(TIMETABLE, TIMETABLE.replace("12:00", "25:00")),
            2,
            ("timetable", "at"),
            id="no such time of day",
            marks=SOAK,
        ),
    ],
)
def test_it_names_the_fault_and_its_cure(
    setup: Campaign,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Campaign], None],
    status: int,
    said: tuple[str, ...],
) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{setup.folder}:{PROJECT}")
    monkeypatch.setenv("TEST_CLOCK", str(setup.folder / "clock"))
    spoil(setup)
    run = setup.run(script="doctor.py")
    lines = (run.out + run.err).splitlines()
    assert run.status == status, run.out + run.err
    assert [line for line in lines if all(part in line for part in said)], lines


def test_a_wiki_that_is_down_is_named_and_the_others_are_looked_at(setup: Campaign) -> None:
    with FaultProxy(setup.sandbox.ports["es"]) as gone:
        pass
    setup.proxies = {"es": gone}
    run = setup.run("-all", script="doctor.py")
    assert run.status == 75, run.out
    assert "BAD es" in run.out
    assert "ok  pt       logged in as LetsConnectBot" in run.out


def test_a_good_setup_gets_one_line(setup: Campaign) -> None:
    run = setup.run(script="doctor.py")
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("All is well: 6 wikis, ")
    assert len(run.out.splitlines()) == 1


def test_it_looks_without_an_account_too(setup: Campaign) -> None:
    run = setup.run("-simulate", "-all", script="doctor.py")
    assert run.status == 0, run.out
    assert "All is well" in run.out


def test_it_writes_nothing(setup: Campaign) -> None:
    before = setup.newest()
    setup.run("-all", script="doctor.py")
    assert setup.newest() == before
    assert not setup.ledger.exists()
