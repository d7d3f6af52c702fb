"""Each fault that a real wiki can make, made by one, in one run: what its rule says comes true."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.state import WIKIS
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import BEGUN, KEY, MESSAGE, REPORT, Campaign, Run
from tests.sandbox.spoiling import FOR_TITLE, do, forget_sessions

pytestmark = pytest.mark.sandbox

CONTROL, PROTECTED, CASCADE, NO_TITLE, NAMESPACE, NOT_HERE, SPAM, BAD_TITLE = range(1, 9)
WARNED, DISALLOWED, CAPTCHA, MODEL, DELETED, MOVED, MOVED_AWAY, CRASH = range(9, 17)
"""Numbers of the people on the French wiki, by what happens there."""

ES, OPTS_OUT, PEOPLE = 17, 28, 28
ELSEWHERE = {"es": (17, 18), "ar": (19, 20), "pt": (21, 22), "en": (23, 24, 25, 26), "meta": (27, OPTS_OUT)}
"""Numbers of the people on the other wikis."""

FRENCH_SETTINGS = (
    FOR_TITLE
    + f"""
if ( $lcWritesTo( '{NAMESPACE:04}' ) ) {{ $wgNamespaceProtection[NS_USER_TALK] = [ 'editinterface' ]; }}
if ( $lcWritesTo( '{CAPTCHA:04}' ) ) {{ $wgCaptchaTriggers['edit'] = true; }}
$wgGroupPermissions['bot']['skipcaptcha'] = false;
$wgGroupPermissions['bot']['tboverride'] = false;
$wgHooks['MultiContentSave'][] = static function () use ( $lcWritesTo, $lcState ) {{
    if ( $lcWritesTo( '{CRASH:04}' ) && !file_exists( "$lcState/tmp/crashed" ) ) {{
        touch( "$lcState/tmp/crashed" );
        throw new RuntimeException( 'No space left on device' );
    }}
}};
"""
)

FRENCH_PAGES = f"""
$protect( $talk( 'Editor {PROTECTED:04}' ), 'edit' );
$protect( Title::newFromText( 'Including page' ), 'edit', true );
$protect( $talk( 'Editor {NO_TITLE:04}' ), 'create' );
$block( [ $talk( 'Editor {NOT_HERE:04}' ) ] );
$content = ContentHandler::makeContent( '{{}}', null, 'json' );
$updater = $page( $talk( 'Editor {MODEL:04}' ) )->newPageUpdater( $admin );
$updater->setContent( 'main', $content );
$updater->saveRevision( CommentStoreComment::newUnsavedComment( '' ) );
$gone = $page( $talk( 'Editor {DELETED:04}' ) );
$services->getDeletePageFactory()->newDeletePage( $gone, $admin )->deleteUnsafe( '' );
$move( $talk( 'Editor {MOVED:04}' ), $talk( 'Moved editor' ), true );
$move( $talk( 'Editor {MOVED_AWAY:04}' ), $talk( 'Editor {MOVED_AWAY:04}/Old' ), false );
"""

FILTERS = f"$filter( 'Editor {WARNED:04}', 'warn' ); $filter( 'Editor {DISALLOWED:04}', 'disallow' );"

LIMITED = """
$wgGroupPermissions['bot']['noratelimit'] = false;
$wgRateLimits['edit'] = [ 'user' => [ 1, 60 ] ];
"""

UNKNOWN = """
$wgHooks['EditFilterMergedContent'][] = static function ( $context, $content, $status ) {
    $status->fatal( ApiMessage::create( new RawMessage( 'The moon is full.' ), 'moonphase-full' ) );
    return false;
};
"""


@dataclass(slots=True)
class Story:
    """A run among faults, and one when all is mended."""

    campaign: Campaign
    first: Run = field(init=False)
    second: Run = field(init=False)
    failed: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)  # by wiki and user name
    writes: Counter[tuple[str, str]] = field(default_factory=Counter)  # of the first run, by wiki, name
    report: str = ""
    open: list[str] = field(default_factory=list)  # names of those whose write is in doubt after it
    before: Counter[tuple[str, str]] = field(default_factory=Counter)  # sections after the first run
    after: Counter[tuple[str, str]] = field(default_factory=Counter)
    seen: dict[str, str] = field(default_factory=dict)  # texts after the second run

    def reason(self, wiki: str, number: int) -> str:
        """Give why somebody did not get the message in the first run."""
        failed = self.failed[wiki, f"Editor {number:04}"]
        return f"{failed['outcome']} {failed['reason']}"


def at_writes(actions: dict[int, Callable[[], object]]) -> Callable[[Request], Fault | None]:
    """Do something when a wiki's first, second… message comes, before the wiki sees it."""
    seen = 0

    def rule(request: Request) -> Fault | None:
        nonlocal seen
        if request.action == "edit" and "sectiontitle" in request.parameters:
            seen += 1
            if action := actions.pop(seen, None):
                action()
        return None

    return rule


