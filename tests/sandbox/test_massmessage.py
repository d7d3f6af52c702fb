"""MassMessage itself, where the sandbox has it: the send, the check after it, and nothing twice.

LETSCONNECT_SANDBOX_EXTENSIONS names the folder with the extension, of the branch of the tree's MediaWiki.
Without it these tests are skipped, and tests/run/test_massmessage.py replays what the extension answered.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import REPORT, Campaign

pytestmark = pytest.mark.sandbox

LISTS = "User:LetsConnectBot/MassMessage"
SERVED = ("es", "fr")
FARM = """
class FarmJobQueue extends JobQueueDB {
	public function __construct( array $params ) {
		global $farmHere, $farmDatabase;
		if ( $params['domain'] !== $farmHere ) {
			$params['server'] = $farmDatabase( $params['domain'] ) + [ 'trxMode' => 'IMMEDIATE' ];
		}
		parent::__construct( $params );
	}
}
$farmHere = $lcWiki;
$farmDatabase = $lcDatabase;
$wgLocalDatabases = array_keys( $lcPorts );
$wgJobTypeConf['default'] = [ 'class' => FarmJobQueue::class, 'order' => 'random', 'claimTTL' => 3600 ];
"""
"""The six wikis as one farm: jobs of one are queued on another, as on Wikimedia's."""

MAY_SEND = "$wgGroupPermissions['bot']['massmessage'] = true;\n"


