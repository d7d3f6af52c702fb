"""Organisers see who could learn from whom, what is left over, and who asked for each clinic's topic."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from bot.plan.signups import matches_text
from bot.program.matching import Matches, Pair, Person, Unmet, Why, asked_for, match
from tests.plan.signup_people import HOSTILE, PREFIXES, VOCABULARY, WORDS

LEARNER = Person(username="سلوى", wiki="ar", languages=("ar", "fr"), learn=("ويكي بيانات", "Lua"))
SHARERS = tuple(
    Person(username=f"Sharer {number}", wiki="meta", languages=("fr",), share=("Wikidata",))
    for number in range(1, 5)
)
PAIRS = tuple(
    Pair(learner=LEARNER, sharer=sharer, skills=("Wikidata",), languages=("fr",), hours=hours)
    for sharer, hours in zip(SHARERS, (7.5, None, 2.0, 1.0), strict=True)
)
MATCHES = Matches(pairs=PAIRS, unmet=(Unmet(skill="lua", why=Why.NOBODY, learners=(LEARNER,)),))
ENGLISH = """\
== Who could learn from whom ==
<div style="overflow-x:auto">
{| class="wikitable"
! scope="col" | Learner
! scope="col" | Sharer
! scope="col" | Skill
! scope="col" | Languages in common
! scope="col" | Waking hours in common
|-
! scope="rowgroup" rowspan="3" style="text-align:start" | <bdi>[[:w:ar:User:سلوى|سلوى]]</bdi>
| <bdi>[[:User:Sharer 1|Sharer 1]]</bdi>
| <bdi>Wikidata</bdi>
| français
| style="text-align:end" | 7.5
|-
| <bdi>[[:User:Sharer 2|Sharer 2]]</bdi>
| <bdi>Wikidata</bdi>
| français
| style="text-align:end" | not known
|-
| <bdi>[[:User:Sharer 3|Sharer 3]]</bdi>
| <bdi>Wikidata</bdi>
| français
| style="text-align:end" | 2
|}
</div>

== Wishes without a sharer ==
<div style="overflow-x:auto">
{| class="wikitable"
! scope="col" | Skill
! scope="col" | Reason
! scope="col" | Who
|-
! scope="row" style="text-align:start" | <bdi>Lua</bdi>
| Nobody shares it
| style="vertical-align:top;overflow-wrap:anywhere" |
* <bdi>[[:w:ar:User:سلوى|سلوى]]</bdi>
|}
</div>

== Who asked for each clinic’s topic ==
<div style="overflow-x:auto">
{| class="wikitable"
! scope="col" | Topic
! scope="col" | Who
|-
! scope="row" style="text-align:start" | <bdi>Wikidata</bdi>
| style="vertical-align:top;overflow-wrap:anywhere" |
* <bdi>[[:w:ar:User:سلوى|سلوى]]</bdi>
|-
! scope="row" style="text-align:start" | <bdi>fundraising</bdi>
| None yet.
|}
</div>
"""


def written(matches: Matches, **changes: Any) -> str:
    wanted: dict[str, Any] = {
        "clinics": {"ويكي بيانات": (LEARNER,), "fundraising": ()},
        "language": "en",
        "page_language": "en",
        **changes,
    }
    return matches_text(matches, vocabulary=VOCABULARY, words=WORDS, prefixes=PREFIXES, home="meta", **wanted)


def test_each_learner_has_up_to_three_sharers_in_english() -> None:
    assert written(MATCHES) == ENGLISH


def test_in_arabic_skills_have_their_arabic_names_and_the_page_its_direction() -> None:
    text = written(MATCHES, language="ar")
    assert text.startswith('<div lang="ar" dir="rtl" class="mw-content-rtl">\n== من يمكنه التعلُّم، وممَّن ==\n')
    assert "| <bdi>ويكي بيانات</bdi>\n" in text
    assert "| لا أحد يشاركها\n" in text


def test_where_there_is_nothing_a_sentence_says_so() -> None:
    text = written(Matches(pairs=(), unmet=()), clinics={})
    assert text.count("None yet.") == 3
    assert "{|" not in text


def test_the_order_of_people_makes_no_difference() -> None:
    people = [
        Person(username=f"P{n}", wiki="es", learn=(f"s{n % 3}",), share=(f"s{n % 4}",)) for n in range(12)
    ]
    texts = set()
    for seed in range(5):
        random.Random(seed).shuffle(people)
        matches = match(people, people, vocabulary=VOCABULARY, on=date(2026, 3, 1))
        topic = {"s1": asked_for("s1", people, vocabulary=VOCABULARY)}
        texts.add(written(matches, clinics=topic))
    assert len(texts) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_stays_text(text: str) -> None:
    bad = Person(username=text, wiki=text, learn=(text,), share=(text,))
    other = Person(username="Z", wiki="es", learn=(text,), share=(text,))
    matches = match([bad, other], [bad, other], vocabulary=VOCABULARY, on=date(2026, 3, 1))
    page = written(matches, clinics={text: (bad,)})
    bare = page.replace("[[:User:http://spam.example|", "")  # a title, which links nowhere else
    bare = bare.replace("\n|}\n</div>\n", "")  # our own
    for markup in ("{{", "[[Category", "<script", "~~~", "__", "'''", "http:", "<!--", "\u202e", "</div"):
        assert markup not in bare