def on_meta(campaign: Campaign) -> Callable[[Request], Fault | None]:
    """Have people edit pages when the bot is about to: the report, and a talk page whose owner opts out."""
    edited: list[int] = []

    def rule(request: Request) -> Fault | None:
        if request.action == "edit" and request.parameters["title"].endswith(f"{OPTS_OUT:04}"):
            campaign.save("meta", f"User talk:Editor {OPTS_OUT:04}", "{{nobots}}")
            return Fault.ERROR_503_BEFORE
        if request.action == "edit" and request.parameters["title"] == REPORT and not edited:
            edited.append(request.number)
            campaign.save("meta", REPORT, "People's own words. Added meanwhile.")
        return None

    return rule


@pytest.fixture(scope="module")
def story(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    sandbox.restore()
    (sandbox.state.folder / "tmp" / "crashed").unlink(missing_ok=True)
    campaign = Campaign(sandbox=sandbox, folder=tmp_path_factory.mktemp("faults"), time_limit=3.0)
    with ExitStack() as stack:
        campaign.proxies = {wiki: stack.enter_context(FaultProxy(sandbox.ports[wiki])) for wiki in WIKIS}
        yield tell(Story(campaign))
    sandbox.restore()


def tell(story: Story) -> Story:
    campaign, sandbox = story.campaign, story.campaign.sandbox
    prepare(campaign)
    for wiki, actions in spoilers(campaign).items():
        campaign.proxies[wiki].rule = at_writes(actions)
    campaign.proxies["meta"].rule = on_meta(campaign)
    saved = campaign.folder / "record.json"
    story.first = campaign.deliver(f"-json:{saved}")
    record: dict[str, Any] = json.loads(saved.read_text(encoding="utf-8"))
    story.failed = {(each["wiki"], each["username"]): each for each in record["failed"]}
    for wiki, proxy in campaign.proxies.items():
        titles = [r.parameters["title"] for r in proxy.requests if "sectiontitle" in r.parameters]
        story.writes.update((wiki, title.partition(":")[2]) for title in titles)
    with closing(sqlite3.connect(campaign.ledger)) as ledger:
        asked = ledger.execute("SELECT username FROM deliveries WHERE outcome IS NULL")
        story.open = [name for (name,) in asked]
    story.report = campaign.text("meta", REPORT)
    story.before = campaign.sections()
    do(
        sandbox,
        "es",
        "$services->getUnblockUserFactory()->newUnblockUser( $bot, $admin, '' )->unblockUnsafe();",
    )
    for wiki in ("ar", "pt", "en"):
        sandbox.set_extra("", wiki)
    story.second = campaign.deliver()
    story.after = campaign.sections()
    for title in ("User talk:Moved editor", f"User talk:Editor {MOVED:04}"):
        story.seen[title] = campaign.text("fr", title)
    return story


def prepare(campaign: Campaign) -> None:
    """Make people, pages, lists and filters."""
    sandbox = campaign.sandbox
    settings = campaign.folder / "settings.toml"
    settings.write_text(settings.read_text().replace("patience = 8", "patience = 4"))
    config = campaign.folder / "pywikibot" / "user-config.py"
    config.write_text(config.read_text() + "socket_timeout = (3, 30)\n")  # a wiki is changed meanwhile
    sandbox.users(PEOPLE)
    people = [("fr", f"Editor {n:04}", "Portuguese" if n == SPAM else "") for n in range(1, ES)]
    people += [(wiki, f"Editor {n:04}", "") for wiki, numbers in ELSEWHERE.items() for n in numbers]
    campaign.sign_up(people)
    campaign.write_message()
    campaign.save("meta", f"{MESSAGE}/pt", "== Próxima clínica ==\nhttps://barred.example.org/clinic\n")
    campaign.save("meta", REPORT, "People's own words.")
    there = (PROTECTED, NOT_HERE, MODEL, DELETED, MOVED, MOVED_AWAY)
    pages = [
        {"title": f"User talk:Editor {n:04}", "text": "Hello.", "by": "Admin", "at": BEGUN} for n in there
    ]
    pages += [
        {"title": f"User talk:Editor {CASCADE:04}", "text": "Hello.", "by": "Admin", "at": BEGUN},
        {
            "title": "Including page",
            "text": f"{{{{User talk:Editor {CASCADE:04}}}}}",
            "by": "Admin",
            "at": BEGUN,
        },
        {"title": "MediaWiki:Spam-blacklist", "text": "barred\\.example\\.org", "by": "Admin", "at": BEGUN},
        {
            "title": "MediaWiki:Titleblacklist",
            "text": f".*Editor {BAD_TITLE:04}",
            "by": "Admin",
            "at": BEGUN,
        },
    ]
    campaign.save_all("fr", pages)
    do(sandbox, "fr", FILTERS)
    sandbox.set_extra(FRENCH_SETTINGS, "fr")
    sandbox.set_extra(UNKNOWN, "pt")


def spoilers(campaign: Campaign) -> dict[str, dict[int, Callable[[], object]]]:
    """Give what happens on each wiki when its first, second… message comes."""
    sandbox = campaign.sandbox
    return {
        "fr": {1: lambda: do(sandbox, "fr", FRENCH_PAGES)},
        "es": {1: lambda: do(sandbox, "es", "$block( [] );")},
        "ar": {1: lambda: sandbox.set_extra("$wgReadOnly = 'Moving house';", "ar")},
        "en": {
            1: lambda: forget_sessions(sandbox, "en"),
            # The first is written twice; so the third message is the fourth to come, and the last the fifth.
            4: lambda: sandbox.set_extra(LIMITED, "en"),
            6: lambda: sandbox.set_extra("", "en"),
        },
    }


def test_every_other_message_is_delivered_once(story: Story) -> None:
    assert (story.first.status, story.second.status) == (1, 1)
    delivered = {number for wiki, number in numbers(story.before) if wiki == "fr"}
    assert {CONTROL, DELETED, MOVED, MOVED_AWAY, CRASH} == delivered, story.failed
    assert max(story.after.values()) == 1


def numbers(sections: Counter[tuple[str, str]]) -> set[tuple[str, int]]:
    """Give who has a section, as numbers."""
    return {(wiki, int(name.split()[1])) for (wiki, name), count in sections.items() if count}


def test_a_page_protected_after_it_was_read_is_left_and_reported(story: Story) -> None:
    assert story.reason("fr", PROTECTED) == "skipped protectedpage"


def test_a_page_protected_by_cascade_is_left_and_reported(story: Story) -> None:
    assert story.reason("fr", CASCADE) == "skipped cascadeprotected"


def test_a_protected_title_is_left_and_reported(story: Story) -> None:
    assert story.reason("fr", NO_TITLE) in {"skipped protectedtitle", "skipped protectedpage"}


def test_a_protected_namespace_is_left_and_reported(story: Story) -> None:
    assert story.reason("fr", NAMESPACE) == "skipped protectednamespace"


def test_a_block_for_one_page_leaves_that_page_alone(story: Story) -> None:
    assert story.reason("fr", NOT_HERE) == "skipped blocked for this page"


def test_a_barred_link_is_refused_and_the_reason_told(story: Story) -> None:
    assert story.reason("fr", SPAM).startswith("refused spamblacklist")
    assert "spamblacklist" in story.report


def test_a_barred_title_is_refused(story: Story) -> None:
    assert story.reason("fr", BAD_TITLE).startswith("refused titleblacklist-forbidden")


def test_a_filter_s_warning_is_a_no_in_this_run_and_in_the_next(story: Story) -> None:
    assert story.reason("fr", WARNED).startswith("refused abusefilter-warning")
    assert story.writes["fr", f"Editor {WARNED:04}"] == 1
    assert ("fr", WARNED) not in numbers(story.after)  # the same again would pass the filter


def test_a_filter_that_disallows_is_refused(story: Story) -> None:
    assert story.reason("fr", DISALLOWED).startswith("refused abusefilter-disallowed")
    assert story.writes["fr", f"Editor {DISALLOWED:04}"] == 1


def test_a_captcha_is_refused(story: Story) -> None:
    assert story.reason("fr", CAPTCHA) == "refused captcha"


def test_a_page_that_became_something_else_than_wikitext_gets_nothing(story: Story) -> None:
    assert ("fr", f"Editor {MODEL:04}") not in story.failed  # looked at again, and left out by rule
    assert ("fr", MODEL) not in numbers(story.after)


def test_a_page_deleted_after_it_was_read_is_looked_at_again_and_written_to(story: Story) -> None:
    assert story.writes["fr", f"Editor {DELETED:04}"] == 2
    assert ("fr", DELETED) in numbers(story.before)


def test_a_page_moved_away_after_it_was_read_is_looked_at_again_and_written_to(story: Story) -> None:
    assert story.writes["fr", f"Editor {MOVED_AWAY:04}"] == 2
    assert ("fr", MOVED_AWAY) in numbers(story.before)


def test_a_message_on_a_redirect_left_by_a_move_is_reported_and_never_doubled(story: Story) -> None:
    texts = story.seen.values()
    assert sum(len(KEY.findall(text)) for text in texts) == 1, texts
    assert f"Editor {MOVED:04} on fr: the talk page was moved" in unquoted(story.report)


def unquoted(wikitext: str) -> str:
    return re.sub(r"<[^<>]*>", "", wikitext)


def test_an_internal_error_of_the_wiki_is_settled_by_reading_and_written_again(story: Story) -> None:
    assert story.writes["fr", f"Editor {CRASH:04}"] == 2
    assert ("fr", CRASH) in numbers(story.before)


def test_a_block_of_the_bot_stops_that_wiki_alone(story: Story) -> None:
    assert story.reason("es", ES) == "halt blocked"
    assert sum(count for (wiki, _), count in story.writes.items() if wiki == "es") == 1
    assert "es: left until the next run: blocked" in story.first.out
    assert {number for wiki, number in numbers(story.after) if wiki == "es"} == set(ELSEWHERE["es"])


def test_a_wiki_that_stays_read_only_is_given_up_with_the_reason_and_served_by_the_next_run(
    story: Story,
) -> None:
    first = ELSEWHERE["ar"][0]
    assert story.reason("ar", first) == "later readonly"
    assert story.writes["ar", f"Editor {first:04}"] > 1
    assert "ar: left until the next run: readonly" in story.first.out
    assert {number for wiki, number in numbers(story.after) if wiki == "ar"} == set(ELSEWHERE["ar"])


def test_an_answer_that_is_new_to_us_stops_that_wiki_and_is_told(story: Story) -> None:
    assert story.reason("pt", ELSEWHERE["pt"][0]) == "halt moonphase-full: The moon is full."
    assert sum(count for (wiki, _), count in story.writes.items() if wiki == "pt") == 1
    assert "The moon is full" in story.report


def test_a_lost_session_is_logged_in_anew_and_written_again_once(story: Story) -> None:
    first, second, *_ = ELSEWHERE["en"]
    assert story.writes["en", f"Editor {first:04}"] == 2
    assert story.writes["en", f"Editor {second:04}"] == 1
    assert ("en", first) in numbers(story.before)


def test_a_rate_limit_of_the_wiki_is_waited_for(story: Story) -> None:
    last = ELSEWHERE["en"][-1]
    assert story.writes["en", f"Editor {last:04}"] == 2
    assert {number for wiki, number in numbers(story.before) if wiki == "en"} == set(ELSEWHERE["en"])


def test_a_page_that_people_edit_while_it_is_rewritten_keeps_their_words(story: Story) -> None:
    assert "People's own words." in story.report
    assert "Added meanwhile." in story.report
    assert "bot:report end" in story.report


def test_a_message_in_doubt_that_nobody_wants_any_more_does_not_stay_in_doubt(story: Story) -> None:
    assert story.writes["meta", f"Editor {OPTS_OUT:04}"] == 1
    assert ("meta", OPTS_OUT) not in numbers(story.after)
    assert story.open == []