@dataclass(slots=True, kw_only=True)
class Served(Campaign):
    """A campaign with wikis that MassMessage serves."""

    def write_settings(self) -> None:
        Campaign.write_settings(self)
        file = self.folder / "settings.toml"
        text = file.read_text(encoding="utf-8").replace("[pages]\n", f'[pages]\nmassmessage = "{LISTS}"\n', 1)
        for wiki in SERVED:
            text = text.replace(f'code = "{wiki}"\n', f'code = "{wiki}"\ndirect = false\n')
        self.be_patient(2, text)

    def be_patient(self, seconds: float, text: str = "") -> None:
        """Say how long a run waits for MassMessage's queue."""
        file = self.folder / "settings.toml"
        text = text or file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"patience = \d+", f"patience = {seconds}", text), encoding="utf-8")

    def farm(self, *, may_send: bool = True) -> None:
        """Make the wikis a farm that knows itself by its real ports and by its proxies'."""
        named = dict(self.sandbox.ports)
        ports = [*named.items(), *((wiki, proxy.port) for wiki, proxy in self.proxies.items())]
        aliases = "".join(
            f"$wgMassMessageWikiAliases['127.0.0.1:{port}'] = '{wiki}';\n" for wiki, port in ports
        )
        self.sandbox.set_extra(FARM + aliases + (MAY_SEND if may_send else ""))

    def run_jobs(self) -> None:
        """Have MassMessage deliver."""
        self.sandbox.run_jobs("meta")
        self.sandbox.run_jobs(*SERVED)

    def sends(self) -> int:
        """Count what the home wiki's log says was sent."""
        log = self.ask("meta", list="logevents", letype="massmessage", lelimit="50")["logevents"]
        return sum(entry["action"] == "send" for entry in log)

    @contextlib.contextmanager
    def queue(self, first: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Deliver as soon as something is sent, doing something else first."""
        over = threading.Event()
        self.be_patient(60)

        def work() -> None:
            before = self.sends()
            while self.sends() == before and not over.wait(0.3):
                pass
            first()
            while not over.wait(0.3):
                self.run_jobs()

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


PEOPLE = [
    ("es", "Editor 0001", ""),
    ("es", "Editor 0002", "fr"),
    ("es", "Editor 0003", ""),
    ("es", "Editor 0004", ""),
    ("fr", "Editor 0005", ""),
    ("en", "Editor 0006", ""),
    ("meta", "Editor 0007", "es"),
]


@pytest.fixture
def served(fresh_sandbox: Sandbox, tmp_path: Path) -> Served:
    if "MassMessage" not in fresh_sandbox.record.extensions:
        pytest.skip("the sandbox has no MassMessage")
    campaign = Served(sandbox=fresh_sandbox, folder=tmp_path, limits="")
    fresh_sandbox.users(8)
    campaign.farm()
    campaign.write_message()
    campaign.sign_up(PEOPLE)
    return campaign


@pytest.fixture
def proxied(served: Served) -> Iterator[Served]:
    """With a proxy before the wiki that sends."""
    with FaultProxy(served.sandbox.ports["meta"], late=6, save_later=2.0) as proxy:
        served.proxies = {"meta": proxy}
        served.farm()
        yield served


def test_each_gets_it_once_whichever_way_and_the_report_says_so(served: Served) -> None:
    doctor = served.run("-all", script="doctor.py")
    assert "may send through MassMessage to es, fr" in doctor.out
    first = served.deliver()
    assert first.status == 75, first.out + first.err  # the queue has not run: they wait
    assert {wiki for wiki, _ in served.wrong()} == {*SERVED}
    again = served.deliver()
    assert (again.status, served.sends()) == (75, 2)  # nobody is sent to again meanwhile
    served.run_jobs()
    last = served.deliver()
    assert (last.status, served.wrong(), served.sends()) == (0, {}, 2), last.out
    assert "7 messages delivered on 4 wikis" in served.text("meta", REPORT)
    text = served.text("es", "User talk:Editor 0002")
    assert "== Prochain atelier ==" in text
    assert '<div lang="fr"' in text
    assert "[[:m:User:LetsConnectBot|LetsConnectBot]]" in text


def test_the_check_after_sending_finds_those_who_were_left_out(served: Served) -> None:
    def spoil() -> None:
        served.save(
            "es", "User talk:Editor 0001", "[[Category:Usuarios que no desean recibir mensajes masivos]]"
        )
        served.save("es", "User talk:Editor 0003", "#REDIRECT [[User:Editor 0003/Box]]")
        served.save("es", "User talk:Editor 0004", "Hello.", protect="sysop")
        served.sandbox.run_jobs("es")

    with served.queue(first=spoil):
        run = served.deliver()
    assert {name for _, name in served.wrong()} == {"Editor 0001", "Editor 0003", "Editor 0004"}
    report = served.text("meta", REPORT)
    assert "4 messages delivered" in report
    assert "protectedpage" in report
    assert "Opted out by category" in report
    assert run.status == 1, run.out + run.err
    served.save("es", "User talk:Editor 0001", "I changed my mind.")
    with served.queue():
        assert served.deliver().status == 0  # the others are left out by rule now, before anything is sent
    assert served.sections()["es", "Editor 0001"] == 1
    assert max(served.sections().values()) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault.DROP_AFTER,
        Fault.CUT_BODY_AFTER,
        Fault.DROP_BEFORE,
        Fault.GATEWAY_504_NOW_SAVE_LATER,
        Fault.BADTOKEN,
    ],
    ids=lambda fault: fault.name.lower(),
)
def test_a_lost_answer_to_a_send_doubles_and_loses_nothing(proxied: Served, fault: Fault) -> None:
    spoiled: list[Request] = []

    def rule(request: Request) -> Fault | None:
        if request.action != "massmessage" or spoiled:
            return None
        spoiled.append(request)
        return fault

    proxied.proxies["meta"].rule = rule
    with proxied.queue():
        run = proxied.deliver()
    proxied.proxies["meta"].settle()
    proxied.run_jobs()
    assert (run.status, proxied.wrong(), proxied.sends()) == (0, {}, 2), run.out + run.err


def test_a_lost_ledger_and_an_archived_page_double_nothing(served: Served) -> None:
    with served.queue():
        assert served.deliver().status == 0
    for file in served.folder.glob("ledger*"):
        file.unlink()
    served.save("es", "User talk:Editor 0001", "All archived.")
    run = served.deliver()
    assert "0 to write, 7 delivered before" in run.out
    assert (served.wrong(), served.sends()) == ({("es", "Editor 0001"): 0}, 2)


def test_a_ledger_lost_while_the_queue_is_slow_doubles_nothing(served: Served) -> None:
    assert served.deliver().status == 75
    for file in served.folder.glob("ledger*"):
        file.unlink()
    assert served.deliver().status == 75
    served.run_jobs()
    assert (served.deliver().status, served.wrong(), served.sends()) == (0, {}, 2)


def test_two_runs_at_once_send_once(served: Served) -> None:
    with served.queue():
        runs = [served.start() for _ in range(2)]
        for run in runs:
            run.wait(timeout=120)
    assert served.deliver().status == 0
    assert (served.wrong(), served.sends()) == ({}, 2)


def test_who_moved_to_a_wiki_the_bot_may_edit_gets_nothing_a_second_time(served: Served) -> None:
    assert served.deliver().status == 75
    moved = [("en" if name == "Editor 0001" else wiki, name, wanted) for wiki, name, wanted in PEOPLE]
    served.sign_up(moved)
    assert served.deliver().status == 75
    assert served.text("en", "User talk:Editor 0001") == ""
    served.run_jobs()
    assert served.deliver().status == 0
    assert served.text("en", "User talk:Editor 0001") == ""


def test_a_list_that_somebody_changes_is_put_right_before_the_send(proxied: Served) -> None:
    changes: list[Request] = []

    def rule(request: Request) -> Fault | None:
        if request.action == "editmassmessagelist" and not changes:
            changes.append(request)
            site = f"127.0.0.1:{proxied.sandbox.ports['es']}"
            text = f'{{"description":"","targets":[{{"title":"User talk:Editor 0008","site":"{site}"}}]}}'
            title = request.parameters["spamlist"]
            proxied.save("meta", title, text, model="MassMessageListContent")
        return None

    proxied.proxies["meta"].rule = rule
    with proxied.queue():
        assert proxied.deliver().status == 0
    assert (proxied.wrong(), changes != []) == ({}, True)
    assert proxied.text("es", "User talk:Editor 0008") == ""


def test_without_the_right_to_send_the_others_get_theirs_and_a_person_is_told(served: Served) -> None:
    served.farm(may_send=False)
    assert "the account may not send mass messages" in served.run(script="doctor.py").out
    run = served.deliver()
    assert run.status == 1
    assert {wiki for wiki, _ in served.wrong()} == {*SERVED}
    assert "MassMessage on meta" in run.out
    assert "permissiondenied" in run.out
    served.farm()
    with served.queue():
        assert served.deliver().status == 0
    assert served.wrong() == {}
