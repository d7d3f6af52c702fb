"""Pure: other people's text made harmless before it is put on another page.

`quote` is for running text: list entry, table cell, heading, link label, template argument, HTML attribute.
Every character that means something to MediaWiki becomes a numeric character reference, so nothing can be
closed, opened or expanded, at save (`~~~~`, `{{subst:}}`) or at show; letters stay as they are.

It isn't for places where references stay unread or text is a name: link targets (use `link`), summaries of
edits, section titles given to the API, comments, `<syntaxhighlight>`, image options, names of templates or
parameters. Text right after a link can join its label, and after a bare URL the URL: put a blank or a sign
between. On wikis that convert between scripts, letters are converted as everywhere. Quoting twice shows the
references.
"""

import re
import unicodedata

from bot.wikitext.targets import NotATitleError, clean_title

_BLANKS = re.compile(r"\s+")

# Overrides, embeddings and isolates outlive the text that brings them; single marks (U+200E, U+200F, U+061C)
# don't, and names in Arabic need them. The rest are deprecated formatting characters and the byte order mark.
_REACHING_OUT = re.compile("[\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufeff\ufff9-\ufffb]")

# What MediaWiki doesn't keep, or keeps for its own strip markers (U+007F): shown as a sign.
_UNKEEPABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)

_SPECIAL = re.compile(
    r"""
    [!"\#$&*:;<=>@\[\\\]^`{|}~+%]      # means something somewhere
    | [\uff03\uff3f]                    # wide # and _, which begin redirects and switches in some languages
    | \ufffd                           # bare, it undoes the external link whose label it stands in
    | (?<=RF)C | (?<=PMI)D | (?<=ISB)N  # magic links, whatever blank follows
    | '(?=') | (?<=')'                  # bold and italic
    | _(?=_) | (?<=_)_                  # behaviour switches: __TOC__
    | -(?=-) | (?<=-)-                  # lines, ends of comments
    | (?<=\ )[?\u00bb\u203a]            # a blank before these would be made unbreakable
    | [\u00ab\u2039](?=\ )
    | \A[\W_]                           # list, table and heading marks; what could join the character before
    | \A[\u1160-\u11ff]
    | ['_\-/]\Z                         # what could join the character after
    """,
    re.VERBOSE | re.IGNORECASE,
)


def quote(text: str) -> str:
    """Give wikitext that shows as the same letters, on one line, and does nothing else.

    White space is folded, text brought to NFC, characters that reach beyond the text (bidi overrides,
    embeddings, isolates) are left out, and those no wiki keeps (NUL, other controls, lone surrogates) show as
    U+FFFD. Nothing but blanks gives an empty string. Where the text may run in another direction than the
    page, wrap it in `<bdi>`.
    """
    return _SPECIAL.sub(_reference, shown(text))


def shown(text: str) -> str:
    """Give the letters that the quoted text shows."""
    kept = _UNKEEPABLE.sub("\ufffd", _REACHING_OUT.sub("", _BLANKS.sub(" ", text)))
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", kept)).strip()


def quote_title(title: str) -> str:
    """Give a page title as it can stand between `[[:` and `]]`.

    Args:
        title: as the API gives it, with its namespace; not wikitext, so `&amp;` means just that.

    Raises:
        NotATitleError: it can't be the title of a page.
    """
    return _SPECIAL.sub(lambda match: match[0] if match[0] == ":" else _reference(match), clean_title(title))


def link(title: str, label: str | None = None, *, interwiki: str | None = None) -> str:
    """Give a link that only ever links, to a category or file too.

    Args:
        title: as for `quote_title`. One that begins with an interwiki prefix leads to that wiki.
        label: any text; without one (or with nothing to show) the title.
        interwiki: prefix, or prefixes joined by colons: `es`, `wikt:fr`.

    Raises:
        NotATitleError: the title or the prefix can't be one.
    """
    if interwiki is not None and not re.fullmatch(r"[a-z0-9-]+(:[a-z0-9-]+)*", interwiki):
        raise NotATitleError(f'"{interwiki}" is no interwiki prefix: give letters, digits and "-" only.')
    prefix = f"{interwiki}:" if interwiki else ""
    target = quote_title(title)
    # An empty label would have the wiki make one up when the page is saved.
    return f"[[:{prefix}{target}|{quote(label or '') or quote(title) or target}]]"


def link_or_text(title: str, label: str | None = None, *, interwiki: str | None = None) -> str:
    """Give a link as `link` does, or where the title can't be one just the label, quoted."""
    try:
        return link(title, label, interwiki=interwiki)
    except NotATitleError:
        return quote(label or "") or quote(title)


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
