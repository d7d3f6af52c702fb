"""Shell: reading the sign-up page as MediaWiki shows it, rows that templates make included."""

from __future__ import annotations

from bot.program.limits import PAGE_BYTES, ROWS, too_long, too_many_rows
from bot.program.participant import Roster
from bot.program.places import Regions, wikimedia_regions
from bot.program.roster import SignUpPage, TableNotFoundError
from bot.program.skills import Vocabulary
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.settings import Settings
from bot.wiki.expansion import expand_calls
from bot.wiki.pages import PageText
from bot.wiki.wiki import Wiki
from bot.wikitext.transclusions import Transclusion, expand, find_transclusions
from bot.wikitext.users import find_users


def regions_of(settings: Settings) -> Regions:
    """Give the program's regions: those of the settings, else the movement's own."""
    return settings.regions or wikimedia_regions()


def read_signup_page(
    page: PageText, settings: Settings, wiki: Wiki, *, vocabulary: Vocabulary | None = None
) -> Roster:
    """Read the sign-ups.

    Raises:
        CommandError: nobody can be found on the page, or it is longer than what is read.
        WikiError: templates on it can't be expanded.
    """
    _check_size(page.title, page.text)
    calls = [call.wikitext for call in find_transclusions(page.text) if _may_make_rows(call, page.text)]
    expansions = expand_calls(wiki, calls, title=page.title) if calls else {}
    expanded = expand(page.text, expansions)
    _check_size(page.title, expanded.wikitext)
    reader = SignUpPage(
        page=page.title,
        headings=settings.columns.headings(),
        regions=regions_of(settings),
        vocabulary=vocabulary or Vocabulary(),
        line_of=expanded.line_of,
        withdrawn_words=settings.signups.withdrawn,
    )
    try:
        return reader.read(expanded.wikitext)
    except TableNotFoundError as error:
        raise CommandError(ExitStatus.NEEDS_PERSON, str(error)) from None


def _check_size(title: str, text: str) -> None:
    """Refuse a page that has grown beyond what is read.

    Raises:
        CommandError: it has.
    """
    if size := too_long(text, PAGE_BYTES):
        sentence = f"“{title}” is too long to be read: {size:,} bytes; at most {PAGE_BYTES:,}. Split it."
        raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
    if rows := too_many_rows(text):
        sentence = (
            f"The tables of “{title}” have about {rows:,} rows; at most {ROWS:,} are read. Look at the page's"
            " history, or put people into delivery lists (pages.sources)."
        )
        raise CommandError(ExitStatus.NEEDS_PERSON, sentence)


def _may_make_rows(call: Transclusion, text: str) -> bool:
    """Tell whether a call may be part of a table: not one that is known to name a user and nothing else."""
    begins_line = not text[text.rfind("\n", 0, call.span[0]) + 1 : call.span[0]].strip()
    names = find_users(call.wikitext)
    return begins_line or not (names and names[0].span == (0, len(call.wikitext)))
