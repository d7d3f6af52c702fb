"""Pure: the message that people get of a newsletter's issue, read from its page in the archive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.program.announcement import HeadingMissingError, NotClosedError
from bot.program.issue_reading import CATEGORY_NAMES
from bot.program.limits import MESSAGE_BYTES, too_long
from bot.program.newsletter import NAVIGATION
from bot.program.publishing import sections_outside_tables, without_instructions
from bot.wikitext.enclosing import leaves_open, without_open_tags
from bot.wikitext.exclusion import shadowed
from bot.wikitext.headings import plain_words
from bot.wikitext.masks import OPAQUE
from bot.wikitext.owned import without_part
from bot.wikitext.reading import Reading, reading
from bot.wikitext.removing import remove
from bot.wikitext.sections import DEEPEST, Section, heading_of, read_sections

TOP = 3
"""The level of the shallowest heading in a message, which is itself a section of the second level."""

_SWITCHES = """
notoc forcetoc toc noeditsection newsectionlink nonewsectionlink nogallery hiddencat index noindex
expectunusedcategory expectunusedtemplate expected_unconnected_page staticredirect nocontentconvert nocc
notitleconvert notc noglobal disambig archivedtalk
tdc notdc no_tdc sin_tdc forzartdc forzar_tdc noeditarseccion no_editar_sección
sommaire tdm aucunsommaire aucunetdm forcersommaire forcertdm sectionnonéditable sectionnoneditable
sumario sumário semtdc semsumário semsumario forcartdc forcarsumario forçartdc forçarsumário
nãoeditarseção naoeditarsecao semeditarseção
فهرس لافهرس لا_فهرس لصق_فهرس لاتحريرقسم لا_تحرير_قسم
"""
_WORDS = "|".join(map(re.escape, _SWITCHES.split()))

_INCLUDE = re.compile(r"</?(?:includeonly|onlyinclude)\s*>", re.IGNORECASE)
_HTML_HEADING = re.compile(r"(</?h)([1-6])(?=[\s/>])", re.IGNORECASE)
_EQUALS = re.compile("={2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueMessage:
    """What an issue says, as one section."""

    heading: str  # plain words of one line
    full: str  # wikitext below the heading; no heading in it is above the third level
    summary: str  # wikitext that stands before the first of those; empty: nothing does
    topics: tuple[str, ...]  # plain words of the shallowest of them


@lru_cache(maxsize=8)
def _of_page(besides: Reading) -> re.Pattern[str]:
    """Give the pattern of what is about the page and not for its readers: switches, categories."""
    names = "|".join(sorted(map(re.escape, {*CATEGORY_NAMES, *besides.of_kind("read-category")})))
    return re.compile(
        rf"__(?:{_WORDS})__|\[\[[ _]*(?:{names})[ _]*:[^\[\]{{}}\n{OPAQUE}]*\]\]", re.IGNORECASE
    )


def read_issue_message(wikitext: str, *, page: str) -> IssueMessage:
    """Read an issue's page: a heading, then what it says.

    Args:
        wikitext: as `publishable` made it; the bot's navigation may stand on it.
        page: its title, for errors.

    Raises:
        HeadingMissingError: the first line with text is no heading.
        NotClosedError: the text would swallow what stands below it.
    """
    text = _without_page(wikitext, page)
    sections = sections_outside_tables(text)
    heading = plain_words(heading_of(text, sections[0])) if sections and not sections[0].start else ""
    heading = _EQUALS.sub("=", heading)
    if not heading:
        raise HeadingMissingError(page)
    rest = text[sections[0].text :].strip()
    if leaves_open(rest):
        raise NotClosedError(page)
    outline = sections_outside_tables(rest)
    lead = rest[: outline[0].start].strip() if outline else rest
    lead = without_open_tags(lead).strip()
    top = min((each.level for each in outline), default=0)
    topics = (plain_words(heading_of(rest, each)) for each in outline if each.level == top)
    return IssueMessage(
        heading=heading,
        full=_shifted(rest, outline),
        summary="" if leaves_open(lead) else _shifted(lead, outline),
        topics=tuple(filter(None, topics)),
    )


def choose_form(message: IssueMessage, *, most_bytes: int = MESSAGE_BYTES) -> bool:
    """Tell whether the full text fits; where it does not, people get the summary with a link to the page.

    Args:
        message: of the issue.
        most_bytes: that a message may have.
    """
    return not too_long(message.full, most_bytes)


def _without_page(wikitext: str, page: str) -> str:
    """Give what is for readers, with the line ends of the wiki and no blank lines at its ends."""
    text = wikitext.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text = without_instructions(without_part(text, NAVIGATION))
        shown = shadowed(text, OPAQUE)
        text = remove(text, (found.span() for found in _of_page(reading()).finditer(shown)))
        shown = shadowed(text, OPAQUE)
        text = remove(text, (found.span() for found in _INCLUDE.finditer(shown)))
    except NotClosedError as error:
        raise NotClosedError(page) from error
    return text.strip()


def _shifted(wikitext: str, outline: Sequence[Section]) -> str:
    """Give the text with its shallowest heading on the third level, and the others as deep below it."""
    sections = read_sections(wikitext)
    levels = [each.level for each in outline] or [each.level for each in sections]
    shift = TOP - min(levels, default=TOP)
    text = "".join(_lines(wikitext, sections, shift))
    shown = shadowed(text, OPAQUE)
    pieces = []
    at = 0
    for found in _HTML_HEADING.finditer(shown):
        pieces += [text[at : found.start(2)], str(_level(int(found[2]), shift))]
        at = found.end()
    return "".join([*pieces, text[at:]])


def _lines(wikitext: str, sections: Sequence[Section], shift: int) -> Iterator[str]:
    """Give the text in pieces, equals signs added to headings or taken from them."""
    at = 0
    for each in sections:
        more = _level(each.level, shift) - each.level
        end = each.start + len(wikitext[each.start : each.text].rstrip())
        if not more:
            continue
        yield wikitext[at : each.start]
        line = wikitext[each.start : end]
        yield f"{'=' * more}{line}{'=' * more}" if more > 0 else line[-more:more]
        at = end
    yield wikitext[at:]


def _level(level: int, shift: int) -> int:
    return min(DEEPEST, max(TOP, level + shift))
