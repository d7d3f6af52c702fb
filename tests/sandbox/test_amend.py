"""Amending and recalling delivered messages: only those that nobody has touched, once, whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
import requests

from bot.sandbox.sandbox import Sandbox
from tests.faults import Fault, faults_on
from tests.proxy import FaultProxy
from tests.sandbox.campaign import BEGUN, MESSAGE, REPORT, SIGNUP, Campaign, spread

pytestmark = pytest.mark.sandbox

WIKIS = ("es", "ar", "en")
PEOPLE = 40
NOT_NFC = "Cafe\u0301"
REPLY = "\n:Thanks! [[User:Noor Organiser]] 12:00, 3 November 2026 (UTC)"
LATER_SECTION = "\n\n== Another matter ==\nHello.\n"

TOUCHED: Mapping[str, Callable[[str], str]] = {
    "answered": lambda text: text + REPLY,
    "answered without a signature": lambda text: text + "\n: ok",
    "answered before the next section": lambda text: text + REPLY + LATER_SECTION,
    "answered in a subsection": lambda text: text + "\n\n=== Reply ===\nThanks!",
    "edited": lambda text: text.replace("…", "…!", 1),
    "headed anew": lambda text: text.replace(" ==\n", " (read) ==\n", 1),
    "a comment in it": lambda text: text.replace("…", "…<!-- seen -->", 1),
    "closed": lambda text: text + "\n{{done}}",
    "archived": lambda _: "Everything is in the archive.\n",
    "blanked": lambda _: "",
    "in a comment": lambda text: f"<!--\n{text}",
    "twice": lambda text: f"{text}\n\n{text}",
    "nobots": lambda text: "{{nobots}}\n" + text,
}
"""What people do to a message, or to the page around it, so that the bot leaves it alone."""

INEXACT = "beside letters that are not NFC, above a section, after three lines"

UNTOUCHED: Mapping[str, Callable[[str], str]] = {
    "as it was": lambda text: text,
    "below other text": lambda text: f"Welcome to my page.\n\n== Old ==\n* x\n\n\n{text}",
    "above a section": lambda text: text + LATER_SECTION,
    "above a section, after three lines": lambda text: f"{text}\n{LATER_SECTION}",
    "above a greater section": lambda text: f"== Old ==\n{{{{t|\n== x ==\n}}}}\n{text}\n\n= New =\n",
    "beside letters that are not NFC": lambda text: f"{NOT_NFC}\n{text}{LATER_SECTION}",
    INEXACT: lambda text: f"{NOT_NFC}\n\n{text}\n{LATER_SECTION}",
    "under nowiki": lambda text: f"<nowiki>\n== x ==\n~~~~</nowiki>\n{text}",
}
"""What people do elsewhere on the page."""


PHP = """
    $services = MediaWiki\\MediaWikiServices::getInstance();
    $admin = $services->getUserFactory()->newFromName( 'Admin' );
    $title = Title::makeTitle( NS_USER_TALK, 'NAME' );
"""
MOVE = f"""{PHP}
    $to = Title::makeTitle( NS_USER_TALK, 'NAME/Archive' );
    $status = $services->getMovePageFactory()->newMovePage( $title, $to )->move( $admin, 'archived', true );
    if ( !$status->isOK() ) {{ throw new Exception( 'not moved' ); }}
"""
DELETE = f"""{PHP}
    $page = $services->getWikiPageFactory()->newFromTitle( $title );
    $status = $services->getDeletePageFactory()->newDeletePage( $page, $admin )->deleteUnsafe( 'asked' );
    if ( !$status->isOK() ) {{ throw new Exception( 'not deleted' ); }}
