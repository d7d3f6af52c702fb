"""The announcement on six real wikis: who gets it, once, in which language, and at what cost."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.run.record import Record
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import WIKIS
from tests.proxy import FaultProxy
from tests.sandbox.campaign import HEADINGS, MESSAGE, REPORT, SEEDED_MESSAGE, SIGNUP, Campaign, spread

pytestmark = pytest.mark.sandbox

WARM, COLD = 3, 8
"""Requests a wiki may cost besides one for each 50 recipients, with and without a session from before."""


@pytest.fixture
def campaign(fresh_sandbox: Sandbox, tmp_path: Path) -> Campaign:
    return Campaign(sandbox=fresh_sandbox, folder=tmp_path)


@pytest.fixture
def counted(campaign: Campaign) -> Iterator[Campaign]:
    """The campaign with a counting proxy before each wiki."""
    with ExitStack() as stack:
        campaign.proxies = {
            wiki: stack.enter_context(FaultProxy(campaign.sandbox.ports[wiki])) for wiki in WIKIS
        }
        yield campaign


def ready(campaign: Campaign, count: int) -> Campaign:
    campaign.sandbox.users(count)
    campaign.sign_up(spread(count))
    campaign.write_message()
    return campaign


def test_everyone_gets_one_section_in_their_language_and_the_report_says_so(campaign: Campaign) -> None:
    ready(campaign, 24)
    run = campaign.deliver()
    assert (run.status, run.err) == (0, "")
    assert campaign.wrong() == {}
    for wiki, name, wanted in spread(24):
        text = campaign.text(wiki, f"User talk:{name}")
        home = "en" if wiki == "meta" else wiki
        code = {"": home, "français": "fr", "Portuguese": "pt", "English": "en"}.get(wanted, wanted)
        assert f"== {HEADINGS[code]} ==" in text
        assert (f'lang="{code}"' in text) == (code != home)
        assert ('dir="rtl"' in text) == (code == "ar" and home != "ar")
    report = campaign.text("meta", REPORT)
    assert "24 messages delivered on 6 wikis" in report
    assert report.startswith("<!-- bot:report begin")
    assert "Nothing is left to be delivered." in report
    assert campaign.text("meta", f"{REPORT}/1").count("Special:Diff/") == 24


def test_a_second_run_plans_nothing_edits_nothing_and_asks_little(counted: Campaign) -> None:
    ready(counted, 120)
    counted.deliver()
    edits = {wiki: counted.edits(wiki) for wiki in WIKIS}
    for proxy in counted.proxies.values():
        proxy.forget()
    run = counted.deliver()
    assert run.status == 0
    assert "0 to write, 120 delivered before" in run.out
    assert {wiki: counted.edits(wiki) for wiki in WIKIS} == edits
    costs = {wiki: proxy.count() for wiki, proxy in counted.proxies.items()}
    print("requests of a second run, warm:", costs)
    assert all(cost <= WARM + 1 for cost in costs.values()), costs  # 20 people a wiki: one look


def test_a_second_run_with_a_cold_login_asks_little(counted: Campaign) -> None:
    ready(counted, 60)
    counted.deliver()
    for cookies in (counted.folder / "pywikibot").glob("*.lwp"):
        cookies.unlink()
    for proxy in counted.proxies.values():
        proxy.forget()
    assert counted.deliver().status == 0
    costs = {wiki: proxy.count() for wiki, proxy in counted.proxies.items()}
    print("requests of a second run, cold:", costs)
    assert all(cost <= COLD + 1 for cost in costs.values()), costs


@pytest.mark.soak
def test_three_hundred_messages_cost_little_more_than_three_hundred_requests(counted: Campaign) -> None:
    ready(counted, 300)
    counted.run("-simulate")  # logs in; the login doesn't count
    for proxy in counted.proxies.values():
        proxy.forget()
    assert counted.deliver().status == 0
    total = sum(proxy.count() for proxy in counted.proxies.values())
    print(f"{total} requests for 300 messages: {total / 300:.3f} each")
    assert counted.wrong() == {}
    assert total <= 330


def test_a_dry_run_writes_nothing_anywhere(campaign: Campaign) -> None:
    ready(campaign, 12)
    before = campaign.newest()
    run = campaign.run("-simulate")
    assert "Dry run: nothing was written." in run.out
    assert "12 to write" in run.out
    assert campaign.newest() == before
    assert not campaign.ledger.exists()
    campaign.deliver()
    before = campaign.newest()
    content = hashlib.sha256(campaign.ledger.read_bytes()).hexdigest()
    assert campaign.run("-simulate").status == 0
    assert campaign.newest() == before
    assert hashlib.sha256(campaign.ledger.read_bytes()).hexdigest() == content


def test_a_dry_run_needs_no_account(campaign: Campaign) -> None:
    ready(campaign, 6)
    config = campaign.folder / "pywikibot" / "user-config.py"
    lines = [
        line
        for line in config.read_text().splitlines()
        if "usernames" not in line and "for _code" not in line
    ]
    config.write_text("\n".join(line for line in lines if line != "del _code" and "password" not in line))
    run = campaign.run("-simulate")
    assert (run.status, run.err) == (0, "")
    assert "6 to write" in run.out


def test_a_lost_ledger_and_a_renamed_person_double_nothing(campaign: Campaign) -> None:
    ready(campaign, 18)
    campaign.deliver()
    for file in campaign.folder.glob("ledger*"):
        file.unlink()
    wiki, name, _ = spread(18)[2]
    rename(campaign, wiki, name, "Renamed Editor")
    run = campaign.deliver()
    assert "0 to write" in run.out
    assert campaign.wrong().keys() <= {(wiki, name)}  # their old talk page is a redirect now
    assert campaign.text(wiki, "User talk:Renamed Editor").count("<!-- letsconnect ") == 1


def test_a_renamed_person_who_signed_up_anew_is_not_told_twice(campaign: Campaign) -> None:
    ready(campaign, 6)
    campaign.deliver()
    for file in campaign.folder.glob("ledger*"):
        file.unlink()
    wiki, name, language = spread(6)[3]
    rename(campaign, wiki, name, "Renamed Editor")
    people = [person for person in spread(6) if person[1] != name]
    campaign.sign_up([*people, (wiki, "Renamed Editor", language)])
    assert "0 to write, 6 delivered before" in campaign.deliver().out
    assert campaign.wrong() == {}


def rename(campaign: Campaign, wiki: str, old: str, new: str, *, talk_page: bool = True) -> None:
    """Rename an account and move its talk page, as the wiki's own extension does."""
    keep = "" if talk_page else "return;"
    campaign.sandbox.php(
        wiki,
        f"""
        $admin = MediaWiki\\MediaWikiServices::getInstance()->getUserFactory()->newFromName( 'Admin' );
        $user = MediaWiki\\MediaWikiServices::getInstance()->getUserFactory()->newFromName( '{old}' );
        $class = class_exists( 'MediaWiki\\RenameUser\\RenameuserSQL' )
            ? 'MediaWiki\\RenameUser\\RenameuserSQL' : 'MediaWiki\\Extension\\Renameuser\\RenameuserSQL';
        $rename = new $class( '{old}', '{new}', $user->getId(), $admin, [ 'reason' => 'asked' ] );
        if ( !$rename->rename() ) {{ throw new Exception( 'not renamed' ); }}
        {keep}
        $services = MediaWiki\\MediaWikiServices::getInstance();
        $from = Title::makeTitle( NS_USER_TALK, '{old}' );
        $to = Title::makeTitle( NS_USER_TALK, '{new}' );
        $status = $services->getMovePageFactory()->newMovePage( $from, $to )->move( $admin, 'renamed', true );
        if ( !$status->isOK() ) {{ throw new Exception( 'not moved' ); }}
        """,
    )


