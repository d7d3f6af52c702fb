"""Pure: delivery lists, as MassMessage and its templates write them.

Forms: `{{#target:Title|site}}`, `{{target | page = … | site = …}}`, `{{target | user = … | site = …}}`, and
the JSON of the MassMessageListContent model. See https://www.mediawiki.org/wiki/Extension:MassMessage. A site
is a name on a list, never a host to connect to: whether it is one of ours, the settings say.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.titles import decode_references

MAX_JSON = 4_000_000
"""Characters; no wiki takes a page as long."""

_NAMESPACES = {
    name.casefold(): name
    for subject in ("User", "Project", "File", "MediaWiki", "Template", "Help", "Category")
    for name in (subject, f"{subject} talk")
} | {"talk": "Talk"}
_UNREAL_NAMESPACES = frozenset({"special", "media"})
_TITLE_BLANKS = re.compile("[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_TITLE_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]")
_BANNED = re.compile(r"[\[\]{}|<>#\x00-\x1f\x7f\ufffd\ud800-\udfff]")
_BANNED_SEQUENCE = re.compile(
    r"%[0-9a-f]{2}|&(?:\#\d+|\#x[0-9a-f]+|[a-z0-9\x80-\U0010ffff]+);|~~~|(?:\A|/)\.\.?(?:/|\Z)", re.IGNORECASE
)
_SITE = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?::\d{1,5})?"
)
_CALL = re.compile(
    r"\{\{\s*(?:(?P<function>#target)\s*:|(?:template\s*:\s*)?target\s*(?=[|}]))", re.IGNORECASE
)
_REST_OF_CALL = re.compile(r"([^{}]*)\}\}")
_JSON = re.compile(r'\ufeff?\s*\{\s*(?:"|\}\s*\Z)')


class NotATitleError(ValueError):
    """The text can't be the title of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A page that wants the message."""

    title: str  # with namespace, as the wiki writes it
    site: str | None  # host name; None: the wiki that holds the list
    line: int | None = field(default=None, compare=False)  # of its first entry, from 1; None in JSON
    number: int = field(default=0, compare=False)  # of its first entry on the list, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetProblem:
    """An entry that can't be delivered to."""

    line: int | None  # from 1; None in JSON, whose lines no editor sees: the reason has the entry's number
    text: str  # the entry as written, shortened
    reason: str  # what is wrong and what to do; it repeats the entry too, so quote both on a page
    number: int = 0  # of the entry, from 1; 0: the list as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetList:
    """A delivery list as read."""

    targets: tuple[Target, ...]  # in page order, each once
    problems: tuple[TargetProblem, ...]


def read_targets(text: str) -> list[Target]:
    """Give the targets of a delivery list, each once; of the others `read_target_list` tells."""
    return list(read_target_list(text).targets)


def read_target_list(
    text: str, *, namespaces: Collection[str] = (), local_site: str | None = None
) -> TargetList:
    """Read a delivery list in any of its forms.

    Args:
        text: of the list page.
        namespaces: the wiki's own names of namespaces, besides the English ones, for `usuario discusión:ana`.
        local_site: host name of the wiki that holds the list; a target there has no site.
    """
    targets: dict[Target, None] = {}
    problems: list[TargetProblem] = []
    try:
        entries = list(_json_entries(text) if _JSON.match(text) else _wikitext_entries(text))
    except _UnreadableListError as error:
        return TargetList(
            targets=(), problems=(TargetProblem(line=None, text=_shorten(text), reason=str(error)),)
        )
    for number, entry in enumerate(entries, start=1):
        try:
            title = normalise_title(_plain(entry.title), namespaces=namespaces)
            site = _read_site(entry.site)
        except ValueError as error:
            problems.append(
                TargetProblem(
                    line=entry.line,
                    text=_shorten(entry.text),
                    reason=f"{entry.place}: {error}",
                    number=number,
                )
            )
            continue
        target = Target(
            title=title, site=None if site == local_site else site, line=entry.line, number=number
        )
        targets.setdefault(target)
    return TargetList(targets=tuple(targets), problems=tuple(problems))


def clean_title(title: str) -> str:
    """Give a title with its blanks as MediaWiki has them, its letters' case as it was.

    Args:
        title: plain text, not wikitext: no character references, no fragment.

    Raises:
        NotATitleError: https://www.mediawiki.org/wiki/Manual:Page_title forbids it.
    """
    clean = _TITLE_BLANKS.sub(" ", _TITLE_MARKS.sub("", unicodedata.normalize("NFC", title))).strip()
    namespace, colon, name = (part.strip() for part in clean.partition(":"))
    is_known = namespace.casefold() in _NAMESPACES
    reason = ""
    if not clean or (colon and not namespace) or (is_known and colon and (not name or name.startswith(":"))):
        reason = "the name is missing. Write it, or delete the entry."
    elif banned := _BANNED.search(clean) or _BANNED_SEQUENCE.search(name if is_known and colon else clean):
        reason = f"{banned[0]!a} can't stand in it. Correct it, or delete the entry."
    elif len((name if is_known and colon else clean).encode()) > 255:
        reason = "it is longer than 255 bytes. Shorten it, or delete the entry."
    elif colon and namespace.casefold() in _UNREAL_NAMESPACES:
        reason = "nothing can be written there. Name another page, or delete the entry."
    if reason:
        raise NotATitleError(f'"{_shorten(title)}" is no page title: {reason}')
    return clean


