"""Pure: the links of a cell: to pages, files and addresses, each with what its label says."""

import re
from dataclasses import dataclass

_ADDRESS = r"https?://[^\s\[\]<>\"'{}|]*[^\s\[\]<>\"'{}|.,;:!?()]"
_LINK = re.compile(
    rf"\[(?P<url>{_ADDRESS}[^\s\[\]<>\"{{}}|]*)(?:[ \t]+(?P<says>[^\[\]\n]*))?\]"
    r"|\[\[:?(?P<page>[^\[\]{}|\n<>]+)(?:\|(?P<label>[^\[\]\n]*))?\]\]"
    rf"|(?P<bare>{_ADDRESS})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as it is written."""

    target: str  # an address, or a page's title as written
    label: str  # wikitext; empty: none
    is_address: bool
    span: tuple[int, int]


def find_links(wikitext: str) -> list[Link]:
    """Give the links of a text in its order, `without_unparsed`: what is commented out is none."""
    found = []
    for match in _LINK.finditer(wikitext):
        address = match["url"] or match["bare"]
        target = address or " ".join(match["page"].replace("_", " ").split())
        label = (match["says"] or match["label"] or "").strip()
        if target:
            found.append(Link(target=target, label=label, is_address=bool(address), span=match.span()))
    return found