"""


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Forty:
    """Forty people who have the message, and what has become of their pages since."""

    campaign: Campaign
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)  # by wiki and user name
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # of the pages before the change

    def read(self) -> dict[tuple[str, str], str]:
        """Give the text of everybody's page, byte for byte; empty: no page."""
        found: dict[tuple[str, str], str] = {}
        for wiki in WIKIS:
            names = [name for of, name in self.kinds if of == wiki]
            titles = "|".join(f"User talk:{name}" for name in names)
            asked = {"titles": titles, "prop": "revisions", "rvprop": "content", "rvslots": "main"}
            for page in self.campaign.ask(wiki, **asked)["pages"]:
                name = page["title"].partition(":")[2]
                revisions = page.get("revisions", ())
                found[wiki, name] = revisions[0]["slots"]["main"]["content"] if revisions else ""
        # The API normalises letters.
        return found | {p: self.raw(*p) for p, kind in self.kinds.items() if "NFC" in kind}

    def raw(self, wiki: str, name: str) -> str:
        asked = {"title": f"User talk:{name}", "action": "raw"}
        answer = requests.get(f"{self.campaign.sandbox.urls[wiki]}/index.php", params=asked, timeout=60)
        return answer.content.decode()

    def untouched(self) -> list[tuple[str, str]]:
        return [person for person, kind in self.kinds.items() if kind in UNTOUCHED]

    def amendable(self) -> list[tuple[str, str]]:
        """Give those whose page can be written without touching its other letters."""
        return [person for person in self.untouched() if self.kinds[person] != INEXACT]

    def unchanged(self, now: Mapping[tuple[str, str], str]) -> list[tuple[str, str]]:
        """Give those whose page is as it was before."""
        return [person for person in self.kinds if now[person] == self.texts[person]]

    def edits(self) -> int:
        return sum(self.campaign.edits(wiki) for wiki in WIKIS)

    def kill_after(self, edits: int, *arguments: str) -> None:
        """Begin a run and kill it when it has made so many edits."""
        wanted = self.edits() + edits
        run = self.campaign.start(*arguments)
        while run.poll() is None and self.edits() < wanted:
            time.sleep(0.05)
        assert run.poll() is None, "it ended before it could be killed"
        run.kill()
        run.wait()

    def write_message(self, word: str) -> None:
        heads = {"en": "Next clinic", "es": "Próxima clínica", "ar": "العيادة القادمة"}
        pages = [
            {
                "title": MESSAGE if code == "en" else f"{MESSAGE}/{code}",
                "text": f"== {head} ==\n[[:m:{SIGNUP}|…]] {word} ({code})\n",
                "by": "Noor Organiser",
                "at": BEGUN if word == "noon" else now(),
            }
            for code, head in heads.items()
        ]
        self.campaign.save_all("meta", pages)


