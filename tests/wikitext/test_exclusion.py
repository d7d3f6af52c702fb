"""What a talk page says to the bot, form by form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.exclusion import allows
from tests.growth import assert_grows_linearly

BOT = "LetterBot"

DENYING = [
    "{{nobots}}",
    "{{NoBots}}",
    "{{ nobots }}",
    "{{nobots\n}}",
    "{{Template:nobots}}",
    "{{template: Nobots}}",
    "{{plantilla:nobots}}",
    "{{قالب:Nobots}}",
    "{{no_bots}}",
    "{{nobots|}}",
    "{{nobots|allow=}}",
    "{{nobots|allow=OtherBot}}",
    "{{nobots|allow=none}}",
    "{{nobots|deny=OtherBot,LetterBot}}",
    "{{nobots|deny=all}}",
    "{{nobots|all}}",
    "{{nobots|LetterBot}}",
    "{{nobots|1=LetterBot}}",
    "{{nobots|reason=please}}",
    "{{bots|allow=none}}",
    "{{bots|allow=OtherBot}}",
    "{{bots|allow=OtherBot, ThirdBot}}",
    "{{bots|deny=all}}",
    "{{bots|deny=LetterBot}}",
    "{{bots|deny=OtherBot,LetterBot}}",
    "{{bots|deny=OtherBot ,  letterbot }}",
    "{{bots|DENY = LETTERBOT}}",
    "{{Bots\n| deny = LetterBot\n}}",
    "{{bots|deny=User:LetterBot}}",
    "{{bots|deny=[[User:LetterBot|that bot]]}}",
    "{{bots|deny=\u200eLetterBot\u200f}}",
    "{{\u200ebots|deny=all}}",
    "{{bots|deny=Letter<!-- x -->Bot}}",
    "{{no<!-- x -->bots}}",
    "{{nob&#111;ts}}",
    "{{bots|deny=&#76;etterBot}}",
    "{{bots|deny=OtherBot،LetterBot}}",
    "{{bots|optout=all}}",
    "{{bots|optout=announce}}",
    "{{bots|optout=nosource, announce}}",
    "{{bots|optout=Announce}}",
    "{{bots|deny=OtherBot|optout=all}}",
    "{{bots|optout=all|allow=LetterBot}}",
    "{{bots|allow=LetterBot|deny=LetterBot}}",
    "{{bots|allow=all|deny=all}}",
    "{{bots|deny=LetterBot|deny=OtherBot}}",
    "{{bots|denyscript=announce}}",
    "{{bots|allowscript=welcome}}",
    "{{bots}} {{nobots}}",
    "{{nobots}} {{bots|allow=LetterBot}}",
    "{{bots|allow=LetterBot}} {{bots|deny=all}}",
    "{{bots|allow=OtherBot}} {{bots|allow=LetterBot}}",
    "{{header|note={{nobots}}}}",
    "{{header|{{bots|deny=all}}|x}}",
    "{{#if:x|{{nobots}}}}",
    "{{broken {{nobots}}",
    "{{broken| [[link {{nobots}}",
    "[[broken {{nobots}}",
    "<nowiki>{{nobots}}",
    "<nowiki/>{{nobots}}",
    "<pre><!-- </pre>{{nobots}}",
    "<!-- {{bots}} -->{{nobots}}",
    "text\n{{nobots",
    "{{nobots}\nmore text",
    "{{nobots]]\nmore text",
    "{{bots|deny=all\nmore text",
    "{{bots|deny={{my list}}}}",
    "{{{nobots}}}",
    "{{bots|none}}",
    "{{bots|allow=LetterBot2}}",
    "{{bots|allow=Letter}}",
]

ALLOWING = [
    "",
    "A talk page.",
    "{{bots}}",
    "{{bots|}}",
    "{{bots|allow=all}}",
    "{{bots|allow=LetterBot}}",
    "{{bots|allow=OtherBot,LetterBot}}",
    "{{bots|allow=letterbot}}",
    "{{bots|allow= |deny= }}",
    "{{bots|deny=none}}",
    "{{bots|deny=OtherBot}}",
    "{{bots|deny=LetterBot2, Letter, MyLetterBot}}",
    "{{bots|optout=nosource,article}}",
    "{{bots|optout=}}",
    "{{bots|denyscript=welcome}}",
    "{{bots|allowscript=announce}}",
    "{{nobots|allow=LetterBot}}",
    "{{nobots|allow=all}}",
    "{{nobots|deny=OtherBot}}",
    "{{nobots|OtherBot}}",
    "<!-- {{nobots}} -->",
    "<nowiki>{{nobots}}</nowiki>",
    "<NoWiki >{{nobots}}</NOWIKI>",
    "<pre>{{bots|deny=all}}</pre>",
    '<syntaxhighlight lang="text">{{nobots}}</syntaxhighlight>',
    "<!-- unclosed {{nobots}}",
    "no<nowiki/>bots {{no<nowiki/>bots}}",
    "I don't like nobots at all.",
    "[[Template:Nobots]]",
    "{{tl|nobots}}",
    "{{nobots notice}}",
    "{{robots}}",
    "{nobots}",
]


@pytest.mark.parametrize("wikitext", DENYING)
def test_is_denied_by(wikitext: str) -> None:
    assert not allows(wikitext, BOT)


@pytest.mark.parametrize("wikitext", ALLOWING)
def test_is_allowed_by(wikitext: str) -> None:
    assert allows(wikitext, BOT)


@pytest.mark.parametrize(
    "spelling", ["Letter Bot", "Letter_Bot", "letter_bot", "User:Letter Bot", " Letter  Bot "]
)
def test_a_bot_is_known_by_any_spelling(spelling: str) -> None:
    assert not allows("{{bots|deny=Letter Bot}}", spelling)
    assert allows("{{nobots|allow=letter_bot}}", spelling)


def test_optout_names_the_task() -> None:
    assert not allows("{{bots|optout=newsletter}}", BOT, task="newsletter")
    assert allows("{{bots|optout=newsletter}}", BOT, task="remind")


def test_a_wiki_may_call_the_templates_otherwise() -> None:
    page = "{{Sin bots}}"
    assert allows(page, BOT)
    assert not allows(page, BOT, nobots_names=["sin_bots"])
    assert not allows("{{Boti|deny=all}}", BOT, bots_names=["boti"])


def test_a_number_of_very_many_digits_is_no_character() -> None:
    assert allows("{{bots|deny=&#" + "1" * 5000 + ";}}", BOT)


@pytest.mark.parametrize(
    "piece",
    [
        "{{", "{{ ", "}}", "{{bots|", "{{nobots|", "{{bots}}", "[[", "{{[[", "{{x|[[a]]}}", "|", "<nowiki>",
        "<nowiki ", "<!--", "<pre>x</nowiki>", "{{{{{bots}}", "{{{{{bots}}}", "{{x}}", "{{bots|allow=X|",
        "{ ", "&#", "{{x|\n", "{{bots|deny=[[", "a,",
    ],
)  # fmt: skip
@pytest.mark.no_cover
def test_hostile_pages_take_linear_time(piece: str) -> None:
    assert_grows_linearly(lambda size: allows(piece * (size // len(piece)) + "{{bots}}", BOT), size=400_000)
    assert_grows_linearly(
        lambda size: allows("{{bots|deny=" + piece * (size // len(piece)), BOT), size=400_000
    )


PIECES = st.sampled_from(
    [
        "{{",
        "}}",
        "{",
        "}",
        "|",
        "=",
        "[[",
        "]]",
        "bots",
        "x",
        "\n",
        "<nowiki>",
        "</nowiki>",
        "<!--",
        "-->",
        ":",
    ]
)


@given(before=st.lists(PIECES).map("".join), after=st.lists(PIECES).map("".join))
def test_no_neighbour_hides_a_nobots_that_is_not_in_a_comment_or_nowiki(before: str, after: str) -> None:
    if "<" not in before and not before.endswith("{"):
        assert not allows(f"{before}{{{{nobots}}}}{after}", BOT)


@given(page=st.text(alphabet="bots{}|[]<!->/\n \u200ex"))
def test_any_page_has_an_answer_and_adding_nobots_denies(page: str) -> None:
    allows(page, BOT)
    assert not allows("{{nobots}}" + page, BOT)


@given(
    names=st.lists(st.sampled_from(["ABot", "BBot", "LetterBot", "C_Bot"]), min_size=1),
    pad=st.sampled_from(["", " ", "\n"]),
)
def test_deny_lists_deny_exactly_whom_they_name(names: list[str], pad: str) -> None:
    listed = f"{pad},{pad}".join(names)
    assert allows(f"{{{{bots|deny={listed}}}}}", BOT) == (BOT not in names)
    assert allows(f"{{{{bots|allow={listed}}}}}", BOT) == (BOT in names)
