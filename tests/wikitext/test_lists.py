"""Sign-up lists as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wikitext.lists import ListEntry, is_withdrawn_heading, read_lists
from tests.growth import assert_grows_linearly

SIGNED = "[[User:Ana Sol|Ana]] ([[User talk:Ana Sol|talk]]) 03:35, 2 July 2009 (UTC)"


def entries(wikitext: str) -> list[ListEntry]:
    return [entry for found in read_lists(wikitext) for entry in found.entries]


def names(wikitext: str) -> list[str]:
    return [entry.users[0].username if entry.users else "" for entry in entries(wikitext)]


SIGNATURES = {
    "english": ("[[User:Ana Sol|Ana]] ([[User talk:Ana Sol|talk]]) 03:35, 2 July 2009 (UTC)", "Ana Sol"),
    "spanish": (
        "[[Usuaria:Ana Sol|Ana]] ([[Usuaria Discusión:Ana Sol|discusión]]) 12:34 3 feb 2021 (UTC)",
        "Ana Sol",
    ),
    "french": (
        "[[Utilisatrice:Lou Pré|Lou]] ([[Discussion utilisatrice:Lou Pré|discuter]])"
        " 24 novembre 2007 à 06:38 (CET)",
        "Lou Pré",
    ),
    "portuguese": (
        "[[Usuário(a):Rui|Rui]] ([[Usuário(a) Discussão:Rui|discussão]])"
        " 19h48min de 3 de fevereiro de 2011 (UTC)",
        "Rui",
    ),
    "arabic": ("[[مستخدم:سمير|سمير]] ([[نقاش المستخدم:سمير|نقاش]]) 18:41، 24 نوفمبر 2016 (ت ع م)", "سمير"),
    "arabic digits": (
        "[[مستخدمة:ليلى|ليلى]] ([[نقاش المستخدمة:ليلى|نقاش]]) ١٨:٤١، ٢٤ نوفمبر ٢٠١٦ (ت ع م)",
        "ليلى",
    ),
    "german": ("[[Benutzerin:Ida|Ida]] ([[Benutzerin Diskussion:Ida|D]]) 12:29, 10. Feb. 2009 (CET)", "Ida"),
    "interwiki": ("[[:es:Usuario:Bo|Bo]] ([[:es:Usuario discusión:Bo|d]]) 12:34 3 feb 2021 (UTC)", "Bo"),
    "font tags": (
        '<font color="#a00">[[User:Bo|<span style="x">B</span>o]]</font> <sup>[[User talk:Bo|t]]</sup>'
        " 03:35, 2 July 2009 (UTC)",
        "Bo",
    ),
    "template": ("{{u|Bo}}", "Bo"),
    "template with a blank": ("{{no ping|Bo}}", "Bo"),
    "bare name": ("User:Bo", "Bo"),
}


@pytest.mark.parametrize("marks", ["#", "*", ":#", ":*", "*:", "::#", "**", "#*", ""])
@pytest.mark.parametrize("signature", SIGNATURES)
def test_an_entry_is_read_under_every_mark(marks: str, signature: str) -> None:
    written, name = SIGNATURES[signature]
    (entry,) = entries(f"== Sign up ==\n{marks}{' ' if marks else ''}{written}\n")
    assert entry.users[0].username == name
    assert (entry.marks, entry.remark, entry.line, entry.struck) == (marks, "", 2, False)
    assert entry.text == written


REMARKS = [
    (f"# {SIGNED}: can't make dinner", "can't make dinner"),
    (f"# {SIGNED} subject to funding (maybe)", "subject to funding (maybe)"),
    (f"# {SIGNED} (I am official now).", "I am official now"),
    (f"# Standard. {SIGNED}", "Standard"),
    ("# Pretty sure -- {{u|Bo}}", "Pretty sure"),
    ("# {{u|Bo}} – I can share [[Wikidata]], {{tl|Infobox}}!", "I can share [[Wikidata]], {{tl|Infobox}}"),
    ("# {{u|Bo}} <small>comes ''late''</small>", "comes late"),
    ("# {{u|Bo}} <!-- hidden -->from home", "from home"),
    ("# {{u|Bo}} <s>comes late</s> on time", "on time"),
    ("# {{u|Bo}} <nowiki>{{x}}</nowiki>", "<nowiki>{{x}}</nowiki>"),
    ("# {{u|Bo}}،  ربما أتأخر", "ربما أتأخر"),
    ("# {{u|Bo}} ¿puedo llegar tarde?", "¿puedo llegar tarde"),
    ("# {{u|Bo}} 👍", "👍"),
    ("# {{u|Bo}}\n#: from home\n#: and early", "from home and early"),
]


@pytest.mark.parametrize(("wikitext", "remark"), REMARKS)
def test_a_remark_is_what_remains_without_names_times_and_formatting(wikitext: str, remark: str) -> None:
    (entry,) = entries(wikitext)
    assert entry.remark == remark


@pytest.mark.parametrize(
    "empty", ["#", ":#", ":# ", "*   ", "# <!-- sign below this line -->", "# <br>", "#''", "# <s></s>"]
)
def test_list_marks_alone_are_no_entry(empty: str) -> None:
    assert read_lists(f"{empty}\n") == []
    assert names(f"# {{{{u|Bo}}}}\n{empty}\n# {{{{u|Cy}}}}") == ["Bo", "Cy"]


@pytest.mark.parametrize(
    ("wikitext", "struck"),
    [
        (f"# <s>{SIGNED}</s>", True),
        ("# <del>{{u|Bo}}</del> 03:35, 2 July 2009 (UTC)", True),
        ("# <STRIKE>User:Bo</STRIKE> sorry", True),
        ("# <s>{{u|Bo}}", True),
        ("# <s>my friend</s>", True),
        ("# <s>late</s> {{u|Bo}}", False),
        ("# {{u|Bo}}", False),
        ("# <nowiki><s></nowiki>{{u|Bo}}", False),
        ("# <small>{{u|Bo}}</small>", False),
    ],
)
def test_an_entry_is_struck_when_all_that_matters_is(wikitext: str, struck: bool) -> None:
    assert [entry.struck for entry in entries(wikitext)] == [struck]


def test_a_strike_over_lines_strikes_each_and_an_unclosed_one_only_its_own() -> None:
    assert [e.struck for e in entries("<s>\n# {{u|Bo}}\n# {{u|Cy}}\n</s>\n# {{u|Di}}")] == [True, True, False]
    assert [e.struck for e in entries("# <s>{{u|Bo}}\n# {{u|Cy}}\n# <s>{{u|Di}}</s>")] == [True, False, True]


def test_a_struck_name_does_not_stand_for_an_entry_that_goes_on() -> None:
    assert names("# <s>{{u|Bo}}</s> {{u|Cy}}") == ["Cy"]


PAGE = f"""<translate>
== <!--T:1--> Sign up ==
</translate>
Write your name below, thank you.
<!-- one
a line -->
# {SIGNED}
# {{{{u|Bo
|x=1}}}} late
{{| class="wikitable"
|
* [[User:In a table]]
|}}
=== ''Not'' [[attending|Attending]] ===
* <s>User:Cy</s>