@pytest.fixture(scope="module")
def forty(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Forty:
    sandbox.restore()
    campaign = Campaign(sandbox=sandbox, folder=tmp_path_factory.mktemp("amend"))
    sandbox.users(PEOPLE)
    forty = Forty(campaign=campaign)
    forty.write_message("noon")
    people = [(wiki, name, "") for wiki, name, _ in spread(PEOPLE, WIKIS)]
    campaign.sign_up(people)
    assert campaign.deliver().status == 0
    kinds = [*TOUCHED, "moved", "deleted", "protected"]
    kinds += [*UNTOUCHED] * PEOPLE
    forty.kinds = {(wiki, name): kind for (wiki, name, _), kind in zip(people, kinds, strict=False)}
    disturb(forty)
    forty.texts = forty.read()
    return forty


def disturb(forty: Forty) -> None:
    """Do to each page what its kind says."""
    does = {**TOUCHED, **UNTOUCHED}
    delivered = forty.read()
    for wiki in WIKIS:
        pages = []
        for (of, name), kind in forty.kinds.items():
            if of == wiki and (kind in does or kind == "protected"):
                text = does.get(kind, str)(delivered[wiki, name])
                page = {"title": f"User talk:{name}", "text": text, "by": "Noor Organiser"}
                more = {"protect": "sysop"} if kind == "protected" else {}
                pages.append({**page, "at": now(), **more})
        forty.campaign.save_all(wiki, pages)
    for (wiki, name), kind in forty.kinds.items():
        if kind in {"moved", "deleted"}:
            code = MOVE if kind == "moved" else DELETE
            forty.campaign.sandbox.php(wiki, code.replace("NAME", name))


@contextmanager
def spoiled(campaign: Campaign) -> Iterator[None]:
    """Spoil some answers to edits meanwhile, before and after the wiki acts."""
    faults = {"es": Fault.GATEWAY_504_NOW_SAVE_LATER, "ar": Fault.DROP_AFTER, "en": Fault.DROP_BEFORE}
    with ExitStack() as stack:
        campaign.proxies = {
            wiki: stack.enter_context(
                FaultProxy(campaign.sandbox.ports[wiki], rule=faults_on(fault, nth={2}), save_later=1.5)
            )
            for wiki, fault in faults.items()
        }
        yield
        for proxy in campaign.proxies.values():
            proxy.settle()
    campaign.proxies = {}


def lose_ledger(campaign: Campaign) -> None:
    for file in campaign.folder.glob("ledger*"):
        file.unlink()


def outside(text: str, word: str) -> str:
    """Give a page without the words that an amendment changes."""
    return text.replace(f" {word} (", " (", 1)


def test_only_untouched_messages_are_amended_once_though_the_run_is_killed(forty: Forty) -> None:
    forty.write_message("evening")
    plan = forty.campaign.run(f"-amend:{MESSAGE}", "-simulate")
    assert forty.read() == forty.texts
    assert f"{len(forty.amendable())} to amend, 0 as they should be" in plan.out, plan.out + plan.err
    before = forty.edits()
    forty.kill_after(4, f"-amend:{MESSAGE}")
    run = forty.campaign.deliver(f"-amend:{MESSAGE}")
    assert (run.status, run.err) == (0, ""), run.out
    print(run.out)
    touched = [person for person in forty.kinds if person not in forty.amendable()]
    after = forty.read()
    assert forty.unchanged(after) == touched
    for person in forty.amendable():
        old, new = forty.texts[person], after[person]
        assert new.count(" evening (") == 1, person
        assert outside(new, "evening") == outside(old, "noon").rstrip("\n"), forty.kinds[person]
    assert forty.edits() == before + len(forty.amendable())
    assert f"{len(forty.amendable())} messages have been corrected." in forty.campaign.text("meta", REPORT)


def test_what_is_amended_is_not_amended_again_and_counts_as_delivered(forty: Forty) -> None:
    before = forty.edits()
    assert f"0 to write, {PEOPLE} delivered before" in forty.campaign.deliver().out
    kept = forty.campaign.ledger.read_bytes()
    lose_ledger(forty.campaign)
    run = forty.campaign.deliver(f"-amend:{MESSAGE}")
    lose_ledger(forty.campaign)
    forty.campaign.ledger.write_bytes(kept)  # it alone knows of the page that was deleted
    assert f"0 to amend, {len(forty.amendable())} as they should be" in run.out, run.out + run.err
    assert forty.edits() == before


def test_untouched_messages_are_recalled_once_and_never_delivered_again(forty: Forty) -> None:
    before = forty.edits()
    text = forty.texts[forty.untouched()[0]]
    letters = text.partition("<!-- letsconnect ")[2][:7]
    forty.kill_after(4, f"-recall:{letters}")
    with spoiled(forty.campaign):
        run = forty.campaign.deliver(f"-recall:{letters}")
    assert (run.status, run.err) == (0, ""), run.out
    assert forty.edits() == before + len(forty.untouched())
    after = forty.read()
    for person in forty.untouched():
        does, left = UNTOUCHED[forty.kinds[person]], after[person]
        assert "letsconnect" not in left
        assert left.split() == does("").split(), forty.kinds[person]
    again = forty.campaign.deliver(f"-recall:{letters}")
    assert f"0 to recall, {len(forty.untouched())} as they should be" in again.out, again.out + again.err
    amend = forty.campaign.deliver(f"-amend:{MESSAGE}")
    assert f"It had already been taken back: {len(forty.untouched())}\n" in amend.out, amend.out + amend.err
    assert f"0 to write, {PEOPLE} delivered before" in forty.campaign.deliver().out
    assert forty.edits() == before + len(forty.untouched())
