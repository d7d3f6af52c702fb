"""Pure: links that take table markup with them.

MediaWiki reads tables before links, so `[[Page|a || b]]` is two cells. But a category link shows nothing, and
a picture without a frame shows no caption: the cell that began in such a link goes with it.
"""

import re
from collections.abc import Iterator

from bot.wikitext.masks import OPAQUE

_CATEGORY = "category|categoría|catégorie|categoria|تصنيف|kategorie"
_FILE = "file|image|archivo|imagen|fichier|ficheiro|imagem|arquivo|ملف|صورة|datei|bild"
_FRAME_OPTIONS = """
thumb thumbnail frame framed enframed miniatura miniaturadeimagen mini marco enmarcado enmarcada vignette
cadre encadré miniaturadaimagem commoldura تصغير مصغر إطار بإطار
"""

_FRAMES = frozenset(_FRAME_OPTIONS.split())
"""Options in the five languages with which a picture shows its caption."""

_LINK = re.compile(rf"\[\[[ _]*(?:({_CATEGORY})|{_FILE})[ _]*:[^\[\]{{}}|<>#\n]+\|", re.IGNORECASE)
_BRACKETS = re.compile(r"\[\[|\]\]")
_MARKUP = re.compile(rf"\|\||!!|\n|{OPAQUE}")
_OPTION = re.compile(r"(?<!\|)\|(?!\|)")


def swallowing_links(masked: str) -> list[tuple[int, int]]:
    """Give the places of links with table markup in them that nobody sees, in page order."""
    return list(_links(masked))


def _links(masked: str) -> Iterator[tuple[int, int]]:
    at = 0
    while found := _LINK.search(masked, at):
        at = found.end()
        end = _end_of_category(masked, at) if found[1] else _end_of_file(masked, at)
        if end < 0:
            continue
        content = masked[at : end - 2]
        if not _MARKUP.search(content):
            continue
        options = {option.strip().lower().replace(" ", "") for option in _OPTION.split(content)}
        if found[1] or not options & _FRAMES:
            yield at, end
            at = end


def _end_of_category(masked: str, at: int) -> int:
    """Give where the link ends; -1 if another link begins first."""
    found = _BRACKETS.search(masked, at)
    return found.end() if found and found[0] == "]]" else -1


def _end_of_file(masked: str, at: int) -> int:
    """Give where the link ends; there may be links in its caption, but none in those."""
    while found := _BRACKETS.search(masked, at):
        if found[0] == "]]":
            return found.end()
        found = _BRACKETS.search(masked, found.end())
        if not found or found[0] == "[[":
            return -1
        at = found.end()
    return -1
