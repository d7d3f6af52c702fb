"""Which test shows that what a rule of the table of faults says comes true."""

from __future__ import annotations

_ONCE = "sandbox/test_exactly_once.py::test_a_spoiled_answer_doubles_and_loses_nothing"
_TABLE = "sandbox/test_fault_table.py::test_"

FAULT_TESTS: dict[str, tuple[str, ...]] = {
    "maxlag": (_ONCE,),
    "read-only": (
        _TABLE + "a_wiki_that_stays_read_only_is_given_up_with_the_reason_and_served_by_the_next_run",
    ),
    "rate limit": (
        _TABLE + "a_rate_limit_of_the_wiki_is_waited_for",
        _ONCE,
        "sandbox/test_login.py::test_a_login_too_soon_after_others_is_waited_for",
        "wiki/test_login.py::test_a_wiki_that_asks_for_more_than_there_is_is_given_up_at_once",
    ),
    "no connection": (
        "sandbox/test_exactly_once.py::test_a_wiki_that_is_down_from_the_start_holds_up_no_other",
    ),
    "server error": (_ONCE,),
    "internal error": (_TABLE + "an_internal_error_of_the_wiki_is_settled_by_reading_and_written_again",),
    "dropped connection": (_ONCE,),
    "late answer": (_ONCE,),
    "unreadable answer": (_ONCE,),
    "nonce used": ("wiki/test_writing.py::test_a_request_that_something_on_the_way_sent_twice_is_doubt",),
    "bad token": (_ONCE,),
    "session lost": (_TABLE + "a_lost_session_is_logged_in_anew_and_written_again_once",),
    "edit conflict": (_TABLE + "a_page_that_people_edit_while_it_is_rewritten_keeps_their_words",),
    "page gone": (
        _TABLE + "a_page_deleted_after_it_was_read_is_looked_at_again_and_written_to",
        _TABLE + "a_page_moved_away_after_it_was_read_is_looked_at_again_and_written_to",
    ),
    "content model": (_TABLE + "a_page_that_became_something_else_than_wikitext_gets_nothing",),
    "protected": (
        _TABLE + "a_page_protected_after_it_was_read_is_left_and_reported",
        _TABLE + "a_page_protected_by_cascade_is_left_and_reported",
        _TABLE + "a_protected_title_is_left_and_reported",
        _TABLE + "a_protected_namespace_is_left_and_reported",
    ),
    "blocked for the page": (_TABLE + "a_block_for_one_page_leaves_that_page_alone",),
    "abuse filter warns": (_TABLE + "a_filter_s_warning_is_a_no_in_this_run_and_in_the_next",),
    "abuse filter disallows": (_TABLE + "a_filter_that_disallows_is_refused",),
    "spam blacklist": (_TABLE + "a_barred_link_is_refused_and_the_reason_told",),
    "title blacklist": (_TABLE + "a_barred_title_is_refused",),
    "captcha": (_TABLE + "a_captcha_is_refused",),
    "message refused": ("wiki/test_writing.py::test_a_refusal_is_told_with_its_text",),
    "blocked": (_TABLE + "a_block_of_the_bot_stops_that_wiki_alone",),
    "no right": ("wiki/test_writing.py::test_an_account_without_the_right_to_edit_halts",),
    "login refused": ("sandbox/test_faults_of_setup.py::test_one_sentence_the_right_status_nothing_written",),
    "unknown": (_TABLE + "an_answer_that_is_new_to_us_stops_that_wiki_and_is_told",),
    "user gone": (
        "sandbox/test_announce.py::test_a_lost_ledger_and_a_renamed_person_double_nothing",
        "sandbox/test_exactly_once.py"
        "::test_a_page_that_moved_while_a_write_was_in_doubt_is_written_to_at_its_new_place",
    ),
    "moved meanwhile": (_TABLE + "a_message_on_a_redirect_left_by_a_move_is_reported_and_never_doubled",),
    "ledger full": ("ledger/test_full_disk.py::test_a_full_disk_is_one_sentence_and_what_was_written_stays",),
    "ledger locked": (
        "ledger/test_file.py::test_a_locked_ledger_is_one_sentence_and_nothing_is_written",
        "run/test_command.py::test_a_known_fault_is_one_sentence_and_its_status",
    ),
    "ledger gone": (
        "ledger/test_file.py::test_a_ledger_that_goes_while_it_is_open_is_noticed_before_the_next_intent",
        "sandbox/test_ledger_places.py"
        "::test_a_run_whose_ledger_is_deleted_ends_in_one_sentence_and_the_next_doubles_nothing",
    ),
    "ledger away": (
        "ledger/test_server.py::test_a_server_that_is_started_again_meanwhile_is_waited_for_and_has_all",
        "ledger/test_server.py::test_a_server_that_stays_away_is_one_sentence",
    ),
    "clock jumps": (
        "sandbox/test_clock.py::test_a_clock_that_jumps_while_answers_are_lost_doubles_and_loses_nothing",
    ),
}
"""Tests by the rule's name; their files are below `tests`."""
