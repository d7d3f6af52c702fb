"""Pure: what MediaWiki takes out of a page before it looks for tables, set aside without moving anything.

The masked text is as long as the page and every character of it stands where it stood, so a place found in
it is a place on the page. What MediaWiki removes (comments, <noinclude> tags) becomes `GONE`; what it
replaces by something without markup (<nowiki>, parser functions) becomes `OPAQUE`, templates `UNKNOWN`.

The rules: https://www.mediawiki.org/wiki/Preprocessor_ABNF
"""

import re
from collections.abc import Collection
from functools import lru_cache

from bot.wikitext.braces import Braces
from bot.wikitext.masks import GONE, OPAQUE, UNKNOWN

_WIKIMEDIA = """
pre nowiki gallery indicator langconvert ref references poem syntaxhighlight source math chem ce score
timeline graph mapframe maplink hiero imagemap inputbox templatedata templatestyles categorytree charinsert
section dynamicpagelist phonos tabs tab languages translate tvar
"""

WIKIMEDIA_TAGS = frozenset(_WIKIMEDIA.split())
"""Extension tags of Wikimedia's wikis; `meta=siteinfo&siprop=extensiontags` gives any wiki's own."""

_TRANSLATE = frozenset({"translate", "tvar"})
"""Tags of Translate: they vanish from the page, what stands between them stays."""

_PAGE_TAGS = ("noinclude", "/noinclude", "onlyinclude", "/onlyinclude")
"""Tags that do nothing on the page itself."""

_RESERVED = re.compile(f"[{GONE}{OPAQUE}{UNKNOWN}\0]")
_REPLACED = {ord(GONE): "\ufffd", ord(OPAQUE): "\ufffd", ord(UNKNOWN): "\ufffd", 0: "\ufffd"}
_BLANKS = re.compile(r"[ \t]*")
_BLANK_LINE_END = re.compile(r"[ \t]*(\r?\n)?")


def mask(wikitext: str, extension_tags: Collection[str] = WIKIMEDIA_TAGS) -> str:
    """Give `wikitext` with everything that comes before tables set aside, each character in its place.

    `{{!}}` and `{{=}}` become the character they stand for, then `GONE`; of `{{{name|default}}}` the default
    stays, as on a page that nothing transcludes.
    """
    if _RESERVED.search(wikitext):
        wikitext = wikitext.translate(_REPLACED)
    return _Masking(wikitext, frozenset(extension_tags)).run()


@lru_cache(maxsize=32)
def _tag_pattern(extension_tags: frozenset[str]) -> re.Pattern[str]:
    """Give the pattern of what follows "<" where a comment or a tag known to the preprocessor begins."""
    names = {*extension_tags, *_PAGE_TAGS, "includeonly", "pre", "nowiki"}
    old_tvar = "(?!)"
    if "translate" in names:
        names |= {f"/{name}" for name in _TRANSLATE}
        old_tvar = r"(?:tvar\|[^<>]*|/)(?=>)"
    tags = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"({tags})(?=\s|/>|>)|(!--)|({old_tvar})", re.IGNORECASE)


class _Masking:
    """One page being masked: a walk from left to right that never goes back."""

    def __init__(self, wikitext: str, extension_tags: frozenset[str]) -> None:
        self.text = wikitext
        self.braces = Braces(wikitext)
        self.tags = _tag_pattern(extension_tags)
        self.vanishing = {*_PAGE_TAGS}
        if "translate" in extension_tags:
            self.vanishing |= _TRANSLATE | {f"/{name}" for name in _TRANSLATE}
        self.no_more_gt = False
        self.never_closed: set[str] = set()

    def run(self) -> str:
        """Walk over the page and write the masked text."""
        braces = self.braces
        at = braces.start()
        while (at := braces.next_angle(at)) >= 0:
            at = self.angle(at)
        return braces.write()

    def angle(self, at: int) -> int:
        """Set aside what begins with the "<" at `at`; give where to go on."""
        found = self.tags.match(self.text, at + 1)
        if not found:
            return at + 1
        if found[2]:
            return self.comment(at)
        if found[3] is not None:
            return self.gone(at, found.end() + 1)
        return self.tag(at, found[1].lower(), found.end())

    def gone(self, start: int, end: int) -> int:
        self.braces.masks.append((start, end, GONE))
        return end

    def comment(self, at: int) -> int:
        """Remove a comment; where comments fill whole lines, those lines go too."""
        text = self.text
        end = text.find("-->", at + 4)
        if end < 0:
            return self.gone(at, len(text))
        end += 3
        start = at
        while start and text[start - 1] in " \t":
            start -= 1
        if start and text[start - 1] == "\n":
            line_end = self.comment_lines_end(end)
            if line_end:
                self.gone(start, line_end)
                return self.braces.line_start(line_end)
        return self.gone(at, end)

    def comment_lines_end(self, end: int) -> int:
        """Give where the line after the comments at a line's start begins; 0 if more stands on the line."""
        text = self.text
        while True:
            rest = _BLANK_LINE_END.match(text, end)
            assert rest is not None  # noqa: S101 - the pattern matches anything
            if rest[1]:
                return rest.end()
            blanks = _BLANKS.match(text, end)
            after = blanks.end() if blanks else end
            if not text.startswith("<!--", after):
                return 0
            closed = text.find("-->", after + 4)
            if closed < 0:
                return 0
            end = closed + 3

    def tag(self, at: int, name: str, name_end: int) -> int:
        """Set aside an extension tag with its content, or a tag that vanishes alone."""
        text = self.text
        close = -1 if self.no_more_gt else text.find(">", name_end)
        if close < 0:
            self.no_more_gt = True
            return at + 1
        if name in self.vanishing:
            return self.gone(at, close + 1)
        if text[close - 1] == "/":
            end = close + 1
        else:
            end = self.closing_tag_end(name, close + 1)
            if end < 0:
                return close + 1
        self.braces.masks.append((at, end, GONE if name == "includeonly" else OPAQUE))
        return end

    def closing_tag_end(self, name: str, start: int) -> int:
        """Give where the closing tag ends; -1 if there is none and so no tag."""
        found = None
        if name not in self.never_closed:
            found = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.text, start)
        if found:
            return found.end()
        if name == "includeonly":
            return len(self.text)
        self.never_closed.add(name)
        return -1
