"""Shell: the settings as a typed model; each field says its unit and its default.

The same model serves the sandbox and production: only the file differs. No field holds a secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from bot.run import settings_checks as checks
from bot.run import settings_program as of_program
from bot.run import settings_values as values
from bot.run.own_words import OwnWords
from bot.run.settings_names import index_names, look_up
from bot.run.settings_values import Allowed

SANDBOX_FAMILY = "letsconnect_sandbox"
"""The Pywikibot family whose wikis are all on loopback; every other family is taken for public."""


class _Table(BaseModel):
    """One table of the settings file: no other keys, no conversion of types, no change afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class Pages(_Table):
    """Titles of pages on the home wiki."""

    signup: values.Title
    """Where people sign up."""
    team: values.Title
    """Where messages send people who have a question."""
    stop: values.Title
    """The bot writes nothing while this page has text."""
    report: values.Title
    """Reports are made as subpages of it."""
    directory: values.Title | None = None
    """Who can share and who wants to learn what; its language subpages are kept too; none: no directory."""
    lists: values.Title | None = None
    """Delivery lists are made as subpages of it, one for each language; none: no lists."""
    matches: values.Title | None = None
    """Who could teach whom; none: no such page."""
    vocabulary: values.Title | None = None
    """The skills and their synonyms, kept by organisers; none: every spelling is a skill of its own."""
    massmessage: values.Title | None = None
    """Parent of MassMessage's lists, for wikis with `direct = false`; none: nothing is sent there."""
    settings: values.Title | None = None
    """The organisers' page of settings; none: organisers set nothing."""
    protected: values.Title | None = None
    """A JSON page below the bot's user page: organisers and lower limits; none: only this file counts."""
    feedback: values.Title | None = None
    """People say on its subpages how useful it was, one for each message; none: nobody is asked."""
    requests: values.Title | None = None
    """Where the sign-up form without JavaScript ends; none: there is no such form."""
    gadget: values.Title | None = None
    """Title below the bot's own user page, below which the sign-up gadget's files stand; none: no gadget."""
    leave: values.Title | None = None
    """People stop getting the newsletter there, and get it again; none: there is no such page."""
    status: values.Title | None = None
    """How the program stands, kept by `report`; its language subpages too; none: no such page."""
    plans: values.Title | None = None
    """Plans that wait for an organiser are made as subpages of it; none: Plans below the bot's user page."""
    newsletter: values.Title | None = None
    """Above the newsletter's archive, `…/Archive/<year>/Issue <n>`; none: there is no newsletter."""
    translators: values.Title | None = None
    """Who wants to be asked to translate an issue: a table or list with people and their languages."""
    calendar: values.Title | None = None
    """The clinic calendar; its language subpages and the box below it are kept too; none: no calendar."""
    clinics: values.Title | None = None
    """Parent of pages that tell of one clinic each; none: there are no such pages."""
    sources: values.Titles = ()
    """Delivery lists and categories whose people get announcements too; the sign-ups go before them."""


class Columns(_Table):
    """The headings by which each column of the sign-up table is known, in any language and case.

    Only `user` is needed. A column without headings is not looked for.
    """

    user: Annotated[values.Headings, Field(min_length=1)]
    """Who signs up."""
    languages: values.Headings = ()
    """The languages in which the person wants messages."""
    home_wiki: values.Headings = ()
    """The wiki on whose talk page the person wants messages."""
    region: values.Headings = ()
    """The person's region."""
    country: values.Headings = ()
    """The person's country or territory."""
    affiliation: values.Headings = ()
    """The organised group that the person belongs to."""
    learn: values.Headings = ()
    """What the person wants to learn."""
    share: values.Headings = ()
    """What the person can share."""
    clinics: values.Headings = ()
    """The clinics that the person registers for."""
    newsletter: values.Headings = ()
    """Whether the person wants the newsletter."""
    time_zone: values.Headings = ()
    """The person's time zone."""
    interprets: values.Headings = ()
    """The languages into which the person would interpret."""
    cap: values.Headings = ()
    """How many messages a month the person wants at most."""
    reminders: values.Headings = ()
    """Which reminders of clinics the person wants."""

    def headings(self) -> Mapping[str, tuple[str, ...]]:
        """Give the columns that have headings, by the column's name here."""
        columns = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: headings for name, headings in columns.items() if headings}


