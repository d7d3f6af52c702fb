"""Shell: how a section will look, rendered by the wiki that will have it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import quote, urlencode

from bot.wiki.wiki import Wiki

BLOCKS = frozenset(
    {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "br", "dd", "dt", "ul", "ol", "table"}
)
SILENT = frozenset({"style", "script"})


def render(wiki: Wiki, *, title: str, text: str) -> str:
    """Give the HTML of wikitext as it would be saved on a page (signature and all); nothing is saved."""
    answer = wiki.ask(
        {
            "action": "parse",
            "title": title,
            "text": text,
            "pst": "1",
            "prop": "text",
            "contentmodel": "wikitext",
            "disableeditsection": "1",
            "disabletoc": "1",
            "disablelimitreport": "1",
        }
    )
    return str(answer["parse"]["text"])


def address_of(wiki: Wiki, title: str) -> str:
    """Give the address of a page for a browser; nothing is asked."""
    query = urlencode({"title": title.replace(" ", "_")}, quote_via=quote, safe="/:")
    return f"{wiki.site.protocol()}://{wiki.site.hostname()}{wiki.site.path()}?{query}"


def plain(html: str) -> str:
    """Give the letters of HTML, a line for each block."""
    reader = _Letters()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.letters).splitlines())
    return "\n".join(line for line in lines if line)


class _Letters(HTMLParser):
    """Gathers what a reader of HTML sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.letters: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.letters.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT
        if tag in BLOCKS:
            self.letters.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.letters.append(data)
