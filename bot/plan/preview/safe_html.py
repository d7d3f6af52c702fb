"""Pure: a wiki's HTML made harmless: no script, no request, links that lead to the wiki."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import nh3

from bot.words.codes import CODE

MOST_CHARACTERS = 100_000
"""Of one message's HTML; a longer one is not shown."""

LOWER_BY = 2
"""So many levels lower than on the wiki a heading stands: there it is below the page's title, here deeper."""

_TAGS = frozenset(
    """
    a abbr b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em font
    h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strike strong sub sup
    table tbody td tfoot th thead tr tt u ul var wbr
    """.split()  # noqa: SIM905 - a list would be forty lines
)
_SILENT = frozenset({"style", "script", "template", "noscript", "iframe", "object", "svg", "math", "title"})
_ATTRIBUTES = {
    "*": {"lang", "dir", "title", "style"},
    "a": {"href"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_CLASSES = {"table": {"wikitable"}, "span": {"picture"}}
_STYLES = frozenset(
    """
    background-color border border-bottom border-collapse border-color border-left border-radius border-right
    border-style border-top border-width clear color direction float font-size font-style font-variant
    font-weight line-height list-style-type margin margin-bottom margin-left margin-right margin-top max-width
    overflow-wrap padding padding-bottom padding-left padding-right padding-top text-align text-decoration
    text-indent vertical-align white-space width
    """.split()  # noqa: SIM905 - a list would be forty lines
)


def made_safe(html: str, *, address: str, picture: Callable[[str], str]) -> str:
    """Give HTML of which nothing runs, nothing is fetched and nothing leaves its place on the page.

    Args:
        html: as a wiki gave it.
        address: URL of the page it stands on; relative links are relative to that.
        picture: says in words that there is a picture, by its description or name.

    Returns:
        The HTML; empty: it is too long.
    """
    if len(html) > MOST_CHARACTERS:
        return ""
    balanced = _cleaned(html, address, pictures=True)
    if len(balanced) > 2 * MOST_CHARACTERS:  # thousands of tags that were never closed
        return ""
    shaper = _Shaper(picture=picture)
    shaper.feed(balanced)
    shaper.close()
    return _cleaned("".join(shaper.parts), address)


def _cleaned(html: str, address: str, *, pictures: bool = False) -> str:
    """Keep what is harmless, each tag closed; pictures keep the words about them."""
    return nh3.clean(
        html,
        tags={*_TAGS, "img"} if pictures else set(_TAGS),
        clean_content_tags=set(_SILENT),
        attributes={tag: set(names) for tag, names in {**_ATTRIBUTES, "img": {"alt", "src"}}.items()},
        attribute_filter=lambda _, name, value: _kept(name, value, address),
        url_schemes={"http", "https"},
        allowed_classes=_CLASSES,
        filter_style_properties=set(_STYLES),
        link_rel="noopener noreferrer",
    )


def _kept(name: str, value: str, address: str) -> str | None:
    """Give an attribute's value as it may stay; None: it may not."""
    match name:
        case "href":
            return _absolute(value, address)
        case "lang":
            return value if CODE.fullmatch(value) else None
        case "dir":
            return value if value in {"ltr", "rtl", "auto"} else None
        case _:
            return value


def _absolute(link: str, address: str) -> str | None:
    """Give a link as it works away from its wiki; None: it leads to no page of the web."""
    try:
        whole = urljoin(address, link)
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in {"http", "https"} and parts.netloc else None


class _Shaper(HTMLParser):
    """Lowers headings and puts words in the place of pictures, in HTML that is balanced."""

    def __init__(self, *, picture: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.picture = picture
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self._picture(dict(attrs))
        else:
            written = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
            self.parts.append(f"<{_lowered(tag)}{written}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{_lowered(tag)}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data))

    def _picture(self, attributes: dict[str, str | None]) -> None:
        name = attributes.get("alt") or (attributes.get("src") or "").rpartition("/")[2]
        self.parts.append(f'<span class="picture">{escape(self.picture(name))}</span>')


def _lowered(tag: str) -> str:
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return f"h{min(6, int(tag[1]) + LOWER_BY)}"
    return tag
