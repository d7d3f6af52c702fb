"""The fault proxy does to the wiki and to the client what each fault says, and nothing else."""

from __future__ import annotations

import gzip
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, IncompleteRead, RemoteDisconnected
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.faults import (
    DOUBTFUL,
    NOT_FORWARDED,
    Fault,
    Request,
    faults_at_random,
    faults_on,
    read_parameters,
)
from tests.proxy import FaultProxy, proxies

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.loopback

SAVED = {"edit": {"result": "Success", "text": "é" * 200}}
FORM = "application/x-www-form-urlencoded"
NOT_AS_SENT = sorted(set(Fault) - {Fault.LATE_AFTER})


class Wiki:
    """What reached the small server that plays the wiki here."""

    def __init__(self) -> None:
        self.saved: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.port = 0


@pytest.fixture
def wiki() -> Iterator[Wiki]:
    seen = Wiki()

    class Page(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen.saved.append(body.decode() or self.path)
            seen.headers.append(dict(self.headers.items()))
            answer = gzip.compress(json.dumps(SAVED).encode())
            self.send_response(200)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Set-Cookie", "session=a; path=/; HttpOnly")
            self.send_header("Set-Cookie", "UserName=B%20C; path=/")
            self.end_headers()
            self.wfile.write(answer)

    class Server(ThreadingHTTPServer):
        request_queue_size = 64  # five, the default, costs a second when ten connect at once

    server = Server(("127.0.0.1", 0), Page)
    seen.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield seen
    server.shutdown()
    server.server_close()
    thread.join()


class Answer:
    """One answer, read whole."""

    def __init__(self, connection: HTTPConnection) -> None:
        response = connection.getresponse()
        self.status = response.status
        self.headers = response.getheaders()
        self.body = response.read()


@contextmanager
def client(proxy: FaultProxy, *, timeout: float = 5) -> Iterator[HTTPConnection]:
    connection = HTTPConnection("127.0.0.1", proxy.port, timeout=timeout)
    try:
        yield connection
    finally:
        connection.close()


def post_edit(connection: HTTPConnection, **more: str) -> Answer:
    form = urlencode({"action": "edit", "title": "Discusión:Ña", **more})
    connection.request("POST", "/api.php?format=json", form, {"Content-Type": FORM, "Cookie": "session=a"})
    return Answer(connection)


def test_an_unspoiled_answer_comes_through_as_the_wiki_sent_it(wiki: Wiki) -> None:
    with FaultProxy(wiki.port) as proxy, client(proxy) as connection:
        answer = post_edit(connection)
    assert json.loads(gzip.decompress(answer.body)) == SAVED
    cookies = [content for name, content in answer.headers if name == "Set-Cookie"]
    assert cookies == ["session=a; path=/; HttpOnly", "UserName=B%20C; path=/"]
    assert ("Content-Length", str(len(answer.body))) in answer.headers
    assert wiki.headers[0]["Host"] == f"127.0.0.1:{wiki.port}"
    assert wiki.headers[0]["Cookie"] == "session=a"


def test_the_client_keeps_its_connection_over_many_requests(wiki: Wiki) -> None:
    with FaultProxy(wiki.port) as proxy, client(proxy) as connection:
        post_edit(connection)
        socket = connection.sock
        for _ in range(20):
            post_edit(connection)
        assert connection.sock is socket


def test_requests_are_written_down_with_their_parameters(wiki: Wiki) -> None:
    with FaultProxy(wiki.port) as proxy, client(proxy) as connection:
        post_edit(connection, section="new", summary="")
        connection.request("GET", "/api.php?action=query&titles=A%7CB")
        Answer(connection)
        assert proxy.count() == 2
        assert proxy.count(action="edit", method="POST") == proxy.count(method="GET") == 1
        assert proxy.requests[0].parameters == {
            "action": "edit",
            "title": "Discusión:Ña",
            "section": "new",
            "summary": "",
            "format": "json",
        }
        assert proxy.requests[1].parameters["titles"] == "A|B"
        proxy.forget()
        assert proxy.count() == 0


def test_parameters_of_a_multipart_form_are_read() -> None:
    body = '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nüber\r\n--x--\r\n'.encode()
    found = read_parameters("/api.php?action=edit", "multipart/form-data; boundary=x", body)
    assert found == {"action": "edit", "text": "über"}


@pytest.mark.parametrize("fault", sorted(Fault))
def test_the_wiki_sees_a_request_once_or_never_as_the_fault_says(wiki: Wiki, fault: Fault) -> None:
    with FaultProxy(wiki.port, rule=faults_on(fault), late=0.05, save_later=0.05) as proxy:
        with client(proxy) as connection, suppress(RemoteDisconnected, IncompleteRead):
            post_edit(connection)
        proxy.settle()
        assert [found for _, found in proxy.spoiled] == [fault]
    assert len(wiki.saved) == (1 if fault in DOUBTFUL else 0)


@pytest.mark.parametrize("fault", NOT_AS_SENT)
def test_no_fault_but_lateness_lets_the_wiki_s_answer_through(wiki: Wiki, fault: Fault) -> None:
    whole = gzip.compress(json.dumps(SAVED).encode())
    got = b""
    with (
        FaultProxy(wiki.port, rule=faults_on(fault), save_later=0) as proxy,
        client(proxy) as connection,
        suppress(RemoteDisconnected, IncompleteRead),
    ):
        got = post_edit(connection).body
    assert got != whole


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER, Fault.DROP_BEFORE])
def test_a_dropped_connection_gives_no_answer(wiki: Wiki, fault: Fault) -> None:
    with (
        FaultProxy(wiki.port, rule=faults_on(fault)) as proxy,
        client(proxy) as connection,
        pytest.raises(RemoteDisconnected),
    ):
        post_edit(connection)