* [[User:Di]]
"""


def test_lists_know_their_sections_and_lines_and_stand_outside_tables() -> None:
    first, second = read_lists(PAGE)
    assert (first.heading, first.level, [entry.line for entry in first.entries]) == ("Sign up", 2, [7, 8])
    assert second.headings == ("Sign up", "Not Attending")
    assert (second.heading, second.level, [entry.line for entry in second.entries]) == (
        "Not Attending",
        3,
        [15, 17],
    )
    assert (first.is_withdrawn(), second.is_withdrawn()) == (False, True)
    assert PAGE[slice(*first.span)].startswith("# [[User:Ana")
    assert PAGE[slice(*first.span)].endswith("late")


def test_a_list_after_a_table_that_never_ends_is_found_in_the_next_section() -> None:
    assert names("{|\n| a\n* {{u|Bo}}\n== More ==\n* {{u|Cy}}") == ["Cy"]


@pytest.mark.parametrize("label", [";Regrets", "'''Regrets'''", ":Regrets:", "Regrets:", "* Regrets"])
def test_a_label_above_a_list_is_known(label: str) -> None:
    below = "** " if label.startswith("*") else ":# "
    (found,) = read_lists(f"== Who ==\n{label}\n{below}{SIGNED}\n")
    assert (found.heading, found.label, found.is_withdrawn()) == ("Who", "Regrets", True)


def test_answers_below_an_entry_sign_nobody_up() -> None:
    answer = "Welcome! [[User:Org]] 03:35, 2 July 2009 (UTC)"
    assert names(f"# {{{{u|Bo}}}}\n#: {answer}\n# {{{{u|Cy}}}}\n: {answer}\n* {{{{u|Di}}}}") == [
        "Bo",
        "Cy",
        "Di",
    ]


def test_a_bare_signature_under_an_entry_counts() -> None:
    assert names(f"# {{{{u|Bo}}}}\n#: {SIGNED}") == ["Bo", "Ana Sol"]


@pytest.mark.parametrize("marks", ["1.", "12)", "•", "-", "–"])
def test_marks_typed_by_hand_make_lists_too(marks: str) -> None:
    (entry,) = entries(f"{marks} {{{{u|Bo}}}} - from Lima")
    assert (entry.marks, entry.users[0].username, entry.remark) == (marks, "Bo", "from Lima")


def test_an_entry_without_a_name_is_kept_and_a_name_on_the_next_line_joins_it() -> None:
    assert [e.text for e in entries("# Ana from Lima\n# {{u|Bo}}")] == ["Ana from Lima", "{{u|Bo}}"]
    (entry,) = entries(f"# I'll come\n{SIGNED}")
    assert (entry.users[0].username, entry.remark) == ("Ana Sol", "I'll come")


@pytest.mark.parametrize(
    "prose",
    [
        "Ask [[User:Org]] for help.",
        "Some words",
        " # {{u|Bo}}",
        "<nowiki>\n# {{u|Bo}}\n</nowiki>",
        "<!--\n# {{u|Bo}}\n-->",
        "{{box|\n# {{u|Bo}} comes\n}}",
        "<pre>\n* User:Bo\n</pre>",
        "{|\n* {{u|Bo}}\n|}",
        "; {{u}}",
        ": words",
    ],
)
def test_other_text_is_no_list(prose: str) -> None:
    assert [entry for entry in entries(prose) if entry.marks] == []


@pytest.mark.parametrize(
    "heading",
    """Not attending|Not Attending|NOT ATTENDING|Withdrawn|Withdrawn:|Regrets|Regrets / Excusés|Can’t make it
    |No asistiré|No asistire|No asistirán|Ne participe pas|Ne viendra pas|N’assistera pas
    |Não participarei|Nao participarei
    |لن أحضر|لن احضر|\u200fلن أحضر\u200e|المنسحبون
    |Not attending (sorry!)|Not attending this time|Withdrawn – Europe
    |Not attending / No asistiré / لن أحضر|Send regrets""".replace("\n", "").split("|"),
)
def test_headings_of_withdrawal_are_known_in_five_languages(heading: str) -> None:
    assert is_withdrawn_heading(heading.strip())


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "",
            "Attending",
            "Sign up",
            "Likely, Possible, and Regrets",
            "Attending / Not attending",
            "Asistiré",
        ),
        *("Not attending or unsure", "Participarei", "سأحضر", "Participe", "x" * 10_000, "---", "Tampoco"),
    ],
)
def test_other_headings_are_not(heading: str) -> None:
    assert not is_withdrawn_heading(heading)


def test_settings_add_headings_of_withdrawal() -> None:
    assert is_withdrawn_heading("Inte med", words=["inte MED"])


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_are_left_out_of_texts(newline: str) -> None:
    page = newline.join(["== A ==", "# {{u|Bo}}", "# {{u|Cy}} late", ""])
    assert [(e.text, e.remark) for e in entries(page)] == [("{{u|Bo}}", ""), ("{{u|Cy}} late", "late")]
    assert read_lists(page)[0].heading == "A"


PIECES = st.sampled_from(
    [
        "#",
        "*",
        ":",
        ";",
        "=",
        "==",
        "\n",
        "\n",
        " ",
        "a",
        "{{u|Bo}}",
        "[[User:Cy]]",
        "<s>",
        "</s>",
        "{|",
        "|}",
        "|",
        "<!--",
        "-->",
        "<nowiki>",
        "</nowiki>",
        "'''",
        "(",
        ")",
        "{{",
        "}}",
        "[[",
        "]]",
        "<h2>",
        "</h2>",
        "\r",
        "ى",
        SIGNED,
        "03:35, 2 July 2009 (UTC)",
        "\u200f",
        "مستخدم:سمير",
        "\ufdd0",
        "\x00",
        "<table>",
        "</table>",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_spans_slice_right_whatever_is_written(wikitext: str) -> None:
    last = 0
    for found in read_lists(wikitext):
        assert found.entries
        assert found.span[0] >= last
        last = found.span[0]
        for entry in found.entries:
            assert last <= entry.span[0] <= entry.span[1] <= found.span[1]
            last = entry.span[1]
            assert wikitext[slice(*entry.span)].strip() == entry.text
            assert wikitext.count("\n", 0, entry.span[0]) + 1 >= entry.line
            for user in entry.users:
                assert entry.span[0] <= user.span[0]
            assert entry.remark == " ".join(entry.remark.split())


@pytest.mark.parametrize(
    "hostile",
    [
        "#" * 200000,
        "# a\n" * 50000,
        "# " + "(" * 200000,
        "'''" * 70000,
        "=" * 200000,
        "# <s>x\n" * 30000,
        "=a=\n" * 50000,
        "\n" * 200000,
        ":x:\n" * 50000,
        "# a" + " " * 200000,
        "{|\n" * 60000,
        "<h2>" * 50000,
    ],
)
def test_hostile_pages_take_no_more_than_linear_time(hostile: str) -> None:
    assert_grows_linearly(lambda size: read_lists(hostile[:size]), size=len(hostile) // 2)


def test_many_lines_below_one_that_names_many_take_linear_time() -> None:
    name, answer = "[[User:A]]", "\n#:[[User:A]]"
    assert_grows_linearly(lambda size: read_lists("# " + name * size + answer * size), size=8_000)
