"""Shell: what the operator is told of pages that the account may not write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from bot.plan.onwiki.install import Place, Wanted
from bot.plan.onwiki.titles import DEFINITIONS
from bot.program.newest_revision import NewestRevision

OWN = frozenset({Place.OWN_SCRIPT, Place.OWN_DATA})
"""Pages that the bot's account could write itself."""

GRANT = (
    "The bot's password does not allow these pages. On Special:BotPasswords tick “Edit your user"
    " CSS/JSON/JavaScript” for it, then run this again. If they are not below the bot's own user page, name"
    " another pages.gadget in the settings."
)

_CUT = "-" * 20


def advice(
    lacking: Sequence[tuple[Wanted, NewestRevision]],
    *,
    gadget: str,
    script_path: str,
    server: str,
    is_there: bool,
) -> Iterator[str]:
    """Say who has to put what where, with the texts, and how to try the gadget until then.

    Args:
        lacking: the pages that the account may not write, each as it is now.
        gadget: title above the gadget's files; empty: there is no gadget.
        script_path: of the wiki, such as `/w/index.php`.
        server: of the wiki, such as `https://meta.wikimedia.org`.
        is_there: whether the gadget stands there as we made it.
    """
    own = [wanted.title for wanted, _ in lacking if wanted.place in OWN]
    others = [(wanted, there) for wanted, there in lacking if wanted.place not in OWN]
    if own:
        yield ""
        yield GRANT
        yield from (f"  {title}" for title in own)
    if others:
        yield ""
        yield "An interface administrator has to write these pages; the bot's account may not."
    for wanted, there in others:
        yield ""
        if there.revid is not None and not wanted.is_line:
            who = there.username or "somebody"
            yield f"Look at “{wanted.title}” first: {who} changed it on {there.at}."
        if wanted.is_copy and not is_there:
            yield f"“{wanted.title}”: not yet, for “{gadget}.js” is not what this command would write there."
            continue
        yield from _told(wanted, there.text, script=f"{gadget}.js")
        yield f"{server}{script_path}?title={_in_address(wanted.title)}&action=edit"
    if is_there and any(wanted.place is Place.SITE_SCRIPT for wanted, _ in others):
        address = f"{script_path}?title={_in_address(gadget)}.js&action=raw&ctype=text/javascript"
        yield ""
        yield "Until then anybody can try the gadget, with this line on their page Special:MyPage/common.js:"
        yield f"mw.loader.load( '{address}' );"


def _in_address(title: str) -> str:
    return quote(title.replace(" ", "_"), safe="/:")


def _told(wanted: Wanted, there: str, *, script: str) -> Iterator[str]:
    if wanted.place is Place.SITE_SCRIPT and wanted.is_copy:
        yield f"“{wanted.title}”: the whole text of “{script}”."
        return
    text = wanted.text
    if wanted.title == DEFINITIONS:
        old = set(there.splitlines())
        text = "\n".join(line for line in wanted.text.splitlines() if line not in old)
        yield f"“{wanted.title}” gets this line, at its end or in place of the one of the same name:"
    else:
        yield f"“{wanted.title}”, all of it:"
    yield _CUT
    yield text
    yield _CUT