def normalise_title(title: str, *, namespaces: Collection[str] = ()) -> str:
    """Give a title as the wiki writes it: namespace in its own case, first letters capital.

    Args:
        title: as for `clean_title`.
        namespaces: names of namespaces besides the English ones; another prefix is left as part of the name.

    Raises:
        NotATitleError: as for `clean_title`.
    """
    clean = clean_title(title)
    known = _NAMESPACES | {name.replace("_", " ").casefold(): name.replace("_", " ") for name in namespaces}
    namespace, colon, name = (part.strip() for part in clean.partition(":"))
    if colon and namespace.casefold() in known:
        return f"{known[namespace.casefold()]}:{_capitalise(name)}"
    return _capitalise(clean)


class _UnreadableListError(Exception):
    """The list as a whole can't be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One entry as written; `title` and `site` may be anything that JSON can hold."""

    title: object
    site: object
    text: str
    place: str
    line: int | None = None


def _wikitext_entries(wikitext: str) -> Iterator[_Entry]:
    text = without_unparsed(wikitext, keep_lines=True)
    line, counted = 1, 0
    for call in _CALL.finditer(text):
        line += text.count("\n", counted, call.start())
        counted = call.start()
        rest = _REST_OF_CALL.match(text, call.end())
        written = text[call.start() : rest.end() if rest else call.end() + 80].partition("\n\n")[0]
        title: object = None
        site: object = None
        if rest and call["function"]:
            title, site, *_ = [*(part.strip() for part in rest[1].split("|")), None]
        elif rest:
            title, site = _template_entry(rest[1])
        yield _Entry(title=title, site=site, text=written, place=f"Line {line}", line=line)


def _template_entry(parameters: str) -> tuple[str | None, str | None]:
    """Read {{target}}; a user means the talk page, by the name every wiki knows."""
    named = {
        key.strip().casefold(): value.strip()
        for key, equals, value in (part.partition("=") for part in parameters.split("|"))
        if equals
    }
    page = named.get("page") or None
    if user := named.get("user"):
        name = re.sub(r"\A:?user(?:[ _]talk)?\s*:\s*", "", user, flags=re.IGNORECASE)
        page = page or f"User talk:{name}"
    return page, named.get("site")


def _json_entries(text: str) -> Iterator[_Entry]:
    if len(text) > MAX_JSON:
        raise _UnreadableListError(f"The list is longer than {MAX_JSON:,} characters. Split it into several.")
    try:
        content = json.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise _UnreadableListError(
            "The list's JSON is nested too deeply. Restore an earlier revision."
        ) from None
    except ValueError as error:
        raise _UnreadableListError(f"The list is no JSON: {error}. Restore an earlier revision.") from None
    entries = content.get("targets") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise _UnreadableListError('The list\'s JSON has no list of "targets". Restore an earlier revision.')
    for number, entry in enumerate(entries, start=1):
        is_object = isinstance(entry, dict)
        yield _Entry(
            title=entry.get("title") if is_object else None,
            site=entry.get("site") if is_object else None,
            text=str(entry.get("title", "")) if is_object else type(entry).__name__,
            place=f"Target {number}",
        )


def _plain(title: object) -> str:
    """Give a title in wikitext as plain text, without its fragment."""
    if not isinstance(title, str):
        raise NotATitleError("no page is named, or the entry isn't closed. Complete it, or delete it.")
    decoded = decode_references(title)
    return decoded.partition("#")[0].strip().removeprefix(":")


def _read_site(site: object) -> str | None:
    if site is None or site == "":
        return None
    name = re.sub(r"\A(?:https?:)?//|/\Z", "", site.strip().lower()) if isinstance(site, str) else ""
    if not _SITE.fullmatch(name):
        raise ValueError(f'"{_shorten(str(site))}" is no site. Write a host name, such as es.wikipedia.org.')
    return name


def _capitalise(name: str) -> str:
    """Make the first letter capital as MediaWiki does: where that is one letter too, never in Georgian."""
    first = name[:1].upper()
    return name if len(first) != 1 or "\u10d0" <= name[0] <= "\u10ff" else first + name[1:]


def _shorten(text: str) -> str:
    folded = " ".join(text[:200].split())
    return folded if len(folded) <= 80 else f"{folded[:79]}…"