class Languages(_Table):
    """The languages in which the program speaks."""

    offered: Annotated[
        tuple[values.Language, ...],
        Field(strict=False, min_length=1),
        Allowed('a list of language codes in small letters as MediaWiki has them, such as ["en", "pt-br"]'),
    ]
    """Language codes of which messages may have a translation."""


class WikiSettings(_Table):
    """One wiki that may be read, and written on unless `direct` is false."""

    family: values.Family
    """Name of the Pywikibot family."""
    code: values.SiteCode
    """Code of the site in its family."""
    language: values.Language
    """The language in which the wiki's talk pages are written."""
    prefixes: values.Prefixes = ()
    """Interwiki prefixes by which people on the home wiki name it; empty: its code."""
    names: values.WikiNames = ()
    """Further names and hosts by which people call it."""
    throttle: Annotated[
        float,
        Field(ge=0, le=3600, allow_inf_nan=False),
        Allowed("a number of seconds from 0 to 3600"),
    ] = 10.0
    """Seconds between two writes on this wiki."""
    optout_category: values.Category | None = None
    """Talk pages in it get no message; none: the one for all wikis (see `Settings.optout_category_of`)."""
    request_time_limit: Annotated[
        float,
        Field(ge=1, le=3600, allow_inf_nan=False),
        Allowed("a number of seconds from 1 to 3600"),
    ] = 200.0
    """Seconds after which a write that the wiki has begun can no longer come through."""
    direct: Annotated[bool, Field(), Allowed("true or false")] = True
    """Whether the bot is approved to edit here itself."""

    _key: str = PrivateAttr(default="")

    @property
    def key(self) -> str:
        """The name of this wiki's table under `[wikis]`."""
        return self._key

    @property
    def site(self) -> str:
        """The wiki as Pywikibot names it, such as `wikipedia:es`; no two wikis have the same."""
        return f"{self.family}:{self.code}"

    @property
    def loopback(self) -> bool:
        """Whether the wiki is one of the sandbox, which only this machine can reach."""
        return self.family == SANDBOX_FAMILY


class Organisers(_Table):
    """Who may steer the program on the wiki."""

    usernames: Annotated[
        tuple[values.Username, ...],
        Field(strict=False),
        Allowed('a list of usernames without "User:" and without any of : @ / [ ] { } | < > #'),
    ] = ()
    """Usernames without namespace, on the home wiki."""


class SignUps(_Table):
    """How the sign-up page is read and helped."""

    withdrawn: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """Further headings of sections in which people say that they don't take part."""
    tell_organisers: Annotated[bool, Field(), Allowed("true or false")] = False
    """Whether organisers get an e-mail through the wiki about rows with private data."""
    tell_editors: Annotated[bool, Field(), Allowed("true or false")] = False
    """Whether whoever wrote a faulty row is told on their talk page, once for each problem."""


class Clinics(_Table):
    """The clinic calendar and its reminders."""

    headings: values.ClinicHeadings = Field(default_factory=dict)
    """Further headings of the calendar's columns; those of five languages are known."""
    past: values.Headings = ()
    """Further headings of sections with past clinics."""
    zones: values.RegionZones = Field(default_factory=dict)
    """The time zone that stands for a region in the calendar; none: the one the bot knows."""
    interpretation_days: Annotated[
        int, Field(ge=0, le=60), Allowed("a whole number of days from 0 to 60")
    ] = 7
    """So long before a clinic its interpretation should be confirmed."""
    remind_hours: Annotated[
        tuple[Annotated[int, Field(ge=1, le=720)], ...],
        Field(strict=False, max_length=5),
        Allowed("a list of up to five whole numbers of hours from 1 to 720, such as [168, 24, 1]"),
    ] = (168, 24, 1)
    """So long before a clinic people are reminded of it."""
    thanks_days: Annotated[int, Field(ge=0, le=14), Allowed("a whole number of days from 0 to 14")] = 3
    """So long after a clinic thanks wait for a recording."""
    feeds: values.FolderPath | None = None
    """A folder that a web server shows, for the iCalendar files; none: there are no feeds."""
    feed_url: values.WebAddress | None = None
    """The address at which the web server shows that folder; none: pages don't link to it."""


