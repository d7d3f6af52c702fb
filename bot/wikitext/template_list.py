"""Pure: which templates a text needs, of those that no other wiki need have."""

from __future__ import annotations

import re

from bot.wikitext.exclusion import shadowed
from bot.wikitext.masks import OPAQUE
from bot.wikitext.namespaces import TEMPLATE_NAMES, fold_name
from bot.wikitext.titles import capitalise, decode_references, fold_blanks

_VARIABLES = frozenset(
    """
! = ARTICLEPAGENAME ARTICLEPAGENAMEE ARTICLEPATH ARTICLESPACE ARTICLESPACEE BASEPAGENAME BASEPAGENAMEE
CASCADINGSOURCES CONTENTLANG CONTENTLANGUAGE CURRENTDAY CURRENTDAY2 CURRENTDAYNAME CURRENTDOW CURRENTHOUR
CURRENTMONTH CURRENTMONTH1 CURRENTMONTH2 CURRENTMONTHABBREV CURRENTMONTHNAME CURRENTMONTHNAMEGEN CURRENTTIME
CURRENTTIMESTAMP CURRENTVERSION CURRENTWEEK CURRENTYEAR DIRECTIONMARK DIRMARK FULLPAGENAME FULLPAGENAMEE
LOCALDAY LOCALDAY2 LOCALDAYNAME LOCALDOW LOCALHOUR LOCALMONTH LOCALMONTH1 LOCALMONTH2 LOCALMONTHABBREV
LOCALMONTHNAME LOCALMONTHNAMEGEN LOCALTIME LOCALTIMESTAMP LOCALWEEK LOCALYEAR NAMESPACE NAMESPACEE
NAMESPACENUMBER NUMBEROFACTIVEUSERS NUMBEROFADMINS NUMBEROFARTICLES NUMBEROFEDITS NUMBEROFFILES NUMBEROFPAGES
NUMBEROFUSERS PAGEID PAGELANGUAGE PAGENAME PAGENAMEE REVISIONDAY REVISIONDAY2 REVISIONID REVISIONMONTH
REVISIONMONTH1 REVISIONSIZE REVISIONTIMESTAMP REVISIONUSER REVISIONYEAR ROOTPAGENAME ROOTPAGENAMEE SCRIPTPATH
SERVER SERVERNAME SITENAME STYLEPATH SUBJECTPAGENAME SUBJECTPAGENAMEE SUBJECTSPACE SUBJECTSPACEE SUBPAGENAME
SUBPAGENAMEE TALKPAGENAME TALKPAGENAMEE TALKSPACE TALKSPACEE
    """.split()  # noqa: SIM905 - a list would be seventy lines
)
"""As they are written; the names of pages and times, and numbers, take something behind a colon too."""

_FUNCTIONS = frozenset(
    """
anchorencode bidi canonicalurl canonicalurle defaultcategorysort defaultsort defaultsortkey displaytitle
filepath formatnum formal fullurl fullurle gender grammar int lc lcfirst localurl localurle ns nse
numberingroup numingroup padleft padright pagesincategory pagesincat pagesize plural protectionexpiry
protectionlevel uc ucfirst urlencode
    """.split()  # noqa: SIM905 - a list would be forty lines
)
"""In small letters, written before a colon."""

_BEFORE_NAMES = re.compile(r"(?:(?:safesubst|subst|msgnw|msg|raw)\s*:\s*)+", re.IGNORECASE)
_CALL = re.compile(
    rf"(?P<braces>\{{{{2,}})(?P<name>[^{{}}\[\]|<>{OPAQUE}]{{0,500}})(?=(?P<end>\}}\}}|[|{{]))"
)
_INVOKE = re.compile(r"#invoke\s*:", re.IGNORECASE)
_MADE = "…"


def templates_used(wikitext: str) -> tuple[str, ...]:
    """Give the names of the templates, pages and modules that a text includes, each once, in its order.

    Templates are named without their namespace, pages with a colon before the title where they are in none.
    Of a name that another template makes only the beginning is known: `Box/…`. Functions and variables are
    left out: every wiki has them.
    """
    shown = shadowed(wikitext, OPAQUE)
    last = shown.rfind("}}")
    names: dict[str, None] = {}
    for found in _CALL.finditer(shown, 0, last + 2 if last >= 0 else 0):
        braces = len(found["braces"])
        if braces in {3, 5}:
            continue  # a parameter
        is_made = found["end"] == "{"
        if name := _named(found["name"]):
            names[f"{name}{_MADE}" if is_made else name] = None
    return tuple(names)


def _named(written: str) -> str:
    """Give the name of what is included; empty: nothing is."""
    name = _BEFORE_NAMES.sub("", decode_references(written).strip(), count=1).strip()
    if invoked := _INVOKE.match(name):
        return f"Module:{capitalise(fold_blanks(name[invoked.end() :]))}"
    function, colon, _ = name.partition(":")
    if not name or name[0] == "#" or "\n" in name or name in _VARIABLES:
        return ""
    if colon and (function in _VARIABLES or function.lower() in _FUNCTIONS):
        return ""
    if colon and fold_name(function) in TEMPLATE_NAMES:
        name = name.partition(":")[2].strip()
    if name.startswith((":", "/")):
        return fold_blanks(name)
    return capitalise(fold_blanks(name))