def test_pwb_and_python_run_the_same_command(campaign: Campaign) -> None:
    ready(campaign, 6)
    direct = campaign.run("-simulate")
    config = campaign.folder / "pywikibot" / "user-config.py"
    assert "user_script_paths" in config.read_text()
    wrapped = campaign.run("announce", f"-page:{MESSAGE}", "-simulate", script="../.venv/bin/pwb")
    assert (wrapped.status, without_times(wrapped.out)) == (direct.status, without_times(direct.out))


def without_times(out: str) -> list[str]:
    """Leave out the samples' signatures, which have the time."""
    return [line for line in out.splitlines() if not line.startswith("  | LetsConnectBot")]


def test_people_are_skipped_by_rule_and_shown_as_numbers(campaign: Campaign) -> None:
    ready(campaign, 6)
    (_, name, _), *_rest = [person for person in spread(6) if person[0] == "meta"]
    campaign.save("meta", f"User talk:{name}", "{{nobots}}")
    run = campaign.deliver()
    assert run.status == 0
    assert f"meta:{name}" in run.out
    assert campaign.wrong() == {("meta", name): 0}
    report = campaign.text("meta", REPORT)
    assert name not in report
    assert "Talk page asks bots to stay away" in report


def test_the_stop_page_stops(campaign: Campaign) -> None:
    ready(campaign, 6)
    campaign.save("meta", "User:LetsConnectBot/Stop", "Please wait.")
    run = campaign.deliver()
    assert run.status == 3
    assert run.err.strip().count("\n") == 0
    assert "User:LetsConnectBot/Stop" in run.err
    assert sum(campaign.sections().values()) == 0


def test_a_page_without_the_needed_headings_is_one_sentence(campaign: Campaign) -> None:
    ready(campaign, 6)
    campaign.save("meta", SIGNUP, "{|\n! Colour !! Shape\n|-\n| red || round\n|}\n")
    run = campaign.deliver()
    assert (run.status, run.err.strip().count("\n")) == (1, 0)
    assert SIGNUP in run.err


