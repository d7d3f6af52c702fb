"""Shell: the pages that are installed, made of the settings, the words and what the wiki has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.plan.onwiki.form_pages import FormPages
from bot.plan.onwiki.frame import Frame, put_form
from bot.plan.onwiki.gadget_files import (
    definition_line,
    join_code,
    put_definition,
    read_parts,
    words_of,
    write_json,
    write_loader,
)
from bot.plan.onwiki.install import Place, Wanted
from bot.plan.onwiki.row_template import RowTemplate, columns_in_order
from bot.plan.onwiki.skeletons import fill
from bot.plan.onwiki.titles import DEFINITIONS, Titles, edit_notice, is_below_user
from bot.plan.signup_form import heading, label_of, leave_text, preload_text
from bot.program.newest_revision import NewestRevision
from bot.run.exit_status import CommandError, ExitStatus
from bot.run.onwiki_gadget import config_of, setup_of, titles_of
from bot.run.settings import Settings
from bot.run.wikis import Wikis
from bot.wiki.extensions import has_extension
from bot.wiki.newest import newest_of
from bot.words.catalogue import Catalogue


@dataclass(slots=True, kw_only=True)
class OnWikiPages:
    """Makes them; the home wiki must be connected."""

    settings: Settings
    wikis: Wikis
    words: Catalogue
    titles: Titles = field(init=False)
    _first: Mapping[str, NewestRevision] = field(init=False)  # by the titles of the settings

    def __post_init__(self) -> None:
        pages = self.settings.pages
        named = (pages.signup, pages.gadget, pages.requests, pages.calendar, pages.clinics, pages.vocabulary)
        self._first = newest_of(self.wikis.home, [title for title in (*named, DEFINITIONS) if title])
        self.titles = titles_of(self.settings, self._normal)
        account, gadget = self.wikis.home.username, self.titles.gadget
        if gadget and account and not is_below_user(gadget, account, self._namespaces()):
            sentence = f"pages.gadget, “{gadget}”, is not below the bot's user page: anybody could change it."
            raise CommandError(ExitStatus.WRONG_SETTINGS, sentence)

    def as_read(self) -> Mapping[str, NewestRevision]:
        """Give, by title, the pages of the settings as they were when the others were made of them."""
        return {**self._first, **{each.title: each for each in self._first.values()}}

    def all(self) -> tuple[Wanted, ...]:
        """Make all pages, in the order in which they are written: what others need comes first.

        Raises:
            CommandError: the sign-up page is a redirect.
            WikiError: the home wiki can't be asked.
        """
        pages = [*self._form_pages(), self._row(), *self._vocabulary(), self._signup(), *self._notices()]
        return (*pages, *(self._gadget() if self.titles.gadget else ()))

    def _normal(self, title: str) -> str:
        return self._first[title].title if title else ""

    @property
    def _language(self) -> str:
        return self.settings.home_wiki.language

    @property
    def _languages(self) -> tuple[str, ...]:
        return self.settings.languages.offered

    def _forms(self) -> FormPages:
        return FormPages(
            words=self.words,
            titles=self.titles,
            languages=self._languages,
            sign_up={code: heading(self.words, code, leaves=False) for code in self._languages},
            leave={code: heading(self.words, code, leaves=True) for code in self._languages},
        )

    def _form_pages(self) -> Iterator[Wanted]:
        forms, titles = self._forms(), self.titles
        columns = self._columns()
        asked = {name: of for name, of in self.settings.columns.headings().items() if name in columns}
        for code in self._languages if titles.requests else ():
            text = preload_text(self.words, code, asked)
            yield Wanted(title=titles.preload(code), text=text)
            yield Wanted(title=titles.leave(code), text=leave_text(self.words, code))
            yield Wanted(title=titles.intro(code), text=forms.intro(code))
        yield Wanted(title=titles.form, text=forms.box())

    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        columns = self.settings.columns.headings()
        return {
            column: {code: label_of(self.words, code, column, headings) for code in self._languages}
            for column, headings in columns.items()
            if column != "user"
        }

    def _row(self) -> Wanted:
        template = RowTemplate(
            words=self.words,
            title=self.titles.row,
            languages=self._languages,
            labels=self._labels(),
        )
        return Wanted(title=self.titles.row, text=template.write(self._columns()))

    def _columns(self) -> tuple[str, ...]:
        """Give the columns of the sign-up table; all of the settings where there is none."""
        headings = self.settings.columns.headings()
        return columns_in_order(self._first[self.settings.pages.signup].text, headings) or tuple(headings)

    def _vocabulary(self) -> Iterator[Wanted]:
        if title := self.settings.pages.vocabulary:
            text = fill("vocabulary", about=self.words.say(self._language, "form-vocabulary"))
            yield Wanted(title=self._normal(title), text=text, is_theirs=True)

    def _signup(self) -> Wanted:
        there = self._first[self.settings.pages.signup]
        if there.is_redirect:
            sentence = (
                f"“{there.title}” on {self.settings.home} is a redirect. Name the page it leads to as"
                " pages.signup in the settings."
            )
            raise CommandError(ExitStatus.NEEDS_PERSON, sentence)
        if there.revid is not None:
            return Wanted(
                title=there.title,
                text=put_form(there.text, self.titles.form, page=there.title),
                is_line=True,
            )
        frame = Frame(
            words=self.words,
            titles=self.titles,
            language=self._language,
            translatable=has_extension(self.wikis.home, "Translate"),
            labels=self._labels(),
            headings=self.settings.columns.headings(),
        )
        return Wanted(title=there.title, text=frame.write(), is_line=True)

    def _namespaces(self) -> Mapping[str, str]:
        """Give the number of each namespace by its names."""
        return {
            name: number
            for number, named in self.wikis.home.greeting.get("namespaces", {}).items()
            for name in named.values()
        }

    def _notices(self) -> Iterator[Wanted]:
        forms, namespaces = self._forms(), self._namespaces()
        for code in dict.fromkeys((self._language, *self._languages)):
            variant = "" if code == self._language else code
            title = edit_notice(self.titles.signup, namespaces, language=variant)
            yield Wanted(title=title, text=forms.notice(code), place=Place.MESSAGE)

    def _gadget(self) -> Iterator[Wanted]:
        titles, setup = self.titles, setup_of(self.settings, self._normal)
        hosts = {key: str(self.wikis[key].site.hostname()) for key in self.settings.wikis}
        config = write_json(config_of(self.settings, self.words, hosts).as_json())
        yield Wanted(title=titles.config, text=config, place=Place.OWN_DATA)
        for code in self._languages:
            text = write_json(words_of(self.words, code))
            yield Wanted(title=titles.words(code), text=text, place=Place.OWN_DATA)
        code_text = join_code(setup, read_parts())
        yield Wanted(title=titles.script, text=code_text, place=Place.OWN_SCRIPT)
        yield Wanted(title=titles.code, text=code_text, place=Place.SITE_SCRIPT, is_copy=True)
        yield Wanted(title=titles.loader, text=write_loader(setup, titles), place=Place.SITE_SCRIPT)
        listed = put_definition(self._first[DEFINITIONS].text, definition_line(titles))
        yield Wanted(title=DEFINITIONS, text=listed, place=Place.MESSAGE, is_line=True)
