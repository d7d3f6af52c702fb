"""No password, token or cookie is in anything that the bot prints, logs, remembers or writes on a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.faults import Fault, Request
from tests.proxy import FaultProxy
from tests.sandbox.campaign import REPORT, Campaign, Run, spread

pytestmark = pytest.mark.sandbox

LOUD = ("-verbose", "-debug", "-log")

CRASH = """
import runpy, sys
from bot.wiki import exchange

_loads = exchange.json.loads


class Json:
    def loads(self, text):
        answer = _loads(text)
        if "edit" in answer:
            raise RuntimeError("nobody thought of this")
        return answer


exchange.json = Json()
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs a command in which something goes wrong that nobody thought of, just after a write."""

DATABASE_PASSWORD = "database0password7"
OAUTH = ("consumer0key7", "consumer0secret7", "access0key7", "access0secret7")


@pytest.fixture(scope="module")
def campaign(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    """Six people on two wikis, a proxy before each."""
    sandbox.restore()
    campaign = Campaign(sandbox=sandbox, folder=tmp_path_factory.mktemp("secrets"), time_limit=1.0)
    sandbox.users(6)
    campaign.write_message(["en", "es"])
    forget_cookies(campaign)
    with ExitStack() as stack:
        campaign.proxies = {
            wiki: stack.enter_context(FaultProxy(sandbox.ports[wiki])) for wiki in ("meta", "es")
        }
        yield campaign


def forget_cookies(campaign: Campaign) -> None:
    for cookies in (campaign.folder / "pywikibot").glob("*.lwp"):
        cookies.unlink()


def faults(campaign: Campaign, wiki: str) -> None:
    """Spoil a login, and the first three messages of a wiki."""
    proxy = campaign.proxies[wiki]

    def rule(request: Request) -> Fault | None:
        if request.action == "login":
            return Fault.RATE_LIMITED_429 if proxy.count(action="login") == 1 else None
        if "sectiontitle" in request.parameters:
            kinds = [Fault.BADTOKEN, Fault.CUT_BODY_AFTER, Fault.DROP_BEFORE]
            return dict(enumerate(kinds, 1)).get(proxy.count(action="edit"))
        return None

    proxy.rule = rule


def secrets_of(campaign: Campaign) -> set[str]:
    """Gather what nobody may see: passwords, and the tokens and cookies that passed by."""
    passwords = campaign.sandbox.passwords
    found = {passwords.bot, passwords.editors, *passwords.accounts.values(), OAUTH[1], OAUTH[3]}
    for proxy in campaign.proxies.values():
        for request in proxy.requests:
            found |= {request.parameters.get(name, "") for name in ("token", "lgtoken", "lgpassword")}
            for name, content in request.headers:
                if name.lower() == "cookie":
                    found |= {value for value in re.findall(r"=([^;]*)", content) if not value.isdigit()}
                if name.lower() == "authorization":
                    found |= set(re.findall(r'oauth_signature="([^"]+)"', content))
    for file in (campaign.folder / "pywikibot").glob("*.lwp"):
        found |= set(re.findall(r'=(\w{12,})[;"]', file.read_text()))
    named = {"LetsConnectBot", ""}
    return {secret for secret in found - named if len(secret) > 7}


def everything(campaign: Campaign, *runs: Run) -> dict[str, str]:
    """Give all that is left of some runs: output, files beside those that hold secrets, pages."""
    left = {f"run {number}": run.out + run.err for number, run in enumerate(runs)}
    for file in campaign.folder.rglob("*"):
        holds = file.suffix == ".lwp" or file.name in {"user-password.py", "user-config.py", "my.cnf"}
        if file.is_file() and not holds:
            left[file.name] = file.read_bytes().decode("utf-8", errors="replace")
    left["report"] = campaign.text("meta", REPORT)
    return left


def assert_none_in(left: dict[str, str], secrets: set[str]) -> None:
    """Say where a secret is, without saying it."""
    found = [(name, text.find(secret)) for name, text in left.items() for secret in secrets if secret in text]
    assert not found, {name: left[name][max(0, at - 120) : at] for name, at in found}


def test_a_run_with_faults_that_tells_all_tells_no_secret(campaign: Campaign) -> None:
    campaign.sign_up(spread(4, ("meta", "es")))
    for wiki in campaign.proxies:
        faults(campaign, wiki)
    run = campaign.deliver(*LOUD, f"-json:{campaign.folder / 'record.json'}")
    assert run.status == 0, run.out + run.err
    secrets = secrets_of(campaign)
    left = everything(campaign, run)
    assert {"record.json", "ledger.sqlite3"} <= set(left)
    assert any(name.endswith(".log") for name in left), sorted(left)
    assert len(secrets) > 9
    assert_none_in(left, secrets)


def test_what_nobody_thought_of_tells_no_secret_with_its_traceback(campaign: Campaign) -> None:
    campaign.sign_up(spread(6, ("meta", "es")))
    for proxy in campaign.proxies.values():
        proxy.rule = None
    (campaign.folder / "crash.py").write_text(CRASH)
    command = campaign.command("-always", *LOUD)
    run = campaign.run_as([command[0], str(campaign.folder / "crash.py"), *command[1:]])
    assert "nobody thought of this" in run.err
    assert "Traceback" in run.err
    assert_none_in(everything(campaign, run), secrets_of(campaign))


def test_oauth_tokens_are_told_nowhere(campaign: Campaign) -> None:
    config = campaign.folder / "pywikibot" / "user-config.py"
    host = f"127.0.0.1:{campaign.proxies['meta'].port}"
    config.write_text(f"{config.read_text()}\nauthenticate[{host!r}] = {OAUTH}\n")
    run = campaign.deliver(*LOUD)
    assert (run.status, "OAuthConsumerRegistration" in run.err) == (2, True), run.err
    assert any("Authorization" in dict(request.headers) for request in campaign.proxies["meta"].requests)
    assert_none_in(everything(campaign, run), secrets_of(campaign))


def test_the_password_of_a_database_is_told_nowhere(campaign: Campaign) -> None:
    file = campaign.folder / "my.cnf"
    file.write_text(f"[client]\nuser = ana\npassword = {DATABASE_PASSWORD}\n")
    file.chmod(0o600)
    settings = campaign.folder / "settings.toml"
    address = f"mariadb://127.0.0.1:9/letsconnect?read_default_file={file}"
    settings.write_text(settings.read_text().replace('"ledger.sqlite3"', f'"{address}"'))
    run = campaign.deliver(*LOUD)
    assert (run.status, "letsconnect" in run.err) == (75, True), run.err
    assert_none_in(everything(campaign, run), secrets_of(campaign) | {DATABASE_PASSWORD})
