"""Pure: every fault we know, each with one rule; what is not here stops the wiki and is said.

The API's codes stand in MediaWiki's `includes/api/` and on
https://www.mediawiki.org/wiki/API:Errors_and_warnings; those of extensions in the extensions.
"""

from __future__ import annotations

from bot.program.faults import CONNECTING, READING, READING_SLOWLY, Extent, Lost, Rule, Sign
from bot.program.outcomes import Outcome

_BY_READING = (
    "The bot reads its own contributions until the message is found or `request_time_limit` is over; then it"
    " posts the same request again, which the wiki refuses if the first came through after all."
)
_LOOKS_AGAIN = "Surely not saved. The bot reads the page again and decides anew."
_NOT_AGAIN = "It is not sent again in this run."

PASSING = (
    Rule(
        name="maxlag",
        what="The wiki's databases lag",
        signs=("maxlag",),
        outcome=Outcome.LATER,
        extent=Extent.WIKI,
        asking=READING,
        then="Surely not saved. The bot waits as long as the wiki asks and tries again.",
    ),
    Rule(
        name="read-only",
        what="The wiki is read-only",
        signs=("readonly",),
        outcome=Outcome.LATER,
        extent=Extent.WIKI,
        asking=READING,
        then="Surely not saved. The bot waits and tries again; if it lasts, the next run does.",
    ),
    Rule(
        name="rate limit",
        what="Too many requests, or logins",
        signs=("ratelimited", "Throttled", "throttled", "login-throttled", "HTTP 429"),
        outcome=Outcome.LATER,
        extent=Extent.WIKI,
        asking=READING,
        then="Surely not saved. The bot waits as long as the wiki asks and tries again.",
        cure="If it happens often, raise `throttle` of the wiki.",
    ),
    Rule(
        name="no connection",
        what="The wiki can't be reached",
        signs=(Lost.NO_CONNECTION.value,),
        outcome=Outcome.LATER,
        extent=Extent.WIKI,
        asking=CONNECTING,
        then="Surely not sent. The bot waits a little; if it lasts, the next run tries again.",
    ),
)
"""What passes by itself, surely not saved."""

DOUBTFUL = (
    Rule(
        name="server error",
        what="An error of the server (5xx), before the save, after it, or at once while the wiki saves later",
        signs=("HTTP 5xx", "HTTP 408"),
        outcome=Outcome.DOUBT,
        extent=Extent.PAGE,
        asking=READING,
        then=_BY_READING,
    ),
    Rule(
        name="internal error",
        what="The wiki's own internal error, such as a full disk",
        signs=("internal_api_error*",),
        outcome=Outcome.DOUBT,
        extent=Extent.PAGE,
        asking=READING,
        then=_BY_READING,
    ),
    Rule(
        name="dropped connection",
        what="The connection breaks off",
        signs=(Lost.BROKE_OFF.value,),
        outcome=Outcome.DOUBT,
        extent=Extent.PAGE,
        asking=CONNECTING,
        then=_BY_READING,
    ),
    Rule(
        name="late answer",
        what="The answer comes too late",
        signs=(Lost.LATE.value,),
        outcome=Outcome.DOUBT,
        extent=Extent.PAGE,
        asking=READING_SLOWLY,
        then=_BY_READING,
    ),
    Rule(
        name="unreadable answer",
        what="The answer is cut off, empty, or not JSON",
        signs=(Lost.UNREADABLE.value,),
        outcome=Outcome.DOUBT,
        extent=Extent.PAGE,
        asking=READING,
        then=_BY_READING,
    ),
    Rule(
        name="nonce used",
        what="Something on the way sent a signed request twice",
        signs=("mwoauth-invalid-authorization: Nonce already used",),
        outcome=Outcome.DOUBT,
        extent=Extent.PAGE,
        asking=READING,
        then=_BY_READING,
    ),
)
"""The answer was lost; the wiki may have saved, or be about to."""

STALE = (
    Rule(
        name="bad token",
        what="The edit token has grown old",
        signs=("badtoken", "NeedToken", "WrongToken", "sessionlost"),
        outcome=Outcome.STALE,
        extent=Extent.WIKI,
        asking=READING,
        then="Surely not saved. The bot takes a new token and tries again, once.",
    ),
    Rule(
        name="session lost",
        what="The wiki no longer knows the bot's session",
        signs=("assertuserfailed", "assertbotfailed", "assertnameduserfailed"),
        outcome=Outcome.STALE,
        extent=Extent.WIKI,
        asking=READING,
        then="Surely not saved. The bot logs in anew and tries again, once.",
    ),
)
"""Our session or token has grown old, surely not saved."""

