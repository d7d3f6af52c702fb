"""Rosters for the tests of what the sign-ups job writes."""

from __future__ import annotations

from typing import Any

from bot.program.participant import Participant, PrivateRow, Roster
from bot.program.places import Regions
from bot.program.problems import Place, Problem
from bot.program.skills import Skill, Vocabulary
from bot.words.catalogue import default_catalogue

PAGE = "Program/Sign-up"
WORDS = default_catalogue()
PREFIXES = {"meta": "", "es": "w:es:", "ar": "w:ar:"}
REGIONS = Regions.from_mapping(
    {
        "south": {
            "names": {"en": "The South", "ar": "الجنوب"},
            "countries": ["CL", "GH"],
            "zone": "America/Santiago",
        },
        "north": {"names": {"en": "The North", "ar": "الشمال"}, "countries": ["EG"], "zone": "Africa/Cairo"},
    }
)
VOCABULARY = Vocabulary(
    [
        Skill(key="fundraising", synonyms=("recaudación de fondos",), names={"ar": "جمع التبرعات"}),
        Skill(key="Wikidata", synonyms=("ويكي بيانات",), names={"ar": "ويكي بيانات"}),
    ]
)
HOSTILE = (
    "{{subst:delete}}",
    "[[Category:Spam]]",
    "<script>x</script>",
    "~~~~",
    "|} || |-",
    "== H ==",
    "__NOTOC__",
    "</div></bdi>",
    "#REDIRECT [[X]]",
    "'''b",
    "http://spam.example",
    "{{!}}",
    "<!--",
    "\u202eevil",
)


def place(row: int) -> Place:
    return Place(page=PAGE, row=row, line=10 * row)


def participant(username: str, row: int, **said: Any) -> Participant:
    return Participant(
        username=username, place=place(row), **{"wiki": None, "home_wiki": "", "languages": (), **said}
    )


def problem(reason: str, row: int, *values: str | int) -> Problem:
    return Problem(reason=reason, values=(row, 10 * row, *values), place=place(row))


def private(row: int) -> PrivateRow:
    return PrivateRow(place=place(row), kinds=("email",))


SMALL = Roster(
    participants=(
        participant(
            "Quilla",
            1,
            languages=("es", "en"),
            region="south",
            share=("recaudación de fondos",),
            learn=("Lua",),
            home_wiki="es",
        ),
        participant(
            "سلوى", 2, languages=("ar",), region="north", share=("fundraising",), learn=("ويكي بيانات",)
        ),
        participant("Bertil", 3),
        participant("Hidden", 4, share=("secret skill",), region="north", languages=("sv",)),
    ),
    withdrawn=(participant("Gone", 5, share=("juggling",)),),
    problems=(problem("problem-affiliation", 3, "Bertil"), problem("problem-language", 2, "Elvish [[x]]")),
    private=(private(4),),
)
