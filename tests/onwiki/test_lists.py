"""How the gadget parts the lists in cells, and knows clinics in them, beside how the bot does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st

from bot.program.participant import Roster
from bot.program.registrations import other_names, registration_name, registrations
from bot.program.skills import read_skills
from bot.wikitext.folding import fold_words
from bot.wikitext.quoting import shown
from tests.browser import NEEDS_CHROMIUM
from tests.onwiki.gadget import Rows, loaded_rows
from tests.onwiki.row_cases import random_pages
from tests.plan.calendars import calendar, memory, row
from tests.plan.signup_people import participant

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

CONFIG = {"columns": {"user": ["User"], "clinics": ["Clinics"], "learn": ["Learn"]}, "withdrawn": []}
PIECES = (
    "Maps|Video editing|Photo/video|A/V|and/or|Interviews (oral history, video)|Maps (24 March)|[d; e]"
    "|https://example.org/a/b|Vidéo-editing.|خرائط، فيديو|地图，视频|«Maps»!|a /b|c/ d|g / h|R&D|i18n|x (y) z"
)
BETWEEN = (
    ", ",
    ",",
    "; ",
    "،",
    " / ",
    "/",
    " • ",
    "•",
    "<br>",
    "<br />",
    "\n* ",
    "\n# ",
    "\n",
    "\t",
    " and ",
    ", and ",
    ". ",
)
CELLS = st.tuples(
    st.sampled_from(["", "* ", "\n* ", ", ", "/"]),
    st.lists(
        st.tuples(st.sampled_from(PIECES.split("|")), st.sampled_from(BETWEEN)).map("".join), max_size=5
    ),
).map(lambda parts: parts[0] + "".join(parts[1]))
TOPICS = (
    "Interviews (oral history, video)",
    "Maps",
    "Video editing",
    "Photo/video",
    "Office hours",
    "Office hours",
)
CLINICS = memory(
    calendar(
        [
            row(topic, datetime(2027, 3, 24, 17, tzinfo=UTC) + timedelta(days=number))
            for number, topic in enumerate(TOPICS)
        ]
    )
).known


@pytest.fixture(scope="module")
def rows() -> Iterator[Rows]:
    with loaded_rows() as loaded:
        yield loaded


def page_of(cell: str, column: str) -> str:
    return f"{{|\n! User !! {column}\n|-\n| [[User:Ana]]\n| {cell}\n|}}"


def test_lists_are_parted_as_the_bot_parts_them(rows: Rows) -> None:
    cells = random_pages(CELLS, 500)
    opened = rows.each("open", [(page_of(cell, "Learn"), CONFIG, "Ana") for cell in cells])
    parted = rows.each("split", [(answer["values"]["learn"],) for answer in opened])
    for cell, pieces in zip(cells, parted, strict=True):
        each_once = tuple({fold_words(piece): piece for piece in reversed(pieces)}.values())[::-1]
        read = {fold_words(piece): shown(piece) for piece in read_skills(cell)}
        assert {fold_words(piece) for piece in each_once} - {""} == set(read), (cell, pieces)


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        ("Maps<br>Video", ["Maps", "Video"]),
        ("\n* maps\n* video", ["maps", "video"]),
        ("1. maps\n2. video", ["maps", "video"]),
        ("- maps, and video", ["maps", "video"]),
        ("Interviews (oral history, video), Maps", ["Interviews (oral history, video)", "Maps"]),
        ("Maps / Video", ["Maps", "Video"]),
    ],
)
def test_a_list_is_parted_however_it_is_written(rows: Rows, cell: str, pieces: list[str]) -> None:
    opened = rows.one("open", page_of(cell, "Learn"), CONFIG, "Ana")
    assert rows.one("split", opened["values"]["learn"]) == pieces == list(read_skills(cell))


def test_a_name_that_is_known_is_kept_whole(rows: Rows) -> None:
    assert rows.one("split", "maps, Photo/Video editing", ["photo/video editing"]) == [
        "maps",
        "Photo/Video editing",
    ]


def names_of(number: int) -> list[str]:
    name = registration_name(CLINICS[number], CLINICS)
    return [name, *other_names(CLINICS[number], name, CLINICS)]


def registered(text: str) -> set[str]:
    """Give the ids of the clinics for which somebody is registered, as the bot reads a cell."""
    ana = participant("Ana", 1, clinics=read_skills(text))
    people = registrations(CLINICS, Roster(participants=(ana,)), {}).people
    return {name for name in people if people[name]}


def test_registering_and_no_more_is_what_the_bot_reads(rows: Rows) -> None:
    """Once is as good as twice, and all other clinics stay as they are."""
    cells = random_pages(CELLS, 150)
    opened = rows.each("open", [(page_of(cell, "Clinics"), CONFIG, "Ana") for cell in cells])
    texts = [answer["values"]["clinics"] for answer in opened]
    for number, clinic in enumerate(CLINICS):
        names = names_of(number)
        has = rows.each("has", [(text, names) for text in texts])
        for wanted in (True, False):
            after = rows.each("choose", [(text, names, wanted) for text in texts])
            assert after.count(None) <= len(after) / 20
            after = [text if made is None else made for text, made in zip(texts, after, strict=True)]
            again = rows.each("choose", [(text, names, wanted) for text in after])
            assert again == after
            for text, held, made in zip(texts, has, after, strict=True):
                before, now = registered(text), registered(made)
                assert (clinic.id in before) == held, text
                assert clinic.id in now if wanted else clinic.id not in now, (text, made)
                assert before ^ now <= {clinic.id}, (text, made)


@pytest.mark.parametrize("said", [1, "id", "Video-editing.", "video EDITING", "Video editing (25 March)"])
def test_a_clinic_is_known_by_all_its_names(rows: Rows, said: object) -> None:
    text = f"Maps, {CLINICS[2].id if said == 'id' else said}"
    assert rows.one("has", text, names_of(2)) is (said != 1)