class Newsletter(_Table):
    """The newsletter and its archive."""

    categories: Annotated[
        tuple[values.Heading, ...], Field(strict=False), Allowed("a list of categories without namespace")
    ] = ()
    """In which each issue's page is to be."""
    targets: Annotated[
        tuple[values.Language, ...], Field(strict=False), Allowed("a list of language codes")
    ] = ()
    """Languages in which an issue must be complete before it goes out; none: all that are offered."""
    wait_hours: (
        Annotated[int, Field(ge=0, le=2000), Allowed("a whole number of hours from 0 to 2000")] | None
    ) = None
    """So long after it is ready an issue goes out without the translations that are not; none: it waits."""
    fallback: values.Language | None = None
    """What those get whose language is not there; none: English."""
    rest_minutes: Annotated[
        int, Field(ge=0, le=1440), Allowed("a whole number of minutes from 0 to 1440")
    ] = 60
    """So long a translation must have stood as it is, so that others can see it, before it goes out."""
    deliver_days: Annotated[int, Field(ge=1, le=60), Allowed("a whole number of days from 1 to 60")] = 14
    """So long after its publication an issue goes to those who have not had it."""
    lists: Annotated[
        tuple[values.Title, ...], Field(strict=False, max_length=50), Allowed("a list of up to 50 titles")
    ] = ()
    """Delivery lists whose people and pages get each issue besides those who signed up."""


class Limits(_Table):
    """How much one run may do."""

    people: Annotated[int, Field(ge=1, le=100_000), Allowed("a whole number from 1 to 100000")] = 5000
    """Most recipients in one run; a plan for more is not carried out."""
    canary: Annotated[int, Field(ge=0, le=1000), Allowed("a whole number from 0 to 1000")] = 0
    """How many get a campaign before somebody looks and says -go; 0: no such wait."""
    budget: Annotated[int, Field(ge=0, le=100_000), Allowed("a whole number from 0 to 100000")] = 0
    """Messages that one run writes at most; 0: no limit."""
    messages_a_month: Annotated[int, Field(ge=0, le=100), Allowed("a whole number from 0 to 100")] = 0
    """Announcements and newsletters a person gets in 30 days at most; 0: no limit."""
    requests_at_once: Annotated[int, Field(ge=1, le=3), Allowed("a whole number from 1 to 3")] = 3
    """Requests to all wikis together at one moment."""
    talk_pauses: Annotated[bool, Field(), Allowed("true or false")] = False
    """Whether a message on the bot's talk page stops it until an organiser has answered there."""
    patience: Annotated[
        float, Field(ge=0, le=3600, allow_inf_nan=False), Allowed("a number of seconds from 0 to 3600")
    ] = 300.0
    """Seconds to wait in all for a wiki that can't be written now, before the next run tries again."""


class Running(_Table):
    """How `run_schedule` runs, and how it can be watched."""

    heartbeat: values.FilePath | None = None
    """A file that is written anew at least once a minute while the timetable is kept; none: no such file."""
    log: Annotated[Literal["lines", "json"], Field(), Allowed('"lines" or "json"')] = "lines"
    """Whether what happens is printed as lines for people, or as one JSON object a line."""


class TimetableEntry(_Table):
    """A job of the timetable; all times are UTC."""

    name: values.JobName
    """What it is called in the logs; no two entries have the same."""
    command: Annotated[
        Literal["announce", "newsletter", "remind", "report", "signups", "update_calendar"],
        Field(),
        Allowed('"announce", "newsletter", "remind", "report", "signups" or "update_calendar"'),
    ]
    """The command of `scripts/` that is run."""
    arguments: values.Arguments = ()
    """Its options. Nobody is asked: `announce` waits for an approval on the wiki, the others just write."""
    at: values.Clocks = ()
    """Times of day."""
    on: Annotated[
        tuple[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], ...],
        Field(strict=False),
        Allowed('a list of weekdays in English, such as ["monday", "thursday"]'),
    ] = ()
    """Weekdays; none: every day."""
    every_minutes: Annotated[
        int | None, Field(ge=5, le=1440), Allowed("a whole number of minutes from 5 to 1440")
    ] = None
    """Instead of times of day: how often."""
    grace_hours: Annotated[
        float, Field(gt=0, le=168, allow_inf_nan=False), Allowed("a number of hours up to 168")
    ] = 6.0
    """How late a run that was missed still makes sense."""
    limit_hours: Annotated[
        float, Field(gt=0, le=168, allow_inf_nan=False), Allowed("a number of hours up to 168")
    ] = 12.0
    """How long one run may take before it is ended."""


