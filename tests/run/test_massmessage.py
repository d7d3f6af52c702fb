"""MassMessage's recorded answers: one send a language, nothing twice, and who did not get it is found."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.ledger.ledger import Intent, Lease, Ledger
from bot.plan.edits import SkipReason
from bot.run.stop_page import StoppedError
from bot.wiki.exchange import Reply
from tests.ledger.examples import intent
from tests.run.rehearsal import BOT, HOSTS, LISTS, Rehearsal, Tape, Time, kind_of, tape_of


def rehearse(folder: Path, tape: Tape) -> Rehearsal:
    return Rehearsal(folder=folder, hosts=HOSTS, people=tape.people, post=tape.post, time=Time(tape.clock))


def test_the_check_after_sending_finds_each_who_was_left_out_and_why(tmp_path: Path) -> None:
    tape = tape_of("left_out")
    rehearsal = rehearse(tmp_path, tape)
    rehearsal.run()
    assert rehearsal.posted() == 1
    assert {(skip.username, skip.reason) for skip in rehearsal.messenger.skips} == {
        ("Editor 0002", SkipReason.OPTOUT),
        ("Editor 0003", SkipReason.REDIRECT),
        ("Editor 0005", SkipReason.NO_USER),
    }
    assert rehearsal.endings() == {"Editor 0004": "refused: protectedpage"}
    assert rehearsal.remembered() == {
        "Editor 0001": "posted",
        "Editor 0002": "skipped",
        "Editor 0003": "skipped",
        "Editor 0004": "refused",
        "Editor 0005": "skipped",
    }


def test_a_language_is_sent_once_with_one_text_signed_by_the_bot(tmp_path: Path) -> None:
    tape = tape_of("left_out")
    rehearse(tmp_path, tape).run()
    sent = tape.last("massmessage")
    assert tape.count("massmessage") == 1
    assert (sent["spamlist"], sent["subject"]) == (f"{LISTS}/es", "Próxima clínica")
    assert sent["message"].startswith('<div lang="es" dir="ltr" class="mw-content-ltr">\n(es)\n')
    assert f"[[:m:User:{BOT}|{BOT}]] ~~~~~ <!-- letsconnect " in sent["message"]
    assert (sent["assertuser"], sent["token"]) == (BOT, "recorded+\\")
    assert tape.last("editmassmessagelist")["add"].split("|") == [
        f"User talk:Editor 000{number}@es.wiki.example" for number in range(1, 6)
    ]


def test_nothing_is_written_on_the_wikis_that_are_served(tmp_path: Path) -> None:
    tape = tape_of("left_out")
    rehearse(tmp_path, tape).run()
    assert {parameters["action"] for wiki, _, parameters in tape.asked if wiki == "es"} == {"query"}


def test_a_send_whose_answer_was_lost_is_found_in_the_log_and_not_sent_again(tmp_path: Path) -> None:
    tape = tape_of("lost_after")
    rehearsal = rehearse(tmp_path, tape)
    rehearsal.run()
    assert (tape.count("massmessage"), rehearsal.posted(), rehearsal.endings()) == (1, 2, {})


def test_a_send_that_never_came_is_sent_again_once_it_can_no_longer_come_through(tmp_path: Path) -> None:
    tape = tape_of("lost_before")
    rehearsal = rehearse(tmp_path, tape)
    rehearsal.run()
    first, second = (sent for _, kind, sent in tape.asked if kind == "massmessage")
    assert first == second
    assert (rehearsal.posted(), rehearsal.endings()) == (2, {})
    between = [kind for _, kind, _ in tape.asked]
    assert between[between.index("massmessage") :].index("sends") == 1  # the log is read first
    assert sum(rehearsal.time.slept) > 20  # request_time_limit


def test_while_the_queue_is_slow_they_wait_and_nobody_is_sent_to_again(tmp_path: Path) -> None:
    tape = tape_of("slow")
    rehearsal = rehearse(tmp_path, tape)
    rehearsal.run()
    assert set(rehearsal.endings().values()) == {"later: MassMessage has not delivered it yet"}
    rehearsal.run()
    assert {held.username for held in rehearsal.tally.held} == {"Editor 0001", "Editor 0002"}
    rehearsal.run()
    assert (rehearsal.tally.done, rehearsal.tally.held, rehearsal.tally.to_write) == (2, [], 0)
    assert tape.count("massmessage") == 2  # Spanish and English
    assert rehearsal.remembered() == {"Editor 0001": "posted", "Editor 0002": "posted"}


def test_a_dry_run_while_they_wait_writes_nothing(tmp_path: Path) -> None:
    tape = tape_of("slow")
    rehearsal = rehearse(tmp_path, tape)
    rehearsal.run()
    before = rehearsal.remembered()
    sent = tape.count("massmessage")
    rehearsal.run(dry=True)
    assert len(rehearsal.tally.held) == 2
    assert (tape.count("massmessage"), rehearsal.remembered()) == (sent, before)


def test_a_lost_ledger_is_made_anew_from_the_log_and_the_lists(tmp_path: Path) -> None:
    tape = tape_of("lost_ledger")
    rehearsal = rehearse(tmp_path, tape)
    rehearsal.run()
    assert (rehearsal.tally.done, rehearsal.tally.to_write, tape.count("massmessage")) == (2, 0, 0)
    assert rehearsal.remembered() == {"Editor 0001": "posted", "Editor 0002": "posted"}


def test_after_a_day_of_silence_a_person_is_told_and_it_is_not_sent_again(tmp_path: Path) -> None:
    tape = tape_of("slow")
    rehearsal = rehearse(tmp_path, tape)
    rehearsal.run()
    silent = copy.deepcopy(tape)
    for kinds in silent.answers.values():
        for kind in ("look", "arrivals", "notes"):
            kinds[kind] = kinds[kind][:1] if kind in kinds else []
    rehearsal.post = silent.post
    rehearsal.time.now += 100_000
    rehearsal.run()
    assert {problem.reason for problem in rehearsal.messenger.problems} == {"problem-massmessage-unseen"}
    assert {skip.reason for skip in rehearsal.tally.skips} == {SkipReason.UNSEEN}
    assert (rehearsal.tally.to_write, silent.count("massmessage")) == (0, tape.count("massmessage"))


def test_whom_a_run_claimed_that_died_before_its_send_waits_until_that_can_no_longer_come(
    tmp_path: Path,
) -> None:
    rehearsal = rehearse(tmp_path, tape_of("no_right"))
    key, name = rehearsal.campaign.key("es:20009"), rehearsal.campaign.name
    claimed = intent(key, campaign=name, username="Editor 0001", title="Usuario discusión:Editor 0001")
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    assert ledger.intend(claimed, now=rehearsal.time.now)
    ledger.close()
    rehearsal.run(dry=True)
    assert [held.username for held in rehearsal.tally.held] == ["Editor 0001"]
    rehearsal.time.now += 30
    rehearsal.run(dry=True)
    assert (rehearsal.tally.held, rehearsal.tally.to_write) == ([], 2)


def test_a_send_that_came_while_the_log_was_read_is_not_taken_for_one_that_never_came(
    tmp_path: Path,
) -> None:
    tape = tape_of("no_right")
    rehearsal = rehearse(tmp_path, tape)
    campaign = rehearsal.campaign
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    for key, name, person in (
        (campaign.key("es:20009"), campaign.name, "Editor 0001"),
        (campaign.key("massmessage/es/1"), f"{campaign.name}/massmessage", ""),
    ):
        begun = intent(key, campaign=name, username=person)
        assert ledger.intend(begun, now=rehearsal.time.now - 15)  # of the 20 seconds of a request
    ledger.close()

    def slowly(wiki: str, parameters: Mapping[str, str]) -> Reply:
        if kind_of(parameters) == "sends":
            rehearsal.time.now += 10
        return tape.post(wiki, parameters)

    rehearsal.post = slowly
    rehearsal.run(dry=True)
    assert [held.username for held in rehearsal.tally.held] == ["Editor 0001"]


def test_the_stop_page_is_looked_at_before_a_message_is_sent_again(tmp_path: Path) -> None:
    tape = tape_of("lost_before")
    rehearsal = rehearse(tmp_path, tape)

    def stop() -> None:
        if tape.count("massmessage"):
            raise StoppedError("Stopped.")

    rehearsal.stop = stop
    with pytest.raises(StoppedError):
        rehearsal.run()
    assert tape.count("massmessage") == 1


def test_a_run_that_was_taken_over_while_it_wrote_down_its_intent_sends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tape = tape_of("lost_after")
    rehearsal = rehearse(tmp_path, tape)
    intend, other = Ledger.intend, Ledger(tmp_path / "ledger.sqlite3")

    def hanging(ledger: Ledger, written: Intent, *, now: float, lease: Lease) -> bool:
        done = intend(ledger, written, now=now, lease=lease)
        if not written.username:  # the send itself
            rehearsal.time.now += 250
            assert other.lease(lease.name, now=rehearsal.time.now)
        return done

    monkeypatch.setattr(Ledger, "intend", hanging)
    rehearsal.run()
    other.close()
    assert tape.count("massmessage") == 0


@pytest.mark.parametrize(
    ("name", "code"), [("no_right", "permissiondenied"), ("no_extension", "not installed")]
)
def test_where_the_home_wiki_may_not_send_nobody_is_taken_for_sent(
    tmp_path: Path, name: str, code: str
) -> None:
    rehearsal = rehearse(tmp_path, tape_of(name))
    rehearsal.run()
    [progress] = rehearsal.messenger.progresses.values()
    assert progress.left
    assert (progress.left.outcome, code in progress.left.reason) == ("halt", True)
    assert rehearsal.remembered() == {}


def test_a_list_that_somebody_changed_is_put_right_before_the_send(tmp_path: Path) -> None:
    tape = tape_of("lost_after")
    lists = tape.answers["meta"]["list"]
    changed = copy.deepcopy(lists[-1])
    revision = changed["query"]["pages"][0]["revisions"][0]["slots"]["main"]
    page = json.loads(revision["content"])
    page["targets"].append({"title": "User talk:Somebody else", "site": "es.wiki.example"})
    revision["content"] = json.dumps(page)
    lists.insert(-1, changed)
    rehearsal = rehearse(tmp_path, tape)
    rehearsal.run()
    assert tape.last("editmassmessagelist")["remove"] == "User talk:Somebody else@es.wiki.example"
    kinds = [kind for _, kind, _ in tape.asked]
    assert kinds.index("massmessage") > max(
        place for place, kind in enumerate(kinds) if kind == "editmassmessagelist"
    )
    assert rehearsal.posted() == 2


def test_a_site_that_massmessage_does_not_know_is_told_and_the_others_get_theirs(tmp_path: Path) -> None:
    tape = tape_of("lost_after")
    unknown = "User talk:Editor 0002@es.wiki.example"
    for answer in tape.answers["meta"]["editmassmessagelist"]:
        answer["editmassmessagelist"] |= {"result": "Done", "invalidadd": [{"*": unknown, "invalidsite": ""}]}
    for answer in (*tape.answers["meta"]["list"], *tape.answers["meta"]["revisions"]):
        _without(answer, "User talk:Editor 0002")
    rehearsal = rehearse(tmp_path, tape)
    rehearsal.run()
    assert rehearsal.endings() == {
        "Editor 0002": "refused: MassMessage does not know the site es.wiki.example"
    }
    assert rehearsal.posted() == 1


def _without(answer: Any, title: str) -> None:
    """Take a target out of every list of an answer."""
    for page in answer["query"].get("pages", ()):
        for revision in page.get("revisions", ()):
            main = revision["slots"]["main"]
            text = json.loads(main["content"])
            text["targets"] = [target for target in text["targets"] if target["title"] != title]
            main["content"] = json.dumps(text)
