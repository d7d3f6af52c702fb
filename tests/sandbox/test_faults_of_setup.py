"""Whatever is wrong before the first write: one sentence, the right exit status, nothing written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.proxy import FaultProxy
from tests.sandbox.campaign import SEEDED_MESSAGE, SIGNUP, Campaign
from tests.sandbox.test_announce import break_text

pytestmark = pytest.mark.sandbox


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    return Campaign(sandbox=fresh_sandbox, folder=tmp_path, message=SEEDED_MESSAGE)


def no_headings(campaign: Campaign) -> None:
    campaign.save("meta", SIGNUP, "{|\n! Colour !! Shape\n|-\n| red || round\n|}\n")


def no_sign_up_page(campaign: Campaign) -> None:
    change_settings(campaign, "Connect/Sign-up", "Connect/Elsewhere")


def message_without_heading(campaign: Campaign) -> None:
    campaign.save("meta", SEEDED_MESSAGE, "Hello everybody.")


def unreadable_message(campaign: Campaign) -> None:
    break_text(campaign, SEEDED_MESSAGE)


def broken_settings(campaign: Campaign) -> None:
    change_settings(campaign, "throttle = 0", 'throttle = "fast"')


def unknown_wiki(campaign: Campaign) -> None:
    change_settings(campaign, 'code = "fr"', 'code = "nowhere"')


def wrong_password(campaign: Campaign) -> None:
    for cookies in (campaign.folder / "pywikibot").glob("*.lwp"):
        cookies.unlink()
    file = campaign.folder / "pywikibot" / "user-password.py"
    file.write_text("('LetsConnectBot', BotPassword('announce', '0123456789abcdef0123456789abcdef'))\n")


def open_password_file(campaign: Campaign) -> None:
    (campaign.folder / "pywikibot" / "user-password.py").chmod(0o644)


def no_account(campaign: Campaign) -> None:
    config = campaign.folder / "pywikibot" / "user-config.py"
    config.write_text(config.read_text() + f"\ndel usernames[{'letsconnect_sandbox'!r}]['es']\n")


def stop_page(campaign: Campaign) -> None:
    campaign.save("meta", "User:LetsConnectBot/Stop", "Please wait until we have talked.")


def ledger_in_no_folder(campaign: Campaign) -> None:
    change_settings(campaign, 'ledger = "ledger.sqlite3"', 'ledger = "no/such/ledger.sqlite3"')


def too_many_people(campaign: Campaign) -> None:
    campaign.limits = "people = 5\n"
    campaign.write_settings()


def change_settings(campaign: Campaign, old: str, new: str) -> None:
    file = campaign.folder / "settings.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "status", "said"),
    [
        (no_headings, 1, SIGNUP),
        (no_sign_up_page, 2, "pages.signup"),
        (message_without_heading, 1, "== Title =="),
        (unreadable_message, 75, SEEDED_MESSAGE),
        (broken_settings, 2, "wikis.meta.throttle"),
        (unknown_wiki, 2, "wikis.fr"),
        (wrong_password, 2, "bot password"),
        (open_password_file, 2, "chmod 600"),
        (no_account, 2, "usernames['letsconnect_sandbox']['es']"),
        (stop_page, 3, "User:LetsConnectBot/Stop"),
        (ledger_in_no_folder, 2, "ledger"),
        (too_many_people, 1, "limits.people"),
    ],
    ids=lambda part: part.__name__ if callable(part) else "",
)
def test_one_sentence_the_right_status_nothing_written(
    campaign: Campaign, spoil: Callable[[Campaign], None], status: int, said: str
) -> None:
    spoil(campaign)
    before = campaign.newest()
    run = campaign.deliver()
    assert (run.status, len(run.err.splitlines())) == (status, 1), run.err
    assert said in run.err
    assert campaign.newest() == before


def test_a_password_file_that_others_can_read_keeps_its_mode(campaign: Campaign) -> None:
    open_password_file(campaign)
    campaign.deliver()
    assert (campaign.folder / "pywikibot" / "user-password.py").stat().st_mode & 0o777 == 0o644


def test_a_home_wiki_that_is_down_is_one_sentence_and_status_75(campaign: Campaign) -> None:
    with FaultProxy(campaign.sandbox.ports["meta"]) as gone:
        pass
    campaign.proxies = {"meta": gone}
    run = campaign.deliver()
    assert (run.status, len(run.err.splitlines())) == (75, 1), run.err
    assert "Try again later" in run.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-page:",), "-page:"),
        (("-page:No such page",), "No such page"),
        (("-pgae:X", "-page:X"), "-pgae:X"),
        (("-settings:/no/such/file.toml",), "/no/such/file.toml"),
    ],
)
def test_wrong_arguments_are_one_sentence_and_status_2(
    campaign: Campaign, arguments: tuple[str, ...], said: str
) -> None:
    run = campaign.deliver(*arguments)
    assert (run.status, len(run.err.splitlines())) == (2, 1), run.err
    assert said in run.err


def test_without_always_and_nobody_to_ask_nothing_is_written(campaign: Campaign) -> None:
    before = campaign.newest()
    run = campaign.run()
    assert run.status == 1
    assert "Use -always" in run.out
    assert campaign.newest() == before


def test_help_says_what_the_command_does(campaign: Campaign) -> None:
    run = campaign.run("-help")
    assert (run.status, run.err) == (0, "")
    assert "-page:TITLE" in run.out
