"""A ledger on a MariaDB server: what may be wrong with the server, and what happens to it meanwhile."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.ledger import database
from bot.ledger.address import Server
from bot.ledger.ledger import Ledger, LedgerBusyError, LedgerError, glimpse, opened
from bot.program.outcomes import Outcome
from tests.ledger.examples import CAMPAIGN, intent
from tests.mariadb import MariaDB

pytestmark = [
    pytest.mark.sandbox,
    # PyMySQL leaves the sockets of failed connections to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def server(mariadb: MariaDB) -> Iterator[Server]:
    """A database with a ledger's tables."""
    address = mariadb.new_database()
    with opened(address):
        pass
    yield address
    mariadb.drop(address)
    gc.collect()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_is_started_again_meanwhile_is_waited_for_and_has_all(
    mariadb: MariaDB, server: Server, how: signal.Signals
) -> None:
    with opened(server) as ledger:
        lease = ledger.lease("wiki:es", now=1.0)
        assert ledger.intend(intent("before"), now=1.0, lease=lease)
        mariadb.stop(how)
        again = threading.Timer(0.3, mariadb.start)
        again.start()
        assert ledger.intend(intent("after"), now=2.0, lease=lease)
        again.join()
        ledger.settle("before", Outcome.POSTED, at="2026-11-24T00:00:00Z")
        assert {each.key for each in ledger.begun(CAMPAIGN)} == {"after"}


def test_a_server_that_stays_away_is_one_sentence(
    mariadb: MariaDB, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAITS", (0.01, 0.01))
    with opened(server) as ledger:
        mariadb.stop()
        try:
            for _ in range(2):
                with pytest.raises(LedgerBusyError, match=r"can't be reached \(.*\)\. Try again later\.$"):
                    ledger.intend(intent(), now=1.0)
        finally:
            mariadb.start()
        assert ledger.intend(intent(), now=1.0)


def test_a_connection_that_the_server_closed_is_made_anew(mariadb: MariaDB, server: Server) -> None:
    with opened(server) as ledger:
        ledger.intend(intent(), now=1.0)
        for number, _, _, of_database, *_ in mariadb.run("SHOW PROCESSLIST"):
            if of_database == server.database:
                mariadb.run(f"KILL {number}")
        ledger.settle("k1", Outcome.POSTED, at="2026-11-24T00:00:00Z")
        assert ledger.has_posted("k1")


def test_a_connection_that_is_cut_in_the_midst_of_a_change_changes_once(
    mariadb: MariaDB, server: Server
) -> None:
    tries = []

    def change(connection: Connection) -> None:
        connection.execute(text("UPDATE campaigns SET state = CONCAT(state, '!')"))
        tries.append(connection.execute(text("SELECT CONNECTION_ID()")).scalar())
        if len(tries) == 1:
            mariadb.run(f"KILL {tries[0]}")

    with opened(server) as ledger:
        ledger.set_state(CAMPAIGN, "go")
        ledger.database.write(change)
        assert (len(tries), ledger.state(CAMPAIGN)) == (2, "go!")


def test_of_two_runs_that_wait_for_each_other_both_come_through(server: Server) -> None:
    with opened(server) as one, opened(server) as another:
        one.set_state("a", "0")
        one.set_state("b", "0")
        meeting = threading.Barrier(2)
        tries: list[str] = []

        def change(ledger: Ledger, names: str) -> None:
            def both(connection: Connection) -> None:
                tries.append(names)
                for name in names:
                    connection.execute(
                        text("UPDATE campaigns SET state = state + 1 WHERE name = :name"), {"name": name}
                    )
                    if tries.count(names) == 1 and name == names[0]:
                        meeting.wait(10)

            ledger.database.write(both)

        threads = [threading.Thread(target=change, args=each) for each in ((one, "ab"), (another, "ba"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (one.state("a"), one.state("b")) == ("2", "2")
        assert len(tries) > 2


def test_a_row_that_others_keep_locked_is_one_sentence(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAITS", ())
    with opened(server) as ledger, opened(server) as other:
        ledger.intend(intent(), now=1.0)
        impatient = text("SET SESSION innodb_lock_wait_timeout = 1")
        ledger.database.read(lambda connection: connection.execute(impatient))

        def hold(connection: Connection) -> None:
            connection.execute(text("SELECT * FROM deliveries FOR UPDATE"))
            with pytest.raises(LedgerBusyError, match=r"is locked by another process"):
                ledger.settle("k1", Outcome.LATER)

        other.database.write(hold)
        assert ledger.has("k1")


@pytest.fixture
def account(mariadb: MariaDB, server: Server, tmp_path: Path) -> Server:
    """The same database for an account with a password, which stands in a file."""
    mariadb.run("CREATE OR REPLACE USER tool IDENTIFIED BY 'sesame'")
    mariadb.run(f"GRANT ALL ON {server.database}.* TO tool")
    file = tmp_path / "replica.my.cnf"
    file.write_text("[client]\nuser = tool\npassword = sesame\n")
    file.chmod(0o400)
    return replace(server, user="", password_file=file)


def test_the_account_and_password_are_those_of_the_file(account: Server) -> None:
    with opened(account) as ledger:
        assert ledger.intend(intent(), now=1.0)


def test_a_wrong_password_is_one_sentence_without_it(account: Server) -> None:
    assert account.password_file
    account.password_file.chmod(0o600)
    account.password_file.write_text("[client]\nuser = tool\npassword = barley\n")
    with pytest.raises(LedgerError, match=r"can't be used \(Access denied .* See that there is") as caught:
        Ledger(account)
    assert not isinstance(caught.value, LedgerBusyError)
    assert "barley" not in str(caught.value)


def test_an_account_that_may_only_read_can_look_and_not_write(mariadb: MariaDB, account: Server) -> None:
    mariadb.run("REVOKE ALL PRIVILEGES, GRANT OPTION FROM tool")
    mariadb.run(f"GRANT SELECT ON {account.database}.* TO tool")
    with glimpse(account) as seen:
        assert seen
        assert seen.counts(CAMPAIGN) == {}
    with opened(account) as ledger, pytest.raises(LedgerError, match=r"can't be written \(.*denied"):
        ledger.intend(intent(), now=1.0)


def test_a_database_that_is_not_there_is_one_sentence(server: Server) -> None:
    with pytest.raises(LedgerError, match=r"no_such on the database server can't be used \(Unknown database"):
        Ledger(replace(server, database="no_such"))


def test_a_glimpse_can_not_write(server: Server) -> None:
    with glimpse(server) as seen:
        assert seen
        with pytest.raises(LedgerError, match=r"READ ONLY transaction"):
            seen.intend(intent(), now=1.0)


def test_what_is_too_long_is_refused_and_not_cut_off(server: Server) -> None:
    with opened(server) as ledger, pytest.raises(LedgerError, match="too long"):
        ledger.intend(intent(campaign="x" * 200), now=1.0)
