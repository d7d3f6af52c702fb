"""A proxy in front of one wiki that counts requests and spoils answers by rule.

with FaultProxy(8081, rule=faults_on(Fault.DROP_AFTER, nth=[2])) as proxy:
    ...  # the client talks to proxy.port
assert proxy.count(action="edit", method="POST") == 3
"""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from tests.faults import NOT_FORWARDED, Fault, Reply, Request, Rule, read_parameters, spoiled_reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# They speak of one connection, not of the message (RFC 9110, 7.6.1); the length is written anew.
_OF_ONE_CONNECTION = {
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "content-length",
}


class FaultProxy:
    """A proxy on a free loopback port; `rule`, `delay` and the rest may be changed while it runs.

    Args:
        backend: port of the wiki, on 127.0.0.1.
        rule: gives the fault for a request, or None; called for one request at a time, in order of arrival.
        delay: seconds before each answer goes out.
        late: seconds by which LATE_AFTER holds the answer back; longer than the client waits.
        save_later: seconds after which GATEWAY_504_NOW_SAVE_LATER forwards.
    """

    def __init__(
        self,
        backend: int,
        *,
        rule: Rule | None = None,
        delay: float = 0,
        late: float = 10,
        save_later: float = 3,
    ) -> None:
        self.backend = backend
        self.rule = rule
        self.delay = delay
        self.late = late
        self.save_later = save_later
        self.requests: list[Request] = []
        self.spoiled: list[tuple[Request, Fault]] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._later: list[threading.Thread] = []
        self._server = _Server(self)
        self.port: int = self._server.server_address[1]

    @property
    def url(self) -> str:
        """Give the address that stands for the wiki's, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Forward what was put off, then close every connection; raise what went wrong inside the proxy."""
        self.settle()
        self._closing.set()
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        if self._server.failures:
            raise ExceptionGroup("inside the proxy", self._server.failures)

    def count(self, *, action: str | None = None, method: str | None = None) -> int:
        """Count the requests so far, of one action or method; None: any."""
        return sum(
            action in {None, request.action} and method in {None, request.method}
            for request in tuple(self.requests)
        )

    def forget(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self.requests.clear()
            self.spoiled.clear()

    def settle(self) -> None:
        """Wait until everything put off has reached the wiki."""
        for thread in tuple(self._later):
            thread.join()

    def choose(self, request: Request) -> tuple[Request, Fault | None]:
        """Write a request down, numbered, and ask the rule about it."""
        with self._lock:
            numbered = replace(request, number=len(self.requests) + 1)
            self.requests.append(numbered)
            fault = self.rule(numbered) if self.rule else None
            if fault:
                self.spoiled.append((numbered, fault))
        return numbered, fault

    def answer(self, request: Request, fault: Fault | None) -> Reply | None:
        """Do to the wiki what the fault says, and give what the client shall see; None: no answer at all."""
        if fault is Fault.GATEWAY_504_NOW_SAVE_LATER:
            later = threading.Thread(target=self._forward_later, args=(request,))
            self._later.append(later)
            later.start()
        reply = None
        if fault is not Fault.GATEWAY_504_NOW_SAVE_LATER and fault not in NOT_FORWARDED:
            reply = self._forward(request)
        self._closing.wait(self.delay + (self.late if fault is Fault.LATE_AFTER else 0))
        if fault in {Fault.DROP_AFTER, Fault.DROP_BEFORE}:
            return None
        return (spoiled_reply(fault, request) if fault else None) or reply

    def _forward_later(self, request: Request) -> None:
        self._closing.wait(self.save_later)
        self._forward(request)

    def _forward(self, request: Request) -> Reply:
        """Send to the wiki, once, on a connection of its own: a kept one may be dead, and tempt to repeat."""
        connection = HTTPConnection("127.0.0.1", self.backend, timeout=120)
        try:
            connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", f"127.0.0.1:{self.backend}")
            for name, content in request.headers:
                if name.lower() not in _OF_ONE_CONNECTION | {"host", "expect"}:
                    connection.putheader(name, content)
            if request.body or request.method == "POST":
                connection.putheader("Content-Length", str(len(request.body)))
            connection.putheader("Connection", "close")
            connection.endheaders(request.body or None)
            answer = connection.getresponse()
            headers = tuple(pair for pair in answer.getheaders() if pair[0].lower() not in _OF_ONE_CONNECTION)
            return Reply(status=answer.status, reason=answer.reason, headers=headers, body=answer.read())
        except (OSError, HTTPException) as error:
            return Reply(
                status=502, reason="Bad Gateway", body=f"No wiki on {self.backend}: {error}".encode()
            )
        finally:
            connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, proxy: FaultProxy) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.proxy = proxy
        self.failures: list[Exception] = []
        self._connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        for connection in tuple(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the client was first

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, ConnectionError | TimeoutError):
            self.failures.append(error)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, *_: object) -> None:
        """Keep silent; `requests` holds everything."""

    def _exchange(self) -> None:
        proxy = self.server.proxy
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request, fault = proxy.choose(
            Request(
                number=0,
                method=self.command,
                path=self.path,
                headers=tuple(self.headers.items()),
                body=body,
                parameters=read_parameters(self.path, self.headers.get("Content-Type", ""), body),
            )
        )
        self._send(proxy.answer(request, fault), cut=fault is Fault.CUT_BODY_AFTER)

    do_GET = do_POST = do_HEAD = _exchange  # noqa: N815

    def _send(self, reply: Reply | None, *, cut: bool) -> None:
        """Send an answer whole, or half of it, or none; without a whole one the connection closes."""
        if reply:
            self.send_response_only(reply.status, reply.reason)
            for name, content in reply.headers:
                self.send_header(name, content)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body[: len(reply.body) // 2] if cut else reply.body)
        if cut or not reply:
            self.close_connection = True


@contextmanager
def proxies(backends: Mapping[str, int], *, rule: Rule | None = None) -> Iterator[dict[str, FaultProxy]]:
    """Put one proxy before each wiki, by the wiki's name; the rule is shared and counts over all."""
    one_at_a_time = threading.Lock()

    def shared(request: Request) -> Fault | None:
        with one_at_a_time:
            return rule(request) if rule else None

    with ExitStack() as stack:
        yield {name: stack.enter_context(FaultProxy(port, rule=shared)) for name, port in backends.items()}
