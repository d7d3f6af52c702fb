"""The six wikis start, mend themselves, stop, and are what the real ones are."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from bot.sandbox import Sandbox, loopback, php, seed, servers
from bot.sandbox.accounts import BOT, BOT_APP
from bot.sandbox.errors import PortTakenError
from bot.sandbox.state import WIKIS, State

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.sandbox

COMMAND = Path(__file__).parents[2] / "scripts" / "sandbox.py"
WHOLE = dict.fromkeys(WIKIS, php.WORKERS + 1)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox to break."""
    sandbox = Sandbox(tmp_path_factory.mktemp("a folder, très fragile"), port=0)
    try:
        yield sandbox
    finally:
        sandbox.down()


@pytest.fixture
def running(own: Sandbox) -> Sandbox:
    own.up()
    return own


def run_command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=120
    )


def ask(sandbox: Sandbox, wiki: str, **parameters: str) -> Any:
    query = {"action": "query", "format": "json", "formatversion": "2", **parameters}
    return requests.get(f"{sandbox.urls[wiki]}/api.php", params=query, timeout=60).json()


def pids(sandbox: Sandbox, wiki: str) -> set[int]:
    return {process.pid for process in servers.find(sandbox.state) if process.wiki == wiki}


def log_in(sandbox: Sandbox, wiki: str) -> tuple[requests.Session, str]:
    session = requests.Session()
    api = f"{sandbox.urls[wiki]}/api.php"
    query = {"action": "query", "meta": "tokens", "type": "login", "format": "json"}
    token = session.get(api, params=query, timeout=60).json()["query"]["tokens"]["logintoken"]
    secret = {"lgname": f"{BOT}@{BOT_APP}", "lgpassword": sandbox.passwords.bot, "lgtoken": token}
    said = session.post(api, data={"action": "login", "format": "json", **secret}, timeout=60).json()
    assert said["login"]["result"] == "Success", said
    return session, api


# --- Starting, mending, stopping


def test_up_twice_leaves_the_servers_alone(running: Sandbox) -> None:
    before = {process.pid for process in servers.find(running.state)}
    running.up()
    assert {process.pid for process in servers.find(running.state)} == before
    assert running.processes() == WHOLE


def test_a_killed_server_is_mended_and_the_others_left_alone(running: Sandbox) -> None:
    untouched = pids(running, "ar")
    os.kill(min(pids(running, "es")), signal.SIGKILL)
    running.up()
    assert running.processes() == WHOLE
    assert pids(running, "ar") == untouched
    assert ask(running, "es", meta="siteinfo")["query"]["general"]["wikiid"] == "es"


def test_a_killed_worker_is_mended(running: Sandbox) -> None:
    os.kill(max(pids(running, "pt")), signal.SIGKILL)
    running.up()
    assert running.processes() == WHOLE


@pytest.mark.parametrize("damage", ["deleted", "cut short"])
def test_a_damaged_database_is_made_anew(running: Sandbox, damage: str) -> None:
    running.down()
    database = running.state.database_folder / "es.sqlite"
    if damage == "deleted":
        database.unlink()
    else:
        whole = database.read_bytes()
        database.write_bytes(whole[:5000])
    running.up()
    assert ask(running, "es", titles=f"User:{BOT}")["query"]["pages"][0]["pageid"] > 0


