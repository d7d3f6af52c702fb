"""The messages about clinics: in each one's language and time, with all that people need."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.plan.edits import Campaign, Post
from bot.plan.notes import keys_in
from bot.plan.remind import Addressee, ReminderMaker, earliest
from bot.plan.section import Reader
from bot.program.clinic_memory import Known
from bot.program.clinics import Material
from bot.program.reminders import Due, Item
from bot.wiki.contributions import delivered_in
from bot.words.lengths import HEADING_BYTES, SUMMARY_LENGTH
from tests.plan.calendars import LANGUAGES, calendar, memory, row
from tests.plan.signup_people import HOSTILE, WORDS
from tests.plan.talk_pages import talk_page

START = datetime(2027, 3, 24, 17, tzinfo=UTC)
CAMPAIGN = Campaign(program="garden", name="remind", title="Program/Calendar", counted=False)
MAKER = ReminderMaker(
    campaign=CAMPAIGN,
    words=WORDS,
    calendar="Program/Calendar",
    signup_page="Program/Sign-up",
    team_page="Talk:Program",
    offered=LANGUAGES,
)
LIMA = ZoneInfo("America/Lima")
LINK = "[https://example.org/join here]"


def known(topic: str = "Surveys", start: datetime = START) -> Known:
    text = calendar([row("Quiet", start, "[[User:Ana]], [[User:Bea]]", "English", "ES, AR", LINK)])
    [found] = memory(text).known
    return replace(found, clinic=replace(found.clinic, topic=topic))


def due(of: Known, occasion: str, *also: str, news: str = "") -> Due:
    items = tuple(Item(clinic=of.id, occasion=each, version=1) for each in (occasion, *also))
    return Due(known=of, occasion=occasion, items=items, until=START, news=frozenset(news.split()))


def post(*dues: Due, language: str = "en", wiki: str = "es", zone: ZoneInfo | None = None) -> Post:
    prefix = "" if wiki == "meta" else "m:"
    reader = Reader(wiki=wiki, language="es", home_prefix=prefix, optout_category="Categoría:Sin mensajes")
    person = Addressee(
        username="Cem", languages=(language,), zone=zone, zone_name="America/Lima" if zone else ""
    )
    return MAKER.make(person, dues, talk_page(person_id="es:7"), reader)


def test_a_reminder_says_when_in_both_times_who_in_which_languages_and_where() -> None:
    made = post(due(known(), "before-24"), zone=LIMA)
    assert made.heading == "Reminder: Surveys"
    stamp = f"https://zonestamp.toolforge.org/{START.timestamp():.0f}"
    for line in (
        f"* When: [{stamp} Wednesday, 24 March 2027, 17:00 (UTC)]",
        "* Your local time: Wednesday, 24 March 2027, 12:00 (Lima)",
        "* Shared by: <bdi>[[:m:User:Ana|Ana]]</bdi> and <bdi>[[:m:User:Bea|Bea]]</bdi>",
        "* Language: English",
        "* Interpretation into: <bdi>العربية</bdi> · español",
        "* [https://example.org/join Link to the clinic]",
    ):
        assert line in made.text.splitlines(), line
    assert "[[:m:Program/Calendar|" in made.text
    assert "[[:m:Program/Sign-up|" in made.text
    assert "[[:Categoría:Sin mensajes]]" in made.text
    assert made.text.startswith('<div lang="en" dir="ltr"')
    assert made.not_after == START.timestamp()
    assert "local time" not in post(due(known(), "before-24")).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "occasion", ["registered", "before-168", "before-24", "before-1", "news", "cancelled", "thanks"]
)
def test_every_message_is_said_in_every_language(language: str, occasion: str) -> None:
    made = post(due(known(), occasion, news="time place interpretation state"), language=language, zone=LIMA)
    assert made.language == language
    assert "⧼" not in made.text + made.heading + made.summary
    assert not re.search(r"\$\d", made.text + made.heading + made.summary)
    assert "Surveys" in made.heading
    assert ('dir="rtl"' in made.text) == (language == "ar")
    assert ("zonestamp" in made.text) == (occasion not in {"cancelled", "thanks"})


def test_what_has_changed_is_said_first() -> None:
    text = post(due(known(), "news", news="place time")).text
    assert text.index("'''New time.'''") < text.index("'''New link.'''") < text.index("* When:")


def test_thanks_hold_what_is_left() -> None:
    held = known()
    recordings = (Material(target="https://example.org/r", is_address=True, language="es"),)
    slides = (Material(target="File:Slides.pdf", is_address=False, language=""),)
    clinic = replace(held.clinic, recordings=recordings, slides=slides, feedback="Program/Feedback#Surveys")
    made = post(due(replace(held, clinic=clinic), "thanks"))
    assert "* Recordings: [https://example.org/r ES]" in made.text
    assert "* Slides: [[:m:File:Slides.pdf|File&#58;Slides.pdf]]" in made.text
    assert "* [[:m:Program/Feedback#Surveys|" in made.text


def test_who_can_wait_least_is_written_to_first() -> None:
    late, soon = due(known(), "thanks"), replace(due(known(), "before-1"), until=START - timedelta(days=9))
    assert earliest([late, soon]) == soon.until
    assert post(late, soon).not_after == soon.until.timestamp()


def test_organisers_words_may_be_as_long_as_they_like() -> None:
    words = replace(
        WORDS,
        overrides={"en": {"remind-heading-reminder": "é" * 300 + " $1", "remind-summary": "é" * 480 + " $1"}},
    )
    reader = Reader(wiki="es", language="es", home_prefix="m:", optout_category="")
    of_all = due(known("Topic " * 80), *(f"before-{hours}" for hours in range(12)))
    person = Addressee(username="Cem", languages=("en",))
    made = replace(MAKER, words=words).make(person, [of_all], talk_page(), reader)
    assert made.heading == "Your clinics"
    assert len(made.summary) <= SUMMARY_LENGTH
    assert made.summary.endswith("/en]")
    assert made.summary.count("+") == 11


def test_several_clinics_make_one_message_with_the_keys_of_all() -> None:
    dues = [
        due(known("Surveys"), "before-24", "registered"),
        due(known("Metrics", START + timedelta(hours=3)), "before-24"),
    ]
    made = post(*dues)
    assert made.heading == "Your clinics"
    keys = keys_in(made.text, CAMPAIGN)
    assert len(set(keys)) == 3
    assert made.key == keys[0]
    assert made.summary.endswith(f"[garden:{'+'.join(keys)}/en]")
    assert made.not_after == START.timestamp(), "the first of them"
    answer = {
        "usercontribs": [
            {
                "comment": made.summary,
                "title": "User talk:Cem",
                "revid": 5,
                "timestamp": "2027-03-23T17:00:00Z",
            }
        ]
    }
    assert set(delivered_in(answer, "garden", CAMPAIGN.prefix)) == set(keys)


@pytest.mark.parametrize("said", HOSTILE)
def test_topics_and_links_are_letters(said: str) -> None:
    of = known(f"A {said} B")
    clinic = replace(of.clinic, page=said, registration=f"https://example.org/{said}")
    made = post(due(replace(of, clinic=clinic), "registered"))
    for sign in ("{{", "<script", "__NOTOC__", "\u202e", "[[Category", "== H"):
        assert sign not in made.text + made.heading
    assert made.text.count("~~~~") == 1, "the signature"
    assert not re.search(r"[\[\]{}|]", made.summary.rpartition(" [garden")[0])


@pytest.mark.parametrize("topic", ["عيادة " * 60, "word " * 200, "x" * 900, "👩‍🏫" * 90, "[[" * 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_topic_is_cut_at_a_word_in_heading_and_summary(topic: str, language: str) -> None:
    made = post(due(known(topic), "before-1"), language=language)
    assert len(made.heading.encode()) <= HEADING_BYTES
    assert made.heading.endswith("…")
    assert len(made.summary) <= SUMMARY_LENGTH
    assert made.summary.endswith(f"{made.key}/{language}]")
    assert not re.search(r"&#?\w*$", made.heading.removesuffix(" …")), "no reference is cut"
