"""Shell: what to look at after a run: pages, the number of the bot's edits, and pictures in Chromium.

Run by `scripts/demo`: `python -m bot.sandbox.tour edits | pages | pictures`, all on the wikis that are up.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import urlopen

from bot.sandbox.state import default_folder, ports

if TYPE_CHECKING:
    from playwright.sync_api import Route

_USER_TALK = "3"

# Without these Chromium looks up hosts of its maker at every start.
_CHROMIUM_OPTIONS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One page worth looking at."""

    name: str  # short, fit for a file name
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """The wikis of one sandbox, as a visitor without an account sees them."""

    urls: Mapping[str, str]  # by wiki, no slash at the end
    home: str  # the wiki with the sign-ups
    pages: Mapping[str, str]  # of the settings: "signup", "report", perhaps "calendar" and "newsletter"

    def edits(self) -> int:
        """Count the bot's edits on all wikis."""
        return sum(len(self._contributions(wiki)) for wiki in self.urls)

    def sights(self) -> Iterator[Sight]:
        """Give the sign-up page, the newest report, calendar, drafts, and on each wiki the newest message."""
        yield self._sight(self.home, "signup", self.pages["signup"])
        at_home = [edit["title"] for edit in self._contributions(self.home)]
        reports = [title for title in at_home if title.startswith(self.pages["report"])]
        if reports:
            yield self._sight(self.home, "report", reports[0])
        if (calendar := self.pages.get("calendar", "")) in at_home:
            yield self._sight(self.home, "calendar", calendar)
            yield self._sight(self.home, "calendar-ar", f"{calendar}/ar")
        drafts = f"{self.pages.get('newsletter', '')}/Draft/"
        for title in sorted({title for title in at_home if title.removeprefix("Talk:").startswith(drafts)}):
            yield self._sight(self.home, "draft-talk" if title.startswith("Talk:") else "draft", title)
        for wiki in self.urls:
            if edits := self._contributions(wiki, ucnamespace=_USER_TALK):
                yield self._sight(wiki, f"talk-{wiki}", edits[0]["title"])

    def _sight(self, wiki: str, name: str, title: str) -> Sight:
        address = f"{self.urls[wiki]}/wiki/{quote(title.replace(' ', '_'), safe='/:')}"
        return Sight(name=name, title=title, url=address)

    def _contributions(self, wiki: str, **more: str) -> list[dict[str, Any]]:
        """List the edits that accounts of the bot group made on one wiki, newest first."""
        bots = "|".join(account["name"] for account in self._query(wiki, list="allusers", augroup="bot"))
        return list(self._query(wiki, list="usercontribs", ucuser=bots, **more)) if bots else []

    def _query(self, wiki: str, **wanted: str) -> Iterator[dict[str, Any]]:
        """Give all entries of one list, however many answers they fill."""
        limit = {"allusers": "aulimit", "usercontribs": "uclimit"}[wanted["list"]]
        proceed: dict[str, str] | None = {}
        while proceed is not None:
            query = urlencode({"action": "query", "format": "json", limit: "max", **wanted, **proceed})
            with urlopen(f"{self.urls[wiki]}/api.php?{query}") as answer:  # noqa: S310 - the sandbox's own address
                found = json.load(answer)
            yield from found["query"][wanted["list"]]
            proceed = found.get("continue")


def read_tour(state: Path) -> Tour:
    """Read where the wikis of a sandbox stand, from the files it keeps in its state folder."""
    settings = tomllib.loads((state / "settings.toml").read_text(encoding="utf-8"))
    return Tour(
        urls={wiki: f"http://127.0.0.1:{port}" for wiki, port in ports(state).items()},
        home=settings["home"],
        pages=settings["pages"],
    )


def find_chromium() -> str | None:
    """Find Chromium as Debian installs it; none: it isn't there."""
    return shutil.which("chromium")


def take_pictures(sights: Sequence[Sight], folder: Path, *, chromium: str) -> Iterator[Path]:
    """Take a picture of each page, at its newest section, and give its path as soon as it is there."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - installed for the demo and the tests alone

    folder.mkdir(parents=True, exist_ok=True)
    options = [*_CHROMIUM_OPTIONS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        page = browser.new_page(viewport={"width": 1100, "height": 800})
        page.route("**/*", _stay_on_this_machine)
        for sight in sights:
            page.goto(sight.url)
            if sight.name.startswith("talk-"):
                page.locator("h2").last.scroll_into_view_if_needed()
            picture = folder / f"{sight.name}.png"
            page.screenshot(path=picture)
            yield picture
        browser.close()


def _stay_on_this_machine(route: Route) -> None:
    if urlsplit(route.request.url).hostname == "127.0.0.1":
        route.continue_()
    else:
        route.abort()


def main(arguments: Sequence[str]) -> int:
    """Print what is asked for; pictures without Chromium are left out, with a word on why."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.sandbox.tour", description="What to look at after a run."
    )
    parser.add_argument("what", choices=["edits", "pages", "pictures"])
    parser.add_argument("--state", type=Path, default=default_folder(), help="the sandbox's state folder")
    parser.add_argument("--folder", type=Path, help="where pictures go; else into the state folder")
    options = parser.parse_args(arguments)
    tour = read_tour(options.state)
    if options.what == "edits":
        print(tour.edits())
    elif options.what == "pages":
        for sight in tour.sights():
            print(f"{sight.name:12} {sight.url}\n{'':12} {sight.title}")
    elif chromium := find_chromium():
        folder = options.folder or options.state / "screenshots"
        for picture in take_pictures(tuple(tour.sights()), folder, chromium=chromium):
            print(picture)
    else:
        print("No Chromium is here, so no pictures are taken; as root: apt-get install chromium.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
