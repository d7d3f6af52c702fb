"""One way to write the same messages, in a process of its own; prints requests and seconds as JSON.

python -m tests.bench.posting this TITLE KEY
python -m tests.bench.posting bare|save|editpage URL FILE
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pywikibot
import requests

from bot.run.commands import announce

SUMMARY = "Announcement: Next clinic"
HEADING = "Next clinic"
FAMILY, CODE = "letsconnect_sandbox", "meta"


@dataclass(slots=True)
class Meter:
    """Counts the requests that leave this process, whichever library sends them, and the seconds."""

    requests: int = 0
    seconds: float = 0.0
    first: dict[str, Any] = field(default_factory=dict)  # the first section that was sent

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Count meanwhile."""
        send = requests.Session.send

        def counted(session: requests.Session, request: requests.PreparedRequest, **more: Any) -> Any:
            self.requests += 1
            return send(session, request, **more)

        requests.Session.send = counted  # type: ignore[method-assign,assignment]
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds = time.monotonic() - began
            requests.Session.send = send  # type: ignore[method-assign]


def this(title: str, key: str) -> Meter:
    """Deliver with the announce command; its login is in the cookies already."""
    meter = Meter()
    with contextlib.redirect_stdout(io.StringIO()), meter.running():
        status = announce([f"-page:{title}", f"-key:{key}", "-always"], usage="")
    if status:
        raise SystemExit(f"announce ended with {status}")
    return meter


def bare(url: str, work: dict[str, Any]) -> Meter:
    """Post with requests, one request a message, and look at nothing before or after."""
    session = requests.Session()

    def ask(**asked: str) -> Any:
        answer = session.post(url, data={**asked, "format": "json", "formatversion": "2"}, timeout=60)
        return answer.json()

    token = ask(action="query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
    ask(action="login", lgname=work["login"], lgpassword=work["password"], lgtoken=token)
    token = ask(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]
    meter = Meter()
    with meter.running():
        for title in work["titles"]:
            answer = ask(
                action="edit",
                title=title,
                section="new",
                sectiontitle=HEADING,
                text=work["text"],
                summary=SUMMARY,
                bot="1",
                assert_="user",
                token=token,
            )
            assert answer["edit"]["result"] == "Success", answer
    return meter


def save(_url: str, work: dict[str, Any]) -> Meter:
    """Write as most Pywikibot scripts do: page.text, page.save()."""
    site = _site()

    def write(page: pywikibot.Page) -> None:
        page.text += f"\n\n== {HEADING} ==\n\n{work['text']}"
        page.save(summary=SUMMARY, quiet=True)

    return _each(site, work["titles"], write)


def editpage(_url: str, work: dict[str, Any]) -> Meter:
    """Write with Pywikibot's own new section, one request a message, {{bots}} unread."""
    site = _site()

    def write(page: pywikibot.Page) -> None:
        assert site.editpage(page, summary=HEADING, section="new", text=work["text"], bot=True)

    return _each(site, work["titles"], write)


def _site() -> Any:
    pywikibot.config.put_throttle = 0
    site = pywikibot.Site(CODE, FAMILY)
    site.login()
    assert site.tokens["csrf"]
    return site


def _each(site: Any, titles: list[str], write: Callable[[pywikibot.Page], None]) -> Meter:
    meter = Meter()
    with meter.running():
        for title in titles:
            write(pywikibot.Page(site, title))
    return meter


WAYS = {"bare": bare, "save": save, "editpage": editpage}


def main() -> None:
    """Write all messages one way."""
    way, where, what = sys.argv[1:]
    if way == "this":
        meter = this(where, what)
    else:
        meter = WAYS[way](where, json.loads(Path(what).read_text(encoding="utf-8")))
    print(json.dumps({"requests": meter.requests, "seconds": meter.seconds}))


if __name__ == "__main__":
    main()
