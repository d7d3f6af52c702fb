"""Who stops the newsletter is obeyed, and nobody can say it for somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.leave_page import LeavePage, leave_wordings
from bot.program.approval import PageRevision
from bot.program.leaving import OWNED, Known, Left, left_of, read_on, wants_newsletter
from bot.program.participant import Participant
from bot.program.problems import Place
from bot.wikitext.owned import append_owned
from bot.words.catalogue import default_catalogue

WORDS = default_catalogue()
LANGUAGES = ("en", "es", "ar", "fr", "pt")
WORDINGS = leave_wordings(WORDS)
OWN = append_owned(
    "", OWNED, LeavePage(words=WORDS, language="en", languages=LANGUAGES, title="N/Leave").write(Left())
)
NUMBERS = {"Bot": 1, "Ana": 2, "Bob": 3, "Carla": 4, "Dana": 6, "~2026-12345-6": 5}


def signed(name: str, minute: int = 0) -> str:
    return f"[[User:{name}|{name}]] ([[User talk:{name}|talk]]) 12:{minute:02}, 26 November 2026 (UTC)"


def stop(name: str, minute: int = 0) -> str:
    return f"* Stop the newsletter. {signed(name, minute)}"


def again(name: str, minute: int = 0) -> str:
    return f"* Get the newsletter again. {signed(name, minute)}"


@dataclass
class Page:
    """A page with its history, the oldest first."""

    history: list[PageRevision] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=lambda: dict(NUMBERS))
    renamed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.save("Bot", OWN)

    @property
    def text(self) -> str:
        return next(each.text for each in reversed(self.history) if each.text is not None)

    def save(self, by: str, text: str | None, *, is_revert: bool = False, model: str = "wikitext") -> None:
        revid = len(self.history) + 1
        self.history.append(
            PageRevision(
                revid=revid,
                userid=self.numbers.get(by, 0),
                username=by,
                text=text,
                is_revert=is_revert,
                model=model,
                at=f"2026-11-26T12:{revid % 60:02}:00Z",
            )
        )

    def add(self, by: str, *lines: str) -> None:
        self.save(by, "\n".join([self.text, *lines]))

    def drop(self, by: str, line: str) -> None:
        kept = self.text.split("\n")
        kept.remove(line)
        self.save(by, "\n".join(kept))

    def known(self, known: Known = Known()) -> Known:  # noqa: B008 - it is frozen
        new = [each for each in self.history if each.revid > known.revid]
        return read_on(known, new, WORDINGS, renamed=self.renamed.get)

    def read(self, names: dict[int, str] | None = None) -> Left:
        return left_of(self.known(), names or {})


def reasons(left: Left) -> list[tuple[str | int, ...]]:
    return [(problem.reason, *problem.values) for problem in left.problems]


def test_the_bot_s_own_part_says_nothing() -> None:
    assert Page().read() == Left()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signed_line_stops_the_newsletter_in_each_language_and_another_brings_it_back(
    language: str,
) -> None:
    page = Page()
    page.add("Ana", f"* {WORDS.say(language, 'leave-stop')}. {signed('Ana')}")
    left = page.read()
    assert (left.left, left.back, left.problems) == (frozenset({"Ana"}), frozenset(), ())
    [answer] = left.answers
    assert (answer.username, answer.leaves, answer.language) == ("Ana", True, language)
    assert answer.at == "2026-11-26T12:02:00Z"
    page.add("Ana", f"* {WORDS.say(language, 'leave-again')}. {signed('Ana', 5)}")
    left = page.read()
    assert (left.left, left.back) == (frozenset(), frozenset({"Ana"}))
    assert [(each.leaves, each.at) for each in left.answers] == [(False, "2026-11-26T12:03:00Z")]
    page.add("Ana", stop("Ana", 9))
    assert page.read().left == {"Ana"}


@pytest.mark.parametrize(
    "line",
    [
        f"stop the newsletter {signed('Ana')}",
        f": '''Stop the newsletter:''' please! {signed('Ana')}",
        f"#  STOP  the newsletter — thank you, [[User:Bob|Bob]]! {signed('Ana')}",
        f"* Stop the newsletter. {signed('Ana')} (with [[User:Bob|Bob]]'s help)",
        "* Stop the newsletter.",
        "* Stop the newsletter. ~~~~",
        "* Ne plus recevoir l'infolettre [[:es:Usuaria:Ana|Ana]]",
        f"* ايقاف وصول النشره {signed('Ana')}",
        f"\u200f* إيقاف وصول النشرة. {signed('Ana')}",
    ],
)
def test_a_line_is_known_however_it_is_set(line: str) -> None:
    page = Page()
    page.add("Ana", line)
    assert page.read().left == {"Ana"}


@pytest.mark.parametrize(
    "line",
    [
        f"* Don't stop the newsletter. {signed('Ana')}",
        f"* <s>Stop the newsletter.</s> {signed('Ana')}",
        f"* Stop the newsletters of others. {signed('Ana')}",
        f"<!-- * Stop the newsletter. --> {signed('Ana')}",
        f"* How do I stop the newsletter? {signed('Ana')}",
    ],
)
def test_what_only_looks_like_such_a_line_is_none(line: str) -> None:
    page = Page()
    page.add("Ana", line)
    assert page.read() == Left()


def test_nobody_can_say_it_for_somebody_else() -> None:
    page = Page()
    page.add("Bob", stop("Ana"))
    left = page.read()
    assert left.left == frozenset()
    assert left.answers == ()
    assert reasons(left) == [("problem-leave-forged", "Ana")]
    page.drop("Carla", stop("Ana"))
    assert page.read() == Left()


def test_nobody_can_bring_somebody_back() -> None:
    page = Page()
    page.add("Ana", again("Ana"), stop("Ana", 3))
    page.add("Bob", again("Ana"))
    assert page.read().left == {"Ana"}
    assert reasons(page.read()) == [("problem-leave-forged", "Ana")]
    page.add("Bob", again("Ana", 7))
    assert page.read().left == {"Ana"}


@pytest.mark.parametrize(
    ("name", "told"),
    [("~2026-12345-6", "~2026-12345-6"), ("192.0.2.7", "192.0.2.7"), ("2001:DB8::7", "2001:DB8::7")],
)
def test_who_has_no_account_is_told_to_log_in(name: str, told: str) -> None:
    page = Page()
    page.add(name, f"* Stop the newsletter. [[Special:Contributions/{told}|{told}]] 12:00, 26 November 2026")
    page.add(name, "* Stop the newsletter.")
    left = page.read()
    assert left.left == frozenset()
    assert reasons(left) == [("problem-leave-account", 2)]


def test_a_hidden_name_says_nothing() -> None:
    page = Page()
    page.add("", stop("Ana"))
    assert page.read().left == frozenset()


def test_who_takes_their_own_line_away_says_it_no_more() -> None:
    page = Page()
    page.add("Ana", again("Ana"))
    page.add("Ana", stop("Ana", 3))
    page.drop("Ana", stop("Ana", 3))
    assert page.read().back == {"Ana"}
    page.drop("Ana", again("Ana"))
    assert page.read() == Left()


def test_who_strikes_or_rewords_their_own_line_says_what_it_says_now() -> None:
    page = Page()
    page.add("Ana", stop("Ana"))
    page.save("Ana", page.text.replace(stop("Ana"), f"* <s>Stop the newsletter.</s> {signed('Ana')}"))
    assert page.read() == Left()
    page.add("Ana", stop("Ana", 5))
    page.save("Ana", page.text.replace("Stop the newsletter. [[User:Ana", "Stop the newsletter! [[User:Ana"))
    assert page.read().left == {"Ana"}


@pytest.mark.parametrize("what", ["away", "struck", "comment", "blank", "reworded", "markers"])
def test_what_others_do_to_a_line_changes_nothing(what: str) -> None:
    page = Page()
    page.add("Ana", stop("Ana"))
    text = {
        "away": OWN,
        "struck": page.text.replace("Stop the newsletter. [[", "<s>Stop the newsletter.</s> [["),
        "comment": page.text.replace(stop("Ana"), f"<!-- {stop('Ana')} -->"),
        "blank": "",
        "reworded": page.text.replace(stop("Ana"), again("Ana")),
        "markers": page.text.replace("<!-- bot:leaving end", "<!-- bot:leaving begin"),
    }[what]
    page.save("Bob", text)
    assert page.read().left == {"Ana"}
    page.add("Ana", again("Ana", 9))
    assert page.read().left == frozenset()


def test_an_open_comment_keeps_nobody_from_leaving() -> None:
    page = Page()
    page.add("Bob", "<!--")
    page.add("Ana", "* Stop the newsletter. ~~~~")
    assert page.read().left == {"Ana"}


def test_what_others_put_back_says_nothing_new() -> None:
    page = Page()
    page.add("Ana", stop("Ana"))
    full = page.text
    page.save("Bob", OWN)
    page.save("Carla", full, is_revert=True)
    left = page.read()
    assert (left.left, left.problems) == (frozenset({"Ana"}), ())
    page.drop("Ana", stop("Ana"))
    page.save("Bob", full, is_revert=True)
    left = page.read()
    assert left.left == frozenset()
    assert reasons(left) == [("problem-leave-forged", "Ana")]


def test_who_undoes_the_removal_of_a_forged_line_has_not_said_it() -> None:
    page = Page()
    page.add("Bob", stop("Ana"))
    forged = page.text
    page.save("Carla", OWN)
    page.save("Ana", forged, is_revert=True)
    assert page.read().left == frozenset()


def test_who_puts_their_own_line_back_says_it_again() -> None:
    page = Page()
    page.add("Ana", stop("Ana"))
    full = page.text
    page.drop("Ana", stop("Ana"))
    page.save("Ana", full, is_revert=True)
    assert page.read().left == {"Ana"}


def test_putting_all_lines_back_does_not_make_an_old_line_the_last() -> None:
    page = Page()
    page.add("Ana", stop("Ana"))
    page.add("Ana", again("Ana", 4))
    full = page.text
    page.save("Bob", OWN)
    page.save("Ana", full)
    assert page.read().back == {"Ana"}


def test_an_unsigned_line_taken_away_and_put_back_stays_whose_it_was() -> None:
    page = Page()
    page.add("Ana", "* Stop the newsletter.")
    full = page.text
    page.save("Bob", OWN)
    page.save("Bob", full, is_revert=True)
    assert page.read().left == {"Ana"}


def test_two_may_say_it_in_the_same_words_and_one_alone_takes_it_back() -> None:
    page = Page()
    page.add("Ana", "* Stop the newsletter.")
    page.add("Bob", "* Stop the newsletter.")
    assert page.read().left == {"Ana", "Bob"}
    page.drop("Bob", "* Stop the newsletter.")
    assert page.read().left == {"Ana"}


def test_hidden_revisions_lose_nobody_and_let_nobody_forge() -> None:
    page = Page()
    with_line = "\n".join([page.text, stop("Ana")])
    page.save("Ana", None)
    page.save("Bob", f"{with_line}\nTalk.")
    assert page.read().left == {"Ana"}
    page.save("Bob", None)
    page.save("Ana", OWN)
    assert page.read().left == {"Ana"}, "who took it away is not known"
    page.save("Carla", None)
    page.save("Bob", f"{OWN}\n{again('Ana', 8)}")
    assert page.read().left == {"Ana"}


def test_another_content_model_takes_nothing_away() -> None:
    page = Page()
    page.add("Ana", stop("Ana"))
    full = page.text
    page.save("Ana", "{}", model="json")
    page.save("Ana", full)
    assert page.read().left == {"Ana"}


def test_a_renamed_account_stays_out_under_both_names() -> None:
    page = Page()
    page.add("Ana", stop("Ana"))
    assert page.read({2: "Anna"}).left == {"Ana", "Anna"}
    assert [each.username for each in page.read({2: "Anna"}).answers] == ["Anna"]
    anew = Page(numbers={**NUMBERS, "Anna": 2}, renamed={"Ana": "Anna"})
    anew.add("Anna", stop("Ana"))  # as the history tells it after the rename
    assert anew.read({2: "Anna"}).left == {"Ana", "Anna"}
    anew.add("Bob", again("Ana"))
    assert anew.read({2: "Anna"}).left == {"Ana", "Anna"}


def test_who_made_up_a_name_says_nothing() -> None:
    page = Page()
    page.add("Bob", stop("Nobody Of That Name"))
    assert page.read().left == frozenset()


def test_what_is_known_outlives_a_page_made_anew() -> None:
    page = Page()
    page.add("Ana", stop("Ana"))
    known = page.known()
    anew = [
        PageRevision(revid=90, userid=1, username="Bot", text=OWN),
        PageRevision(revid=91, userid=3, username="Bob", text=f"{OWN}\n{stop('Bob')}"),
    ]
    assert left_of(read_on(known, anew, WORDINGS, renamed=lambda _: None), {}).left == {"Ana", "Bob"}


Step = tuple[str, str, str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["stop", "again", "drop", "forge", "blank", "back"]),
        st.sampled_from(["Ana", "Bob", "Carla"]),
        st.sampled_from(["Ana", "Bob", "Carla"]),
        st.integers(0, 3),
    ),
    max_size=25,
)


def played(steps: Sequence[Step]) -> tuple[Page, dict[str, list[str]]]:
    """Play steps on a page, and remember what each person said and did not take back."""
    page, said = Page(), dict[str, list[str]]()
    for number, (what, who, other, place) in enumerate(steps):
        own = said.setdefault(who, [])
        if what in {"stop", "again"}:
            line = (stop if what == "stop" else again)(who, number)
            own.append(line)
            page.add(who, line)
        elif what == "forge" and who != other:
            page.add(who, (stop if place % 2 else again)(other, number))
        elif what == "drop":
            lines = [line for line in page.text.split("\n") if line.startswith("* ") and "UTC" in line]
            if lines:
                line = lines[place % len(lines)]
                if line in own:
                    own.remove(line)
                page.drop(who, line)
        elif what == "blank":
            own[:] = [line for line in own if line not in page.text]
            page.save(who, OWN)
        elif what == "back":  # by somebody who says nothing themself
            page.save("Dana", page.history[number * place % len(page.history)].text, is_revert=True)
    return page, said


@given(STEPS, st.integers(0, 25))
def test_each_person_decides_alone_and_reading_in_pieces_is_the_same(steps: list[Step], cut: int) -> None:
    page, said = played(steps)
    left = page.read()
    leaving = {name for name, lines in said.items() if lines and "Stop" in lines[-1]}
    coming = {name for name, lines in said.items() if lines and "Stop" not in lines[-1]}
    assert (left.left, left.back) == (frozenset(leaving), frozenset(coming))
    first = read_on(Known(), page.history[:cut], WORDINGS, renamed=page.renamed.get)
    assert page.known(first) == page.known()


@given(st.lists(st.text(max_size=40), max_size=5), st.sampled_from(["Ana", "Bob"]))
def test_any_text_can_be_read(texts: list[str], name: str) -> None:
    page = Page()
    page.add("Carla", stop("Carla"))
    for text in texts:
        page.save(name, text)
    assert "Carla" in page.read().left


def participant(name: str, *, newsletter: bool | None = None) -> Participant:
    place = Place(page="S", row=1, line=1)
    return Participant(
        username=name, wiki=None, home_wiki="", languages=(), place=place, newsletter=newsletter
    )


def test_the_column_and_the_page_each_say_no() -> None:
    left = Left(left=frozenset({"Ana"}), back=frozenset({"Bob"}))
    assert not wants_newsletter(participant("Ana"), left)
    assert not wants_newsletter(participant("Ana", newsletter=True), left)
    assert not wants_newsletter(participant("Bob", newsletter=False), left)
    assert wants_newsletter(participant("Bob"), left)
    assert wants_newsletter(participant("Carla", newsletter=True), left)