CHANGED = (
    Rule(
        name="edit conflict",
        what="Somebody edited the page meanwhile, or our own first try came through",
        signs=("editconflict", "articleexists", "nosuchrevid"),
        outcome=Outcome.CHANGED,
        extent=Extent.PAGE,
        then=_LOOKS_AGAIN,
    ),
    Rule(
        name="page gone",
        what="The page was deleted or moved away meanwhile",
        signs=("missingtitle", "pagedeleted"),
        outcome=Outcome.CHANGED,
        extent=Extent.PAGE,
        then=_LOOKS_AGAIN
        + " A page that was deleted while it was in doubt whether it had the message is left"
        " to a person.",
    ),
    Rule(
        name="content model",
        what="The page is no longer wikitext",
        signs=("contentmodelmismatch", "no-direct-editing", "sectionsnotsupported"),
        outcome=Outcome.CHANGED,
        extent=Extent.PAGE,
        then=_LOOKS_AGAIN + " A page that is not wikitext gets no message.",
    ),
)
"""The page is not as it was read."""

RULED = (
    Rule(
        name="protected",
        what="The page, its namespace or its title is protected, or a page that includes it",
        signs=(
            "protectedpage",
            "cascadeprotected",
            "protectedtitle",
            "protectednamespace",
            "protectednamespace-interface",
            "namespaceprotected",
            "customcssjsprotected",
        ),
        outcome=Outcome.SKIPPED,
        extent=Extent.PAGE,
        then=f"The person is left out and reported. {_NOT_AGAIN}",
        cure="An administrator can lower the protection.",
    ),
    Rule(
        name="blocked for the page",
        what="The bot is blocked for this page alone",
        signs=("blocked for this page",),
        outcome=Outcome.SKIPPED,
        extent=Extent.PAGE,
        then=f"The person is left out and reported. {_NOT_AGAIN}",
        cure="Whoever blocked it says why in the block log.",
    ),
)
"""A rule of the wiki for this page."""

REFUSED = (
    Rule(
        name="abuse filter warns",
        what="An abuse filter warns",
        signs=("abusefilter-warning",),
        outcome=Outcome.REFUSED,
        extent=Extent.PAGE,
        then="A warning is a no. It is sent again only with `-retry`.",
        cure="Ask the filter's editors first.",
    ),
    Rule(
        name="abuse filter disallows",
        what="An abuse filter disallows the edit",
        signs=("abusefilter-disallowed", "abusefilter-throttled"),
        outcome=Outcome.REFUSED,
        extent=Extent.PAGE,
        then=_NOT_AGAIN,
        cure="Ask the filter's editors, or change the text.",
    ),
    Rule(
        name="spam blacklist",
        what="The text links to what the wiki's spam list bars",
        signs=("spamblacklist", "spamdetected"),
        outcome=Outcome.REFUSED,
        extent=Extent.PAGE,
        then=_NOT_AGAIN,
        cure="Take the link out of the text.",
    ),
    Rule(
        name="title blacklist",
        what="A page of this title may not be made",
        signs=("titleblacklist-forbidden*",),
        outcome=Outcome.REFUSED,
        extent=Extent.PAGE,
        then=_NOT_AGAIN,
        cure="Ask an administrator to make the page.",
    ),
    Rule(
        name="captcha",
        what="The wiki asks for a captcha",
        signs=("captcha",),
        outcome=Outcome.REFUSED,
        extent=Extent.PAGE,
        then=_NOT_AGAIN,
        cure="Ask for the right skipcaptcha, or the bot flag.",
    ),
    Rule(
        name="message refused",
        what="The wiki can't take this text on this page",
        signs=(
            "contenttoobig",
            "contentnotallowedhere",
            "invalidtitle",
            "parseerror",
            "hookaborted",
            "unsupportednamespace",
        ),
        outcome=Outcome.REFUSED,
        extent=Extent.PAGE,
        then=_NOT_AGAIN,
        cure="Write there by hand.",
    ),
)
"""A filter's no: a person must look. So many in a row for one reason stop the wiki."""

LOGIN_REFUSED = Rule(
    name="login refused",
    what="The wiki does not take the password or the OAuth tokens",
    signs=("mwoauth-invalid-authorization*", "wrongpassword", "Failed", "Aborted"),
    outcome=Outcome.HALT,
    extent=Extent.RUN,
    then="The run ends before it writes.",
    cure="Mend the password file, or the tokens in user-config.py.",
)
"""What no waiting mends, and nobody but the operator."""