def test_a_missing_translation_falls_back_never_to_spanish(campaign: Campaign) -> None:
    campaign.sandbox.users(6)
    campaign.sign_up([("meta", "Editor 0001", "pt"), ("es", "Editor 0002", "Portuguese")])
    campaign.write_message(("en", "es"))
    run = campaign.deliver()
    assert "No translation into Portuguese" in run.out
    for wiki, name in campaign.names:
        assert f"== {HEADINGS['en']} ==" in campaign.text(wiki, f"User talk:{name}")


def test_a_translation_that_cannot_be_read_holds_its_language(campaign: Campaign) -> None:
    ready(campaign, 12)
    break_text(campaign, f"{MESSAGE}/es")
    run = campaign.deliver()
    assert run.status == 75
    spanish = [(wiki, name) for wiki, name, wanted in spread(12) if (wanted or wiki) == "es"]
    assert campaign.wrong() == dict.fromkeys(spanish, 0)


def break_text(campaign: Campaign, title: str) -> None:
    """Make a page's stored text unreadable, as a broken database does."""
    campaign.sandbox.php(
        "meta",
        f"""
        $services = MediaWiki\\MediaWikiServices::getInstance();
        $page = $services->getWikiPageFactory()->newFromTitle( Title::newFromText( "{title}" ) );
        $slot = $page->getRevisionRecord()->getSlot( 'main', MediaWiki\\Revision\\RevisionRecord::RAW );
        $db = wfGetDB( DB_PRIMARY );
        $lost = [ 'content_address' => 'tt:99999999' ];
        $db->update( 'content', $lost, [ 'content_id' => $slot->getContentId() ] );
        """,
    )


def test_each_rule_for_leaving_somebody_out_holds_on_real_wikis(
    fresh_sandbox: Sandbox, tmp_path: Path
) -> None:
    campaign = Campaign(sandbox=fresh_sandbox, folder=tmp_path, message=SEEDED_MESSAGE)
    record = tmp_path / "record.json"
    assert campaign.deliver(f"-json:{record}").status == 1  # rows of the seeded page need a person
    Record.model_validate_json(record.read_text(encoding="utf-8"))
    saved = json.loads(record.read_text(encoding="utf-8"))
    assert (saved["stage"], saved["exit_status"]) == ("done", 1)
    reasons = {skip["reason"]: f"{skip['wiki']}:{skip['username']}" for skip in saved["skipped"]}
    assert reasons == {
        "exclusion": "meta:Verena Quiethall",
        "optout": "es:Silencio Robledal",
        "nouser": "meta:Nobody Of This Spelling",
        "blocked": "meta:Bramble Thicketson",
        "temporary": "meta:~2026-48213-07",
        "content": "meta:Tabular Thorne",
        "protected": "en:Guarded Gate",
        "twice": "en:Mirela Dunărescu",
        "withdrawn": "meta:Hollis Farnaby",
    }
    assert record.stat().st_mode & 0o077 == 0
    assert len({(message["wiki"], message["page"]) for message in saved["delivered"]}) == 17
    assert "0 to write, 17 delivered before" in campaign.deliver().out


def test_a_redirect_out_of_user_talk_is_never_followed(campaign: Campaign) -> None:
    ready(campaign, 6)
    (_, name, _), *_rest = [person for person in spread(6) if person[0] == "meta"]
    campaign.save("meta", "Main Page", "A page of everybody.")
    campaign.save("meta", f"User talk:{name}", "#REDIRECT [[Main Page]]")
    assert campaign.deliver().status == 0
    assert "letsconnect" not in campaign.text("meta", "Main Page")
    assert campaign.wrong() == {("meta", name): 0}


def test_what_people_write_around_the_report_stays(campaign: Campaign) -> None:
    ready(campaign, 6)
    campaign.deliver()
    report = campaign.text("meta", REPORT)
    campaign.save("meta", REPORT, f"Thanks to all!\n\n{report}\n\n== Comments ==\nWell done.")
    campaign.save("meta", f"User talk:{spread(6)[0][1]}", "Archived.")
    edits = campaign.edits("meta")
    assert campaign.deliver().status == 0
    assert campaign.edits("meta") == edits
    assert campaign.text("meta", REPORT).startswith("Thanks to all!")


def test_the_account_named_in_the_settings_of_pywikibot_is_the_one_that_writes(campaign: Campaign) -> None:
    ready(campaign, 6)
    campaign.deliver()
    wiki, name, _ = spread(6)[3]
    answer = campaign.ask(wiki, titles=f"User talk:{name}", prop="revisions", rvprop="user|comment|flags")
    revision = answer["pages"][0]["revisions"][0]
    assert revision["user"] == "LetsConnectBot"
    assert not revision["minor"]
    assert re.search(r"\[letsconnect:[a-z2-7-]{19}/fr\]$", revision["comment"])
