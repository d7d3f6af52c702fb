"""Requests are shown, asked about, met, answered, and only then taken off their page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.ledger.ledger import Ledger
from bot.plan.prepared_edit import SIGNED
from bot.plan.signup_form import heading, leave_text, preload_text
from bot.plan.thanks import Thanks
from bot.program.approval import PageRevision
from bot.program.limits import REQUESTS, REQUESTS_BYTES
from bot.program.outcomes import Ending, Outcome
from bot.program.participant import PrivateRow
from bot.program.request_marks import Kind, mark_of
from bot.run import request_rows, sign_up_requests
from bot.run.private_mail import PrivateMail
from bot.run.settings import read_settings
from bot.run.sign_up_requests import SignUpRequests
from bot.run.stop_page import StopPage, StoppedError
from bot.run.thanking import Thanking
from bot.wiki import accounts
from bot.wiki.history import RedirectError
from bot.wiki.pages import PageText
from bot.words.catalogue import default_catalogue
from tests.run.good_settings import GOOD, changed
from tests.run.stub_pages import StubPages

WORDS = default_catalogue()
TITLE, SIGNUP = "Garden/Requests", "Garden/Sign-up"
SETTINGS = read_settings({**changed("pages/requests", TITLE), "signups": {"tell_organisers": True}}, Path())
HEADINGS = SETTINGS.columns.headings()
TABLE = "{|\n! User !! Languages\n|-\n| [[User:Bob]] || fr\n|}"
PEOPLE = {"Ana": 2, "Bob": 3}


def signed(text: str, name: str) -> str:
    return text.replace(SIGNED, f"[[User:{name}|{name}]] 12:00, 26 November 2026 (UTC)")


def joining(name: str, languages: str) -> str:
    text = preload_text(WORDS, "es", HEADINGS).replace("* Languages: ", f"* Languages: {languages}")
    assert languages in text
    return f"== {heading(WORDS, 'es', leaves=False)} ==\n\n{signed(text, name)}"


def leaving(name: str) -> str:
    return f"== {heading(WORDS, 'es', leaves=True)} ==\n\n{signed(leave_text(WORDS, 'es'), name)}"


@dataclass(slots=True)
class Home(StubPages):
    """The home wiki, with a history of the page of requests."""

    history: list[PageRevision] = field(default_factory=list)
    language: str = "en"

    time: float = 1_795_700_000.0  # some hours after what is published here

    def clock(self) -> float:
        return self.time

    def back_from(self, newest: int) -> Iterator[PageRevision]:
        assert newest == self.revids[TITLE]
        text, known = self.texts[TITLE], {each.revid for each in self.history}
        own = PageRevision(revid=newest, userid=9, username=self.username, text=text)
        yield from (*(() if newest in known else (own,)), *self.history)

    def publish(self, name: str, request: str) -> None:
        self.texts[TITLE] = f"{self.texts.get(TITLE, '')}\n\n{request}".strip()
        self.revids[TITLE] = 50 + len(self.history)
        self.history.insert(
            0,
            PageRevision(
                revid=self.revids[TITLE],
                userid=PEOPLE[name],
                username=name,
                text=self.texts[TITLE],
                at="2026-11-26T11:00:00Z",
            ),
        )


@dataclass(slots=True)
class Job:
    """One home wiki on which the job runs again and again."""

    home: Home = field(default_factory=Home)
    said: list[str] = field(default_factory=list)
    thanked: list[Thanks] = field(default_factory=list)
    private: list[PrivateRow] = field(default_factory=list)
    away: set[str] = field(default_factory=set)  # whose wiki is away
    agrees: bool = True
    stops: str = ""  # what the stop page says once the operator has agreed
    summaries: list[tuple[str, str]] = field(default_factory=list)  # of the bot's edits of the sign-up page

    def run(self, *, dry: bool = False) -> SignUpRequests:
        console = SimpleNamespace(
            say=lambda line="": self.said.append(line),
            agrees=lambda _: self.agrees,
            tell=lambda problem: problem.reason,
        )
        job = SignUpRequests(
            settings=SETTINGS,
            wikis=cast("Any", SimpleNamespace(home=self.home)),
            words=WORDS,
            console=cast("Any", console),
            memory=cast("Ledger", object()),
            dry=dry,
            beat=cast("Any", lambda: None),
            stop_page=StopPage(sentence=lambda: self.stops),
        )
        job.run()
        return job


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    job = Job(home=Home(texts={SIGNUP: TABLE}, revids={SIGNUP: 40}))
    monkeypatch.setattr(sign_up_requests, "check_stop_page", lambda *_: None)
    monkeypatch.setattr(
        sign_up_requests, "revisions_of", lambda _wiki, _title, newest: job.home.back_from(newest)
    )
    monkeypatch.setattr(accounts, "look_up", job.home.look_up)
    monkeypatch.setattr(accounts, "renamed_to", job.home.renamed_to)
    monkeypatch.setattr(request_rows, "own_summaries", lambda *_: iter(job.summaries))

    def thank(self: Thanking, wanted: list[Thanks]) -> set[str]:
        del self
        job.thanked += wanted
        return {thanks.request.username for thanks in wanted} - job.away

    def tell(self: object, page: PageText, rows: list[PrivateRow]) -> Iterator[Ending]:
        del self, page
        job.private += rows
        yield Ending(outcome=Outcome.POSTED, reason="")

    monkeypatch.setattr(Thanking, "__post_init__", lambda _: None)
    monkeypatch.setattr(Thanking, "thank", thank)
    monkeypatch.setattr(PrivateMail, "tell", tell)
    return job


def test_without_such_a_page_nothing_is_asked() -> None:
    home = Home()
    SignUpRequests(
        settings=read_settings(GOOD, Path()),
        wikis=cast("Any", SimpleNamespace(home=home)),
        words=WORDS,
        console=cast("Any", None),
        memory=None,
        dry=False,
        beat=cast("Any", None),
        stop_page=cast("Any", None),
    ).run()
    assert home.reads == []


def test_the_page_is_made_and_then_left_alone(job: Job) -> None:
    for _ in range(2):
        ended = job.run()
        assert (ended.waits, ended.needs_person) == (False, False)
    assert job.home.edits == [TITLE]
    assert job.home.texts[TITLE].startswith("<!-- bot:requests begin")


def test_a_dry_run_and_a_no_write_nothing(job: Job) -> None:
    job.home.publish("Ana", joining("Ana", "es"))
    job.run(dry=True)
    assert "  Ana (es): languages" in job.said
    job.agrees = False
    assert job.run().needs_person
    assert (job.home.edits, job.thanked) == ([], [])


def test_rows_are_written_people_thanked_and_requests_taken_away(job: Job) -> None:
    job.home.publish("Ana", joining("Ana", "es"))
    job.home.publish("Bob", leaving("Bob"))
    ended = job.run()
    assert (ended.waits, ended.needs_person) == (False, False)
    assert job.home.edits == [SIGNUP, SIGNUP, TITLE]
    assert "| <s>[[User:Bob]]</s> || " in job.home.texts[SIGNUP]
    assert "\n|-\n| [[User:Ana|Ana]] || es\n|}" in job.home.texts[SIGNUP]
    [thanks] = job.thanked
    assert (thanks.request.username, thanks.wiki, thanks.is_new) == ("Ana", "meta", True)
    assert (thanks.languages, thanks.row) == (("es",), {"languages": "es"})
    left = job.home.texts[TITLE]
    assert "==" not in left
    assert "<bdi>Bob</bdi>" in left


def test_who_could_not_be_thanked_yet_keeps_their_request_till_then(job: Job) -> None:
    job.home.publish("Ana", joining("Ana", "es"))
    job.away = {"Ana"}
    assert job.run().waits
    assert joining("Ana", "es") in job.home.texts[TITLE]
    assert job.home.edits.count(SIGNUP) == 1


def test_an_old_request_that_is_brought_back_undoes_no_later_one(job: Job) -> None:
    job.home.publish("Bob", leaving("Bob"))
    mark = mark_of(SETTINGS.program, Kind.CHANGED, 51, "es")
    job.summaries = [("2026-11-26T12:00:00Z", f"Sign-up of [[Special:Contributions/Bob|Bob]] {mark}")]
    ended = job.run()
    assert (ended.waits, ended.needs_person) == (False, False)
    assert (job.home.texts[SIGNUP], job.thanked) == (TABLE, [])
    assert "==" not in job.home.texts[TITLE]


def test_junk_keeps_nobody_waiting(job: Job) -> None:
    job.home.publish("Bob", "== x ==\n" * (REQUESTS + 1))
    job.home.publish("Ana", joining("Ana", "es"))
    assert job.run().needs_person
    assert "[[User:Ana|Ana]] || es" in job.home.texts[SIGNUP]


def test_requests_that_can_t_be_met_hold_up_nobody(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_up_requests, "REQUESTS", 1)
    job.home.texts[SIGNUP] = TABLE.replace("\n|}", "\n|-\n| [[User:bob]] || fr\n|}")
    job.home.publish("Bob", joining("Bob", "es"))
    job.home.publish("Ana", joining("Ana", "es"))
    ended = job.run()
    assert (ended.waits, ended.needs_person) == (False, True)
    assert "[[User:Ana|Ana]] || es" in job.home.texts[SIGNUP]
    assert joining("Bob", "es") in job.home.texts[TITLE]


def test_no_more_are_met_than_a_run_may(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_up_requests, "REQUESTS", 1)
    for name in ("Bob", "Ana"):
        job.home.publish(name, joining(name, "es"))
    assert job.run().waits
    assert job.home.edits.count(SIGNUP) == 1
    assert job.home.texts[TITLE].endswith(joining("Ana", "es"))


def test_two_forms_of_one_person_make_one_row(job: Job) -> None:
    mine = joining("Ana", "es, en")
    job.home.publish("Ana", mine)
    question = "== Pregunta ==\n¿Cuándo?"
    job.home.publish("Ana", question)
    job.home.publish("Ana", joining("Ana", ""))
    assert job.run().needs_person
    assert "[[User:Ana|Ana]] || es, en" in job.home.texts[SIGNUP]
    assert job.home.edits.count(SIGNUP) == 1
    assert "* Languages" not in job.home.texts[TITLE]
    assert job.home.texts[TITLE].rstrip().endswith(question)


def test_the_stop_page_is_looked_at_before_anything_is_written(job: Job) -> None:
    job.home.publish("Ana", joining("Ana", "es"))
    job.stops = "Stopped by the stop page."
    with pytest.raises(StoppedError):
        job.run()
    assert (job.home.edits, job.thanked) == ([], [])


def test_an_own_part_that_is_amiss_is_told(job: Job) -> None:
    job.home.texts[TITLE], job.home.revids[TITLE] = "<!-- bot:requests begin -->", 60
    job.home.publish("Ana", joining("Ana", "es"))
    assert job.run().needs_person
    assert any("end marker" in line for line in job.said)
    assert job.home.edits == []


def test_private_data_stays_where_it_is_and_organisers_are_told(job: Job) -> None:
    job.home.publish("Ana", joining("Ana", "ana@people.example.org"))
    assert job.run().needs_person
    assert job.home.texts[SIGNUP] == TABLE
    assert [(row.kinds, row.place.page) for row in job.private] == [(("email",), TITLE)]
    assert "example.org" not in "".join(job.said)
    own = job.home.texts[TITLE].partition("<!-- bot:requests end")[0]
    assert WORDS.say("es", "request-private", "<bdi>Ana</bdi>") in own
    assert "example.org" not in own
    assert job.home.texts[TITLE].endswith(joining("Ana", "ana@people.example.org"))
    edits = list(job.home.edits)
    assert job.run().needs_person
    assert job.home.edits == edits
    assert len(job.private) == 2, "asked again: the ledger knows who was told"


def test_a_row_that_can_t_be_changed_is_told_in_the_person_s_language(job: Job) -> None:
    job.home.texts[SIGNUP] = TABLE.replace("| fr", "| rowspan=2 | fr\n|-\n| [[User:Ana]]")
    job.home.publish("Bob", joining("Bob", "es"))
    assert job.run().needs_person
    assert job.home.edits == [TITLE]
    assert WORDS.say("es", "request-row-other", "<bdi>Bob</bdi>") in job.home.texts[TITLE]


def test_pages_that_can_t_be_read_are_told(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    job.home.publish("Ana", joining("Ana", "es"))
    good = dict(job.home.texts)

    def redirect(*_: object, newest: int) -> Iterator[PageRevision]:
        assert newest
        raise RedirectError("It is a redirect. Undo that.")

    job.home.texts[TITLE] = "x" * (REQUESTS_BYTES + 1)
    assert job.run().needs_person
    job.home.texts = {**good, SIGNUP: "\n|-" * 30_000}
    assert job.run().needs_person
    job.home.texts = good
    monkeypatch.setattr(sign_up_requests, "revisions_of", redirect)
    assert job.run().needs_person
    assert job.home.edits == []
    assert [("too long" in line, "can't be read" in line, "redirect" in line) for line in job.said] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_what_changes_nothing_is_over_even_if_the_thanks_wait(job: Job) -> None:
    job.home.publish("Bob", joining("Bob", "fr"))
    job.away = {"Bob"}
    assert not job.run().waits
    assert [thanks.request.username for thanks in job.thanked] == ["Bob"]
    assert job.home.edits == [TITLE]
    assert "==" not in job.home.texts[TITLE]


def test_who_leaves_without_a_row_is_told_for_some_days(job: Job) -> None:
    job.home.publish("Ana", leaving("Ana"))
    assert job.run().needs_person
    assert WORDS.say("es", "request-row-none", "<bdi>Ana</bdi>") in job.home.texts[TITLE]
    assert leaving("Ana") in job.home.texts[TITLE]
    job.home.time += 15 * 86_400
    ended = job.run()
    assert (ended.waits, ended.needs_person) == (False, False)
    assert "Ana" not in job.home.texts[TITLE]
    assert job.home.texts[SIGNUP] == TABLE


@pytest.mark.parametrize("code", ["blocked", "readonly", "protectedpage"])
def test_what_stands_against_all_rows_is_met_with_once(job: Job, code: str) -> None:
    tried: list[str] = []

    def refuse(title: str) -> dict[str, Any] | None:
        tried.append(title)
        return {"errors": [{"code": code, "text": ""}]} if title == SIGNUP else None

    job.home.fault = refuse
    job.home.publish("Ana", joining("Ana", "es"))
    job.home.publish("Bob", joining("Bob", "es"))
    ended = job.run()
    assert (ended.waits, ended.needs_person) == (code == "readonly", code != "readonly")
    assert tried.count(SIGNUP) == 1
    job.home.fault = lambda _: None
    assert not job.run().waits
    assert job.home.edits.count(SIGNUP) == 2


def test_what_the_table_has_no_column_for_is_told(job: Job) -> None:
    job.home.texts[SIGNUP] = "{|\n! User\n|-\n| [[User:Bob]]\n|}"
    job.home.publish("Ana", joining("Ana", "es"))
    job.run(dry=True)
    assert "  - The table has no column for languages; not taken over." in job.said
    job.run()
    assert [thanks.dropped for thanks in job.thanked] == [{"languages": "es"}]


def test_who_leaves_before_they_were_signed_up_is_not_told_of_a_missing_row(job: Job) -> None:
    job.home.publish("Ana", joining("Ana", "es"))
    job.home.publish("Ana", leaving("Ana"))
    ended = job.run()
    assert (ended.waits, ended.needs_person) == (False, False)
    assert job.home.edits == [TITLE]
    assert "Ana" not in job.home.texts[TITLE]
