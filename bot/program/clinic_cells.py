"""Pure: the cells of a clinic: words, people, interpretation, recordings, state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.program.clinic_words import clinic_words
from bot.program.clinics import ClinicState, Interpretation, Material, Offer
from bot.program.columns import MARKUP
from bot.program.languages import read_language, read_languages
from bot.wikitext.exclusion import without_unparsed
from bot.wikitext.folding import fold_words
from bot.wikitext.links import Link, find_links
from bot.wikitext.users import find_users

LONGEST_CELL = 5000
"""Characters of a cell that is looked into."""

_UNREADABLE = "\ufffc"  # stands for what is shown as code
_ITEM = re.compile(r"</?br\b[^<>]*>|\n[*#:;]*|[;,،؛](?![^()（）]*[)）])|^\s*[*#]+")
_BARE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_REST = re.compile(r"\[\[[^\[\]]*\]\]|\{\{[^{}]*\}\}|\[https?:[^\[\]]*\]|https?://\S+")
_CHECKED = re.compile(r"✓|✔|✅|☑|\{\{\s*(?:done|yes|tick|check|confirmed|hecho|fait|feito)\s*[|}]", re.I)
_STRUCK = re.compile(r"<(s|strike|del)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_CODE_BEFORE = re.compile(
    r"(?<![\w-])(?:[(\[]\s*([A-Za-z]{2,3}(?:-[A-Za-z]{2,8})?)\s*[)\]]\s*:?|([A-Za-z]{2,3}(?:-[A-Za-z]{2,8})?)\s*:"
    r"|([A-Z]{2,3}(?:-[A-Z]{2,8})?))\s*\Z"
)
_ENDS_IN_CODE = re.compile(r"[(\[]\s*([A-Za-z]{2,3}(?:-[A-Za-z]{2,8})?)\s*[)\]]\s*\Z")
_CODE_AFTER = re.compile(r"\s*[(\[]\s*([A-Za-z]{2,3}(?:-[A-Za-z]{2,8})?)\s*[)\]]")
_CROSSED = re.compile("[✗✘❌✖]")
_WITHDRAWN = "\ue000"  # stands for people who are struck out
_LABEL = re.compile(r"\[\[[^\[\]|]*\|([^\[\]|]*)\]\]")


def seen(text: str) -> str:
    """Give what readers see of a cell: no comments."""
    return without_unparsed(text[:LONGEST_CELL]).replace(_UNREADABLE, "")


def plain(text: str) -> str:
    """Give a cell's words, without markup."""
    return " ".join(MARKUP.sub(" ", seen(text)).split())


def is_struck(text: str) -> bool:
    """Tell whether all words of a cell are struck out."""
    shown = seen(text)
    return bool(_STRUCK.search(shown)) and not plain(_STRUCK.sub(" ", shown))


def read_people(text: str) -> tuple[str, ...]:
    """Give the accounts that a cell names, each once; those struck out are none."""
    names = (mention.username for mention in find_users(_STRUCK.sub(" ", seen(text))))
    return tuple(dict.fromkeys(names))


def read_state(text: str) -> ClinicState | None:
    """Read what organisers say of a clinic; None: nothing, or nothing that is known."""
    folded = fold_words(plain(text))
    if not folded:
        return None
    known = clinic_words()
    if state := known.states.get(folded):
        return state
    words = f" {folded} "
    if any(f" {word} " in words for word in known.not_so):
        return None
    found = {state for word, state in known.states.items() if word and f" {word} " in words}
    return found.pop() if len(found) == 1 else None


def read_interpretation(text: str) -> tuple[tuple[Interpretation, ...], tuple[str, ...]]:
    """Read who interprets into which language, and what of it could not be read.

    Each language stands with its interpreters between commas or on a line of its own, in either order; what
    is said in brackets is said of it: `Spanish ([[User:Ana]], confirmed), Arabic: needed`.
    A person alone after a comma shares the language before it, if that has somebody.
    """
    found: dict[str, Interpretation] = {}
    unread: list[str] = []
    shown = _STRUCK.sub(lambda struck: _WITHDRAWN if find_users(struck[0]) else " ", seen(text))
    known = clinic_words()
    if fold_words(plain(shown)) in known.no | known.wanted:
        return (), ()
    last: Interpretation | None = None
    for item in _ITEM.split(shown):
        if not item.strip():
            continue
        said = [*_one(item, unread)]
        if not said and last and last.usernames and _is_only_people(item):
            unread.pop()
            said = [Interpretation(language=last.language, usernames=read_people(item), offer=last.offer)]
        last = said[0] if len(said) == 1 else None
        for each in said:
            before = found.get(each.language)
            if before:
                usernames = tuple(dict.fromkeys((*before.usernames, *each.usernames)))
                each = Interpretation(  # noqa: PLW2901
                    language=each.language, usernames=usernames, offer=_best(before.offer, each.offer)
                )
            found[each.language] = each
    return tuple(found.values()), tuple(unread)


