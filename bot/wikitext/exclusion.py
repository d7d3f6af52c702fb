"""Pure: what {{bots}}, {{nobots}} and optout on a page say to a bot.

The grammar is that of https://en.wikipedia.org/wiki/Template:Bots, read the way its authors mean it: every
name without regard to case, several templates and several parameters together, any denial denies. Where the
text can't be read with certainty (an unclosed template, a list made by another template, thousands of open
braces), the answer is "no": a message too few is easier to mend than one too many.
"""

import functools
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from bot.wikitext.titles import decode_references

BOTS_NAMES = frozenset({"bots"})
"""Names of the template that allows by default."""

NOBOTS_NAMES = frozenset({"nobots", "no bots"})
"""Names of the template that denies by default."""

_BIDI_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[\s_]+")
_LIST_COMMA = re.compile(r"[,;،؛，、\n]")
_UNPARSED_TAGS = "nowiki|pre|syntaxhighlight|source|math|templatedata|score|timeline"
_OPENING = re.compile(rf"<!--|<({_UNPARSED_TAGS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_CLOSING = {tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in _UNPARSED_TAGS.split("|")}
_TOKEN = re.compile(r"\{\{+|\}\}+|\[\[+|\]\]+")
_UNREADABLE = "\ufffc"  # stands for a nested template or tag, whose text is not known here
_LINK_BAR = "\ufffb"  # a bar inside a link separates no parameters
_MOST = 1000  # open templates, parameters or names: MediaWiki itself gives up far sooner


def allows(
    wikitext: str,
    bot: str,
    *,
    task: str = "announce",
    bots_names: Collection[str] = BOTS_NAMES,
    nobots_names: Collection[str] = NOBOTS_NAMES,
) -> bool:
    """Say whether the page lets this bot do this task.

    An empty `allow=` says nothing, as the template's own blank form has it; unnamed parameters of {{nobots}}
    are a list of whom it denies, as Pywikibot reads them. Comments and nowiki don't count.

    Args:
        wikitext: of the page itself; what its templates transclude isn't seen.
        bot: user name, with or without its namespace.
        task: compared with `optout=`, `denyscript=` and `allowscript=`.
        bots_names: names and redirects of Template:Bots on that wiki, no namespace.
        nobots_names: the same for Template:Nobots.
    """
    if "{" not in wikitext and "&" not in wikitext:
        return True  # as most talk pages: no template can be there
    bots, nobots = ({_template_name(name) for name in names} for names in (bots_names, nobots_names))
    text = without_unparsed(_BIDI_MARKS.sub("", wikitext))
    if not _mentions(text, bots | nobots):
        return True
    try:
        found = _Scanner(names=bots | nobots).read(text)
    except _UnreadableError:
        return False
    asker = _Asker(bot=_normalise(bot), task=_normalise(task))
    return not any(asker.denied_by(call, by_default=call.name in nobots) for call in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unparsed:
    """A stretch of wikitext in which MediaWiki sees neither templates nor links."""

    start: int
    end: int
    tag: str  # "comment", or the tag's name in small letters


def unparsed_stretches(wikitext: str) -> Iterator[Unparsed]:
    """Give comments, nowiki and the like in page order, in linear time.

    As in MediaWiki a comment without an end reaches to the end of the page; a tag without one is mere text.
    """
    position = 0
    never_closed: set[str] = set()
    while opening := _OPENING.search(wikitext, position):
        position = opening.end()
        tag = (opening[1] or "comment").casefold()
        if tag == "comment":
            end = wikitext.find("-->", position)
            position = len(wikitext) if end < 0 else end + 3
        elif not opening[0].endswith("/>"):
            closing = None if tag in never_closed else _CLOSING[tag].search(wikitext, position)
            if closing is None:
                never_closed.add(tag)
                continue
            position = closing.end()
        yield Unparsed(start=opening.start(), end=position, tag=tag)


def unclosed(wikitext: str) -> int:
    """Give where the first comment, nowiki or the like without an end begins; -1: all have one."""
    at = 0
    for stretch in unparsed_stretches(wikitext):
        if opening := _OPENING.search(wikitext, at, stretch.start):
            return opening.start()
        at = stretch.end
        if stretch.tag == "comment" and wikitext.find("-->", stretch.start + 4) < 0:
            return stretch.start
    opening = _OPENING.search(wikitext, at)
    return opening.start() if opening else -1


def shadowed(wikitext: str, shadow: str) -> str:
    """Give a text as long as the page, with one character for each that is in no parsed place.

    Args:
        wikitext: any text.
        shadow: the character for all that stands in comments, nowiki and the like.
    """
    pieces = []
    at = 0
    for stretch in unparsed_stretches(wikitext):
        pieces += [wikitext[at : stretch.start], shadow * (stretch.end - stretch.start)]
        at = stretch.end
    return "".join([*pieces, wikitext[at:]])


def without_unparsed(wikitext: str, *, keep_lines: bool = False) -> str:
    """Take out comments, and put one unreadable character for each nowiki and the like.

    Args:
        wikitext: any text.
        keep_lines: leave the line ends of what is taken out, so that line numbers stay true.
    """
    pieces = []
    position = 0
    for stretch in unparsed_stretches(wikitext):
        pieces.append(wikitext[position : stretch.start])
        pieces.append("" if stretch.tag == "comment" else _UNREADABLE)
        if keep_lines:
            pieces.append("\n" * wikitext.count("\n", stretch.start, stretch.end))
        position = stretch.end
    pieces.append(wikitext[position:])
    return "".join(pieces)


class _UnreadableError(Exception):
    """There are more open braces, parameters or names than any page needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """One {{bots}} or {{nobots}} with its parameters."""

    name: str
    lists: dict[str, set[str]]  # parameter name -> normalised names; "" holds the unnamed ones


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asker:
    """The bot and what it is about to do, both normalised."""

    bot: str
    task: str

    def denied_by(self, call: _Call, *, by_default: bool) -> bool:
        """Say whether one template turns this bot away."""
        lists = {key: names for key, names in call.lists.items() if names}
        if any(_listed(names, self.task) for key, names in lists.items() if key in {"optout", "denyscript"}):
            return True
        denied = lists.get("deny", set()) | (lists.get("", set()) if by_default else set())
        if _listed(denied, self.bot):
            return True
        if lists.get("", set()) & {"none", "deny", "optout"}:  # {{bots|none}}: a "deny=" gone missing
            return True
        allowed = [
            (lists[key], who)
            for key, who in (("allow", self.bot), ("allowscript", self.task))
            if key in lists
        ]
        if allowed:
            return not all(names & {"all", who} and "none" not in names for names, who in allowed)
        return by_default and not denied and "denyscript" not in lists


def _listed(names: set[str], who: str) -> bool:
    return bool(names & {"all", who}) or any(_UNREADABLE in name for name in names)


def _normalise(name: str) -> str:
    """Reduce a name to what two spellings of it share: no namespace, link or case."""
    text = name.strip(" \t{}[]\u00a0").partition(_LINK_BAR)[0].rpartition(":")[2]
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _BIDI_MARKS.sub("", text))).strip().casefold()


def _mentions(text: str, names: set[str]) -> bool:
    """Look for a cheap reason to read no further."""
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", decode_references(text))).casefold()
    return any(name in plain for name in names)


@dataclass(slots=True, kw_only=True)
class _Open:
    """An opening that waits for its end."""

    braces: int  # 0: a link
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Scanner:
    """Matches braces as MediaWiki's preprocessor does, once through the text."""

    names: set[str]
    stack: list[_Open] = field(default_factory=list)
    calls: dict[str, _Call] = field(default_factory=dict)

    def read(self, text: str) -> Collection[_Call]:
        """Find the templates of these names, closed or not."""
        position = 0
        for token in _TOKEN.finditer(text):
            if self.stack:
                self.stack[-1].pieces.append(text[position : token.start()])
            position = token.end()
            self._take(token[0])
        self._write(text[position:])
        for opened in self.stack:
            self._keep(opened, is_closed=False)
        return self.calls.values()

    def _write(self, text: str) -> None:
        if self.stack:
            self.stack[-1].pieces.append(text)

    def _take(self, mark: str) -> None:
        in_link = bool(self.stack) and not self.stack[-1].braces
        if mark[0] == "{":
            self.stack.append(_Open(braces=len(mark)))
            if len(self.stack) > _MOST:
                raise _UnreadableError
        elif not self.stack:
            return
        elif mark[0] == "}":
            self._close(len(mark))
        elif mark[0] == "[" and not in_link:
            self.stack.append(_Open(braces=0))
        elif mark[0] == "]" and in_link:
            self._end_link()
        else:
            self._write(mark)

    def _end_link(self) -> None:
        """Give a link's text back to the template around it, its bars no longer separators."""
        self._write("".join(self.stack.pop().pieces).replace("|", _LINK_BAR))

    def _close(self, braces: int) -> None:
        """Match closing braces with the innermost openings, three before two."""
        while braces >= 2 and self.stack:
            if not self.stack[-1].braces:
                self._end_link()  # never closed itself
                continue
            opened = self.stack.pop()
            matched = 2 if opened.braces == 2 else min(3, braces, opened.braces)
            self._keep(opened, is_closed=True)
            braces -= matched
            if opened.braces - matched >= 2:
                self.stack.append(_Open(braces=opened.braces - matched))
            if self.stack:
                self.stack[-1].pieces.append(_UNREADABLE)

    def _keep(self, opened: _Open, *, is_closed: bool) -> None:
        """Note a template that has one of the names; an unclosed one ends with its line."""
        if not opened.braces:
            return
        text = "".join(opened.pieces)
        if text in self.calls:
            return
        name = _template_name(text.partition("|")[0])
        if not is_closed:
            name = next((known for known in self.names if re.match(rf"{re.escape(known)}\b", name)), name)
        if name in self.names:
            self.calls[text] = _Call(name=name, lists=_read_lists(text.split("|")[1:]))


@functools.lru_cache(maxsize=1000)
def _template_name(text: str) -> str:
    lines = decode_references(text).strip().splitlines()
    return _normalise(lines[0]) if lines else ""


def _read_lists(parameters: Iterable[str]) -> dict[str, set[str]]:
    """Read `deny=A,B` and its like; a parameter given twice means both lists."""
    lists: dict[str, set[str]] = {}
    for count, parameter in enumerate(dict.fromkeys(parameters)):
        key, equals, value = decode_references(parameter).partition("=")
        if not equals or key.strip().isdecimal():
            key, value = "", value or key
        names = set(_LIST_COMMA.split(value))
        if max(count, len(names)) > _MOST:
            raise _UnreadableError
        lists.setdefault(_normalise(key), set()).update({_normalise(name) for name in names} - {""})
    return lists