@pytest.mark.parametrize("attempt", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_an_up_killed_half_way_is_mended_by_the_next(
    attempt: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    number = random.SystemRandom().randrange(10**6)
    moment = random.Random(number).uniform(0.1, 4) if attempt else 1.5
    print(f"seed {number}, killed after {moment:.2f} s")
    folder = tmp_path_factory.mktemp("killed")
    command: list[str] = [sys.executable, str(COMMAND), "up", f"-state:{folder}", "-port:0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as starting:
        time.sleep(moment)
        starting.kill()
    sandbox = Sandbox(folder)
    try:
        sandbox.up()
        assert sandbox.is_up()
        assert sandbox.processes() == WHOLE
        assert not list(folder.glob("data.*"))
        log_in(sandbox, "ar")
    finally:
        sandbox.down()
    assert servers.find(sandbox.state) == []


def test_two_ups_at_once_make_one_sandbox(own: Sandbox) -> None:
    own.down()
    command: list[str] = [sys.executable, str(COMMAND), "up", f"-state:{own.state.folder}"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert own.processes() == WHOLE


def test_down_leaves_no_process(running: Sandbox) -> None:
    running.down()
    assert running.processes() == dict.fromkeys(WIKIS, 0)
    mark = str(running.state.folder).encode()
    for process in Path("/proc").glob("[0-9]*"):
        if process.name != str(os.getpid()):
            try:
                assert mark not in (process / "environ").read_bytes()
                assert mark not in (process / "cmdline").read_bytes()
            except OSError:
                continue
    assert all(map(loopback.is_free, running.ports.values()))


def test_a_taken_port_is_one_clear_sentence_and_starts_nothing(own: Sandbox) -> None:
    own.down()
    first = min(loopback.find_free().values())
    with socket.socket() as other:
        other.bind(("127.0.0.1", first + 3))
        other.listen()
        done = run_command("up", f"-port:{first}", f"-state:{own.state.folder}")
        with pytest.raises(PortTakenError):
            Sandbox(own.state.folder, port=first).up()
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"Port {first + 3}, which the ar wiki needs, is taken by ")
    assert str(os.getpid()) in line
    assert servers.find(own.state) == []
    own.up()
    assert own.is_up()


def test_the_wikis_move_to_other_ports(running: Sandbox) -> None:
    first = min(loopback.find_free().values())
    moved = Sandbox(running.state.folder, port=first)
    moved.up()
    assert moved.ports == loopback.consecutive(first)
    assert moved.processes() == WHOLE
    signup = requests.get(f"{moved.urls['meta']}/wiki/User:{BOT}", timeout=60)
    assert signup.ok
    assert ask(moved, "ar", meta="siteinfo")["query"]["general"]["server"] == moved.urls["ar"]


def test_only_loopback_is_bound(running: Sandbox) -> None:
    ours = {process.pid for process in servers.find(running.state)}
    sockets = set()
    for pid in ours:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            if found := re.fullmatch(r"socket:\[(\d+)\]", str(link.readlink())):
                sockets.add(found[1])
    bound = set()
    for table, allowed in (("tcp", "0100007F"), ("tcp6", None)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[9] in sockets and columns[3] == "0A":
                address, _, port = columns[1].partition(":")
                assert address == allowed
                bound.add(int(port, 16))
    assert bound == set(running.ports.values())


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["up", "-port:80"], "Port 80"),
        (["sideways"], "invalid choice"),
        (["users", "many"], "invalid int"),
        (["status"], "run scripts/sandbox.py up"),
    ],
)
def test_a_wrong_command_is_told_and_starts_nothing(arguments: list[str], word: str, tmp_path: Path) -> None:
    done = run_command(*arguments, f"-state:{tmp_path}")
    assert done.returncode in {1, 2}
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert servers.find(State(tmp_path)) == []


def test_a_wrong_tree_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIAWIKI_DIR", str(tmp_path))
    done = run_command("up", f"-state:{tmp_path / 'state'}", "-port:0")
    assert done.returncode == 2
    assert done.stderr == f"MEDIAWIKI_DIR={tmp_path} is no MediaWiki tree: it has no includes/Setup.php.\n"


# --- What the wikis are


@pytest.mark.parametrize("wiki", WIKIS)
def test_the_bot_password_logs_in_with_a_bots_rights(sandbox: Sandbox, wiki: str) -> None:
    session, api = log_in(sandbox, wiki)
    query = {"action": "query", "meta": "userinfo", "uiprop": "rights|groups", "format": "json"}
    bot = session.get(api, params=query, timeout=60).json()["query"]["userinfo"]
    assert bot["name"] == BOT
    assert "bot" in bot["groups"]
    assert {"bot", "apihighlimits", "noratelimit", "edit", "createpage", "editmyuserjson"} <= set(
        bot["rights"]
    )
    assert not {"editprotected", "editinterface", "delete", "sendemail"} & set(bot["rights"])


@pytest.mark.parametrize("wiki", WIKIS)
def test_seed_pages_read_as_written(sandbox: Sandbox, wiki: str) -> None:
    sandbox.restore()
    wanted = {page["title"]: page["text"] for page in seed.pages_of(wiki)}
    found = ask(sandbox, wiki, titles="|".join(wanted), prop="revisions", rvprop="content", rvslots="main")
    renamed = {name["to"]: name["from"] for name in found["query"].get("normalized", ())}
    for page in found["query"]["pages"]:
        text = page["revisions"][0]["slots"]["main"]["content"]
        assert text == wanted[renamed.get(page["title"], page["title"])]
    assert len(found["query"]["pages"]) == len(wanted)


def test_the_stop_page_does_not_exist(sandbox: Sandbox) -> None:
    [page] = ask(sandbox, "meta", titles=f"User:{BOT}/Stop")["query"]["pages"]
    assert page["missing"]


@pytest.mark.parametrize(
    ("wiki", "talk", "project", "language"),
    [
        ("meta", "User talk", "Meta", "en"),
        ("en", "User talk", "Wikipedia", "en"),
        ("es", "Usuario discusión", "Wikipedia", "es"),
        ("ar", "نقاش المستخدم", "ويكيبيديا", "ar"),
        ("fr", "Discussion utilisateur", "Wikipédia", "fr"),
        ("pt", "Usuário(a) Discussão", "Wikipédia", "pt"),
    ],
)
def test_namespaces_speak_the_wikis_language(
    sandbox: Sandbox, wiki: str, talk: str, project: str, language: str
) -> None:
    site = ask(sandbox, wiki, meta="siteinfo", siprop="general|namespaces")["query"]
    assert site["namespaces"]["3"]["name"] == talk
    assert site["namespaces"]["4"]["name"] == project
    assert site["general"]["lang"] == language
    assert ("200" in site["namespaces"]) == (wiki == "meta")


def test_a_gendered_namespace_is_the_users(sandbox: Sandbox) -> None:
    [page] = ask(sandbox, "ar", titles="مستخدمة:ليلى الزيتونية")["query"]["pages"]
    assert page["ns"] == 2


@pytest.mark.parametrize("wiki", WIKIS)
def test_interwiki_links_lead_to_the_other_wikis(sandbox: Sandbox, wiki: str) -> None:
    links = {
        "es": "es",
        "ar": "ar",
        "fr": "fr",
        "pt": "pt",
        "en": "en",
        "w": "en",
        "m": "meta",
        "meta": "meta",
    }
    text = " ".join(f"[[:{prefix}:User talk:Somebody]]" for prefix in links)
    parsed = ask(sandbox, wiki, action="parse", text=text, contentmodel="wikitext", prop="text", title="X")
    html = parsed["parse"]["text"]
    for target in links.values():
        if target != wiki:
            assert f'href="{sandbox.urls[target]}/wiki/User_talk:Somebody"' in html
    assert "[[" not in html


def test_another_host_in_the_request_changes_nothing(sandbox: Sandbox) -> None:
    for host in (f"127.0.0.1:{sandbox.ports['meta']}", "127.0.0.1:9", "evil.example"):
        query = {"action": "query", "meta": "siteinfo", "format": "json"}
        answer = requests.get(
            f"{sandbox.urls['es']}/api.php", params=query, headers={"Host": host}, timeout=60
        )
        site = answer.json()["query"]["general"]
        assert (site["wikiid"], site["server"]) == ("es", sandbox.urls["es"])


def test_files_beside_the_entry_points_are_not_served(sandbox: Sandbox) -> None:
    for path in ("/LocalSettings.php", "/includes/Setup.php", "/maintenance/update.php", "/composer.json"):
        assert requests.get(sandbox.urls["fr"] + path, timeout=60).status_code == 404


def test_restoring_undoes_edits_and_keeps_logins(sandbox: Sandbox) -> None:
    session, api = log_in(sandbox, "fr")
    query = {"action": "query", "meta": "tokens", "format": "json"}
    token = session.get(api, params=query, timeout=60).json()["query"]["tokens"]["csrftoken"]
    edit = {"action": "edit", "title": "Talk:Passing", "text": "x", "format": "json", "assert": "bot"}
    for _ in range(2):
        said = session.post(api, data={**edit, "createonly": "1", "token": token}, timeout=60).json()
        assert said["edit"]["result"] == "Success", said
        assert "missing" not in ask(sandbox, "fr", titles="Talk:Passing")["query"]["pages"][0]
        sandbox.restore()
        assert ask(sandbox, "fr", titles="Talk:Passing")["query"]["pages"][0]["missing"]


def test_extra_settings_work_at_once_and_go_with_a_restore(sandbox: Sandbox) -> None:
    def is_read_only(wiki: str) -> bool:
        return bool(ask(sandbox, wiki, meta="siteinfo")["query"]["general"]["readonly"])

    sandbox.set_extra("$wgReadOnly = 'Maintenance';", wiki="ar")
    assert (is_read_only("ar"), is_read_only("es")) == (True, False)
    sandbox.set_extra("$wgReadOnly = 'Maintenance';")
    assert is_read_only("es")
    sandbox.restore()
    assert not is_read_only("ar")
    assert not is_read_only("es")


def test_editors_are_made_on_every_wiki(sandbox: Sandbox) -> None:
    seconds = sandbox.users(20)
    assert seconds < 20
    for wiki in WIKIS:
        found = ask(sandbox, wiki, list="users", ususers="Editor 0001|Editor 0020|Editor 0021")["query"][
            "users"
        ]
        assert ["missing" in user for user in found] == [False, False, True]
    sandbox.restore()