STOPPING = (
    Rule(
        name="blocked",
        what="The bot is blocked",
        signs=("blocked", "autoblocked", "globalblocking-*"),
        outcome=Outcome.HALT,
        extent=Extent.WIKI,
        then="Nothing more is written there.",
        cure="Read why on the bot's contributions page, and talk to the wiki.",
    ),
    Rule(
        name="no right",
        what="The bot's account or its grants don't allow editing",
        signs=(
            "writeapidenied",
            "noapiwrite",
            "permissiondenied",
            "noedit*",
            "cantcreate*",
            "confirmemail",
        ),
        outcome=Outcome.HALT,
        extent=Extent.WIKI,
        then="Nothing more is written there.",
        cure="Mend the account's rights, or the grants of its password.",
    ),
    LOGIN_REFUSED,
)
"""The bot may not write on this wiki at all."""

UNKNOWN = Rule(
    name="unknown",
    what="Anything else",
    signs=(),
    outcome=Outcome.HALT,
    extent=Extent.WIKI,
    then="Nothing more is written there, and what the wiki said is reported.",
    cure="Add it to the table.",
)
"""What is new to us."""

OF_PEOPLE = (
    Rule(
        name="user gone",
        what="The account was renamed, or there is none of that name",
        signs=(),
        outcome=None,
        extent=Extent.PAGE,
        then="A redirect to the new talk page is followed; else the person is left out and reported.",
    ),
    Rule(
        name="moved meanwhile",
        what="The page was moved, and a redirect left, between reading and writing",
        signs=(),
        outcome=Outcome.POSTED,
        extent=Extent.PAGE,
        then="The message stands on the redirect. It is not sent again; the report asks to move it.",
    ),
)
"""What no error of the API shows."""

OF_OURS = (
    Rule(
        name="ledger full",
        what="The disk under the ledger is full",
        signs=(),
        outcome=None,
        extent=Extent.RUN,
        then="The run ends before it writes more; nothing is lost or doubled.",
        cure="Make room, then run it again.",
    ),
    Rule(
        name="ledger locked",
        what="Another process keeps the ledger locked",
        signs=(),
        outcome=None,
        extent=Extent.RUN,
        then="The bot waits half a minute; then the run ends with status 75.",
        cure="End the other process.",
    ),
    Rule(
        name="ledger gone",
        what="The ledger's file is deleted or replaced while a run has it open",
        signs=(),
        outcome=None,
        extent=Extent.RUN,
        then="Seen before the next write: the run ends with status 75. The next reads the wikis and goes on.",
    ),
    Rule(
        name="ledger away",
        what="The ledger's server is away, full or read-only, or breaks a transaction off",
        signs=(),
        outcome=None,
        extent=Extent.RUN,
        then="Tried again for some seconds; then the run ends with status 75. Nothing is written without it.",
    ),
    Rule(
        name="clock jumps",
        what="The machine's clock is put forward or back",
        signs=(),
        outcome=None,
        extent=Extent.PAGE,
        then="Nothing: waits are measured by a clock that never jumps, and the wiki's own time is believed.",
    ),
)
"""What goes wrong on our own machine."""

RULES = (
    *PASSING,
    *DOUBTFUL,
    *STALE,
    *CHANGED,
    *RULED,
    *REFUSED,
    *STOPPING,
    UNKNOWN,
    *OF_PEOPLE,
    *OF_OURS,
)
"""All of them."""

_EXACT = {sign: rule for rule in RULES for sign in rule.signs if not sign.endswith("*")}
_BEGINNINGS = {sign[:-1]: rule for rule in RULES for sign in rule.signs if sign.endswith("*")}

OK, REQUEST_TIMEOUT, SERVER_ERROR = 200, 408, 500


def rule_of(sign: Sign) -> Rule:
    """Give the one rule for a fault."""
    if sign.code:
        return _of_code(sign)
    if sign.lost and sign.lost is not Lost.UNREADABLE:
        return _EXACT[sign.lost.value]
    if exact := _EXACT.get(f"HTTP {sign.status}"):
        return exact
    if sign.status >= SERVER_ERROR:
        return _EXACT["HTTP 5xx"]
    return UNKNOWN if sign.status > OK else _EXACT[Lost.UNREADABLE.value]


def rule_of_reason(reason: str) -> Rule:
    """Give the rule by which a write ended, from the reason that its ending gives."""
    return _of_code(Sign(code=reason)) if reason in _EXACT else _of_code(Sign(code=reason.partition(": ")[0]))


def _of_code(sign: Sign) -> Rule:
    if sign.for_this_page and sign.code in {"blocked", "blocked for this page"}:
        return _EXACT["blocked for this page"]
    if exact := _EXACT.get(sign.code):
        return exact
    return next((rule for begin, rule in _BEGINNINGS.items() if sign.code.startswith(begin)), UNKNOWN)
