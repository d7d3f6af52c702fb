"""The drafts for the wikis' communities say what the settings say, and hold nobody's markup."""

from __future__ import annotations

from dataclasses import replace

from bot.plan.draft import Facts, draft
from bot.wikitext.enclosing import stands_alone

FACTS = Facts(
    bot="ProgramBot",
    operator="User:Ana on Meta",
    signup="Program/Sign-up",
    team="Talk:Program",
    stop="User:ProgramBot/Stop",
    report="User:ProgramBot/Reports",
    wikis=[("Meta", 10.0), ("Spanish Wikipedia", 12.5)],
    mass_wikis=["German Wikipedia"],
    messages_a_month=3,
    optout_category="Category:No messages",
    organisers_approve=True,
)


def test_all_that_communities_ask_about_is_said() -> None:
    text = draft(FACTS)
    for said in (
        "[[:User:ProgramBot/Stop|",
        "at most 3 a month for each person",
        "Spanish Wikipedia: one edit in 12.5 seconds at most",
        "German Wikipedia: through MassMessage",
        "[[:Category:No messages|",
        "an organiser of the program approves it",
    ):
        assert said in text, said


def test_what_the_settings_don_t_say_is_left_out() -> None:
    text = draft(
        replace(FACTS, mass_wikis=[], messages_a_month=0, optout_category=None, organisers_approve=False)
    )
    for said in ("MassMessage", "a month", "Category:", "Who decides"):
        assert said not in text, said


def test_a_contact_with_markup_is_only_text() -> None:
    text = draft(replace(FACTS, operator="https://example.org/{{x}}<!-- y"))
    assert "{{x}}" not in text
    assert stands_alone(
        text.replace("<!-- User:ProgramBot -->", "").replace("<!-- Request for approval -->", "")
    )
