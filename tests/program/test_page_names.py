"""Names of recipients that are pages: no account's, and the page and its wiki can be had from them again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.program.page_names import page_name, page_title, page_wiki, shown_name
from bot.program.participant import page_participant
from bot.program.problems import Place
from bot.wikitext.usernames import is_username, normalise_username

WIKIS = st.from_regex(r"[a-z][a-z0-9_-]{0,39}", fullmatch=True)


@given(st.text(min_size=1), WIKIS)
def test_a_page_s_name_gives_the_page_again_and_is_no_account_s(title: str, wiki: str) -> None:
    name = page_name(title, wiki)
    assert (page_title(name), page_wiki(name), shown_name(name)) == (title, wiki, title)
    assert not is_username(name)
    assert not is_username(normalise_username(name))


@given(st.text().filter(is_username))
def test_a_user_name_is_no_page(name: str) -> None:
    assert (page_title(name), page_wiki(name), shown_name(name)) == ("", "", name)


def test_a_page_that_takes_part_reads_its_wiki_s_language_and_has_no_limit_of_its_own() -> None:
    place = Place(page="Lists/Pumps", row=3, line=3)
    page = page_participant("Project:Village pump", wiki="es", place=place)
    assert (page.username, page.page_title) == ("[[es:Project:Village pump]]", "Project:Village pump")
    assert (page.languages, page.messages_a_month) == ((), None)
