"""Shell: the calendar as its pages show it, made of what the home wiki says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote as url_quote

from bot.plan.calendar.view import CalendarView, Place
from bot.plan.naming import UserLinks
from bot.program.clinic_memory import Memory
from bot.program.participant import Roster
from bot.program.places import zone_of
from bot.program.registrations import Registrations
from bot.run.settings import Settings
from bot.run.signup_page import regions_of
from bot.run.wikis import Wikis
from bot.words.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewMaker:
    """Makes views of the same calendar as its clinics change."""

    settings: Settings
    wikis: Wikis
    words: Catalogue
    now: datetime

    def view(self, memory: Memory, roster: Roster, registered: Registrations) -> CalendarView:
        """Give what the pages show; who wrote private data into their row is not named."""
        hidden = {row.place for row in roster.private}
        return CalendarView(
            memory=memory,
            now=self.now,
            words=self.words,
            title=self.settings.pages.calendar or "",
            places=self.places(),
            links=UserLinks(
                prefixes={name: self.wikis.prefix(name) for name in self.settings.wikis},
                home=self.settings.home,
            ),
            participants=[person for person in roster.participants if person.place not in hidden],
            registered=registered.people,
            deadline=timedelta(days=self.settings.clinics.interpretation_days),
            feed_url=(self.settings.clinics.feed_url or "") if self.settings.clinics.feeds else "",
        )

    def places(self) -> tuple[Place, ...]:
        """Give the regions with the clocks that stand for them."""
        zones = self.settings.clinics.zones
        languages = {*self.settings.languages.offered, self.settings.home_wiki.language}
        return tuple(
            Place(
                key=region.key,
                names={code: region.name_in(code) for code in languages},
                zone=zone_of(name := zones.get(region.key, region.zone)),
                zone_name=name,
            )
            for region in regions_of(self.settings)
        )

    def base_url(self) -> str:
        """Give the address of the calendar page."""
        site = self.wikis.home.site
        title = url_quote((self.settings.pages.calendar or "").replace(" ", "_"), safe="/:")
        return f"{site.protocol()}://{site.hostname()}{site.path()}?title={title}"