def test_a_cut_body_is_shorter_than_it_says(wiki: Wiki) -> None:
    with (
        FaultProxy(wiki.port, rule=faults_on(Fault.CUT_BODY_AFTER)) as proxy,
        client(proxy) as connection,
        pytest.raises(IncompleteRead) as cut,
    ):
        post_edit(connection)
    assert 0 < len(cut.value.partial) <= (cut.value.expected or 0) + 1


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.GATEWAY_504_AFTER, 504),
        (Fault.GATEWAY_504_NOW_SAVE_LATER, 504),
        (Fault.BAD_GATEWAY_502_AFTER, 502),
        (Fault.ERROR_503_BEFORE, 503),
        (Fault.RATE_LIMITED_429, 429),
        (Fault.HTML_BODY_AFTER, 200),
        (Fault.EMPTY_200, 200),
    ],
)
def test_each_status_is_the_one_the_fault_names(wiki: Wiki, fault: Fault, status: int) -> None:
    with FaultProxy(wiki.port, rule=faults_on(fault), save_later=0) as proxy, client(proxy) as connection:
        answer = post_edit(connection)
    assert answer.status == status
    assert ("Retry-After" in dict(answer.headers)) == (fault is Fault.RATE_LIMITED_429)
    if fault is Fault.EMPTY_200:
        assert answer.body == b""


@pytest.mark.parametrize(
    ("fault", "code"),
    [(Fault.MAXLAG, "maxlag"), (Fault.READONLY, "readonly"), (Fault.BADTOKEN, "badtoken")],
)
def test_api_errors_come_in_the_format_the_client_asked_for(wiki: Wiki, fault: Fault, code: str) -> None:
    with FaultProxy(wiki.port, rule=faults_on(fault)) as proxy, client(proxy) as connection:
        old = json.loads(post_edit(connection).body)
        answer = post_edit(connection, errorformat="plaintext")
    assert old["error"]["code"] == code
    assert json.loads(answer.body)["errors"][0]["code"] == code
    assert dict(answer.headers)["MediaWiki-API-Error"] == code


def test_a_late_answer_comes_after_the_client_gave_up_and_the_wiki_saved(wiki: Wiki) -> None:
    rule = faults_on(Fault.LATE_AFTER)
    with FaultProxy(wiki.port, rule=rule, late=30) as proxy, client(proxy, timeout=0.3) as connection:
        with pytest.raises(TimeoutError):
            post_edit(connection)
        assert len(wiki.saved) == 1


def test_a_504_at_once_comes_before_the_wiki_saves(wiki: Wiki) -> None:
    rule = faults_on(Fault.GATEWAY_504_NOW_SAVE_LATER)
    with FaultProxy(wiki.port, rule=rule, save_later=0.3) as proxy, client(proxy) as connection:
        assert post_edit(connection).status == 504
        assert wiki.saved == []
        proxy.settle()
        assert len(wiki.saved) == 1


def test_only_the_nth_requests_of_the_action_are_spoiled(wiki: Wiki) -> None:
    rule = faults_on(Fault.ERROR_503_BEFORE, action="edit", method="POST", nth=[2, 4])
    with FaultProxy(wiki.port, rule=rule) as proxy, client(proxy) as connection:
        statuses = []
        for _ in range(4):
            connection.request("GET", "/api.php?action=query")
            assert Answer(connection).status == 200
            statuses.append(post_edit(connection).status)
    assert statuses == [200, 503, 200, 503]


def test_the_same_seed_spoils_the_same_requests() -> None:
    request = Request(number=1, method="POST", path="/", headers=(), body=b"", parameters={"action": "edit"})

    def run(seed: int) -> list[Fault | None]:
        rule = faults_at_random(sorted(Fault), seed=seed, probability=0.5)
        return [rule(request) for _ in range(60)]

    assert run(7) == run(7) != run(8)
    assert 10 < sum(fault is not None for fault in run(7)) < 50


def test_every_reply_can_be_held_back(wiki: Wiki) -> None:
    with FaultProxy(wiki.port, delay=0.2) as proxy, client(proxy) as connection:
        began = time.monotonic()
        post_edit(connection)
        assert time.monotonic() - began >= 0.2


def test_many_clients_at_once_are_counted_exactly(wiki: Wiki) -> None:
    def edit_ten_times(proxy: FaultProxy) -> None:
        with client(proxy) as connection:
            for _ in range(10):
                post_edit(connection)

    rule = faults_on(Fault.EMPTY_200, nth=range(1, 101, 2))
    with FaultProxy(wiki.port, rule=rule) as proxy, ThreadPoolExecutor(10) as clients:
        for done in [clients.submit(edit_ten_times, proxy) for _ in range(10)]:
            done.result()
        assert proxy.count(action="edit") == len(wiki.saved) == 100
        assert [request.number for request in proxy.requests] == list(range(1, 101))
        assert len(proxy.spoiled) == 50


def test_a_rule_shared_by_several_proxies_counts_over_all(wiki: Wiki) -> None:
    rule = faults_on(Fault.ERROR_503_BEFORE, nth=[2])
    with proxies({"meta": wiki.port, "es": wiki.port}, rule=rule) as by_wiki:
        statuses = []
        for proxy in by_wiki.values():
            with client(proxy) as connection:
                statuses.append(post_edit(connection).status)
    assert statuses == [200, 503]


def test_a_wiki_that_is_down_is_a_502() -> None:
    with FaultProxy(1) as proxy, client(proxy) as connection:
        assert post_edit(connection).status == 502


def test_every_fault_is_either_doubtful_or_never_forwarded() -> None:
    assert set(Fault) == DOUBTFUL | NOT_FORWARDED
    assert not DOUBTFUL & NOT_FORWARDED