def _is_only_people(item: str) -> bool:
    return bool(read_people(item)) and not fold_words(plain(_REST.sub(" ", item)))


def _one(item: str, unread: list[str]) -> Iterator[Interpretation]:
    usernames = read_people(item)
    words = plain(_REST.sub(_label, item))
    if not words and not usernames:
        return
    folded = fold_words(words)
    known = clinic_words()
    if folded in known.no:
        unread.append(words)
        return
    offer = _offer(folded, item, words)
    if _WITHDRAWN in item and not usernames:
        offer = Offer.WANTED
    said = re.sub(rf"[()（）:?؟✓✔✅☑{_WITHDRAWN}]", " ", words)
    languages, left = read_languages(said)
    if not languages or left:
        languages = tuple(
            dict.fromkeys(
                code
                for word in _BARE.findall(said)
                if fold_words(word) not in known.all
                and (len(word) > 3 or word.isupper())
                and (code := read_language(word))
            )
        )
    if not languages or (usernames and len(languages) > 1):
        if usernames or folded not in {""} | known.wanted:
            unread.append(words or item.strip())
        return
    if offer is None:
        return
    for language in languages:
        yield Interpretation(language=language, usernames=usernames, offer=offer)


def _label(match: re.Match[str]) -> str:
    """Keep what a link shows that names nobody: `[[Spanish language|Spanish]]`."""
    label = _LABEL.fullmatch(match[0])
    return f" {label[1]} " if label and not find_users(match[0]) else " "


def _offer(folded: str, item: str, shown: str) -> Offer | None:
    """Tell how far it is; None: there is none (`Spanish: no`). What isn't confirmed is wanted."""
    words = f" {folded} "
    known = clinic_words()
    is_confirmed = any(f" {word} " in words for word in known.confirmed)
    if any(" " in word and f" {word} " in words for word in known.wanted):  # `sin confirmar`
        return Offer.WANTED
    if _CROSSED.search(shown) or any(f" {word} " in words for word in known.no):
        return Offer.WANTED if is_confirmed else None
    if re.search("[?؟]", shown) or any(f" {word} " in words for word in known.wanted):
        return Offer.WANTED
    is_said = any(words.startswith(f" {word} ") or words.endswith(f" {word} ") for word in known.yes)
    return Offer.CONFIRMED if is_confirmed or is_said or _CHECKED.search(item) else Offer.OFFERED


def _best(one: Offer, other: Offer) -> Offer:
    order = (Offer.WANTED, Offer.OFFERED, Offer.CONFIRMED)
    return max(one, other, key=order.index)


def read_materials(text: str, main_language: str) -> tuple[Material, ...]:
    """Read links to recordings or slides, each in the language that its label or the word beside it says.

    Args:
        text: the cell's wikitext.
        main_language: of the clinic, for links that name none.
    """
    shown = _STRUCK.sub(" ", seen(text))
    found: dict[str, Material] = {}
    end = 0
    links = find_links(shown)
    for number, link in enumerate(links):
        until = links[number + 1].span[0] if number + 1 < len(links) else len(shown)
        language = _language_of(link, shown[end : link.span[0]], shown[link.span[1] : until])
        found.setdefault(
            link.target,
            Material(target=link.target, is_address=link.is_address, language=language or main_language),
        )
        end = link.span[1]
    return tuple(found.values())


def _language_of(link: Link, before: str, after: str) -> str | None:
    label = plain(link.label)
    if language := read_language(label.strip("() ")):
        return language
    if match := _ENDS_IN_CODE.search(label):
        return read_language(match[1])
    if match := _CODE_AFTER.match(after):
        return read_language(match[1])
    if match := _CODE_BEFORE.search(before):
        return read_language(match[1] or match[2] or match[3])
    pieces = [piece for piece in re.split(r"[\s:()]+", plain(re.split(r"[,;،؛]", before)[-1])) if piece]
    return read_language(pieces[-1]) if pieces and len(pieces[-1]) > 3 else None


def read_place(text: str) -> str:
    """Give where a cell leads: the address or the title of its first link, or nothing."""
    links = find_links(_STRUCK.sub(" ", seen(text)))
    return links[0].target if links else ""