class Settings(_Table):
    """All that one program needs to know, as its settings file says."""

    program: values.Program
    """Short name of the program; part of every key, so never change it while the program runs."""
    home: Annotated[values.WikiKey, Allowed("the name of one of the wikis, such as meta for [wikis.meta]")]
    """The wiki (a key of `wikis`) on which sign-ups, messages and reports live."""
    contact: values.Contact | None = None
    """The operator's contact for the User-Agent; may be missing only where all wikis are the sandbox's."""
    ledger: values.LedgerAddress
    """The ledger's file, not in a network folder, where SQLite's locks are unsafe; or a server's database."""
    optout_category: values.Category | None = None
    """Talk pages in it get no message, on wikis that name none of their own."""
    pages: Annotated[Pages, Field(), Allowed("a table [pages] with the keys signup, team, stop and report")]
    regions: of_program.RegionTables | None = None
    """The program's regions; none: the eight of the Wikimedia movement."""
    words: of_program.WordsFolder = Field(default_factory=OwnWords)
    """A folder with what the program says otherwise, or in further languages; none: it has none."""
    columns: Annotated[Columns, Field(), Allowed("a table [columns] with lists of headings, at least user")]
    languages: Annotated[Languages, Field(), Allowed("a table [languages] with the key offered")]
    wikis: Annotated[
        Mapping[values.WikiKey, WikiSettings],
        Field(min_length=1),
        AfterValidator(values.freeze),
        Allowed("a table for each wiki, such as [wikis.meta], with the keys family, code and language"),
    ]
    organisers: Annotated[Organisers, Field(), Allowed("a table [organisers] with the key usernames")] = (
        Organisers()
    )
    limits: Annotated[
        Limits,
        Field(),
        Allowed(
            "a table [limits] with the keys people, canary, budget, messages_a_month, requests_at_once,"
            " talk_pauses and patience"
        ),
    ] = Limits()
    signups: Annotated[
        SignUps,
        Field(),
        Allowed("a table [signups] with the keys withdrawn, tell_organisers and tell_editors"),
    ] = SignUps()

    clinics: Annotated[
        Clinics,
        Field(),
        Allowed("a table [clinics] with the keys of the clinic calendar, such as remind_hours"),
    ] = Clinics()
    newsletter: Annotated[Newsletter, Field(), Allowed("a table [newsletter] with the key categories")] = (
        Newsletter()
    )
    running: Annotated[Running, Field(), Allowed("a table [running] with the keys heartbeat and log")] = (
        Running()
    )
    timetable: Annotated[
        tuple[TimetableEntry, ...],
        Field(strict=False, max_length=50),
        Allowed("tables [[timetable]] with the keys name, command, and at or every_minutes"),
    ] = ()

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if faults := checks.check_together(self):
            raise values.FaultsError(faults)
        for key, wiki in self.wikis.items():
            wiki._key = key
        return self

    @property
    def home_wiki(self) -> WikiSettings:
        """The wiki on which sign-ups, messages and reports live."""
        return self.wikis[self.home]

    @property
    def mass_wikis(self) -> tuple[str, ...]:
        """The wikis that are served through MassMessage, by their keys."""
        there = self.pages.massmessage is not None
        return tuple(key for key, wiki in self.wikis.items() if there and not wiki.direct)

    @property
    def loopback(self) -> bool:
        """Whether all wikis are the sandbox's, so that nobody outside can be reached."""
        return all(wiki.loopback for wiki in self.wikis.values())

    def optout_category_of(self, wiki: WikiSettings) -> str | None:
        """Give the category of talk pages that get no message on that wiki; none: settings name none."""
        return wiki.optout_category or self.optout_category

    def wiki_named(self, written: str) -> WikiSettings | None:
        """Find the wiki that a person means, or none: another host or name is never guessed.

        Args:
            written: an interwiki prefix or chain, a database name, a host, a URL, or one of the wiki's
                `names`; case, colons at the ends and invisible marks don't count.
        """
        key = look_up(written, self._spellings, self.wikis)
        return None if key is None else self.wikis[key]

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        return index_names(self.wikis)
