"""Awkward pages with tables, made up at random, as hurried people and old tools leave them."""

from __future__ import annotations

import re

from hypothesis import assume
from hypothesis import strategies as st

_UNKNOWABLE = re.compile(r"\{\{[^{}|]*\{\{|=.*\{\{missing.*\||\{\{missing.*=.*\|")
"""A template whose name a template makes, or one that may stand among attributes."""

_WORDS = [
    "Ana", "photo walk", "Wikidata", "2 July", "مستخدم", "تعلم", "Любов", "学习", "தமிழ்", "São Tomé",
    "naïve", "", "a b", "3.5", "x=1", "!", "-", "+", "}", "=", ":", "*", "&nbsp;", "&#124;", "1 < 2",
    "2 > 1", "R&D",
]  # fmt: skip

_INLINE = [
    "[[Page]]", "[[User:Ana|Ana]]", "[[Page|a || b]]", "[[Page", "]]", "[[",
    "[https://example.org a b]", "'''b'''", "''i", "{{PAGENAME}}", "{{lc:A|B}}", "{{#if:1|a|b}}",
    "{{#if:1|a {{lc:B}}|\n| c\n}}", "{{!}}", "{{!}}{{!}}", "{{missing row|a|b}}", "{{", "}}", "{{{1}}}",
    "{{{1|default}}}", "{{{name|a {{!}} b|c}}}", "{{{", "{{|a}}", "{{a<b}}", "<!-- c -->",
    "<!-- || -->", "<!--", "<nowiki>|</nowiki>", "<nowiki>||</nowiki>", "<nowiki/>", "<nowiki>",
    "<pre>a\n| b</pre>", "<br>", "<br />", "<small>s</small>", "<small>", "</small>", "<s>",
    "<span title=\"a|b\">t</span>", "<span style='a||b'>", "<div>", "</div>", "<unknown a|b>", "<b",
    "<noinclude>n</noinclude>", "<includeonly>| i</includeonly>", "<onlyinclude>", "</noinclude>",
    "<ref>r || r</ref>", "-{a|b}-", "-{", "|", "||", "!!", "| |", "|||",
    "[[File:No such.jpg|thumb|a || b]]", "[[Category:C]]", "[[:Category:C|c]]",
]  # fmt: skip

_ATTRIBUTES = [
    'class="wikitable"', "rowspan=2", 'rowspan="2"', "rowspan='3'", "ROWSPAN=2", "colspan=2",
    'colspan = "2"', "rowspan=0", "colspan=0", "rowspan=x", "rowspan=", "colspan=2px", "colspan=-1",
    'rowspan="2', 'style="color:red;"', "style=a!!b", "rowspan=2 colspan=3", "rowspan=2 rowspan=3",
    "<!-- c -->", "{{lc:CLASS}}", "class=<nowiki>a</nowiki>", "valign=top", "nowrap",
    'title="rowspan=2"', "data-rowspan=2", "scope=col/", "/", "''", '"', "[", "&#50;", "rowspan=&#50;",
    "rowspan{{=}}2", "<small>", "<td>", 'title="a<!-- x -->b"',
]  # fmt: skip

_LINE_STARTS = [
    "{|", ":{|", "::{|", " {|", "{{{!}}", "{{(!}}", "|}", " |}", "|}}", "{{!}}}", "|}|", "|-", "|--",
    "|----", " |-", "|- ", "|+", "|+a", "|", " |", "\t|", "!", " !", "||", "!!", "{{!}}", "{{!}}-",
    "{{!}} ", "|}-", "|-+", "<nowiki/>|", "<!-- c -->|", "<!-- c -->|-", "|<!-- c -->-", "|<!-- c -->}",
    "{<!-- c -->|", "*", "#", ":", ";", "==", "= a", " ", "", "----", "<noinclude>|", "<noinclude>|-",
    "</noinclude>|",
]  # fmt: skip

_TAGS = [
    "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "</th>", "<td rowspan=2>",
    '<th colspan="2">', "<caption>", "</caption>", "<TABLE>", "<td/>", "<tr/>", "<table/>", "</table >",
    "<td\nrowspan=2>", "<tbody>", "<thead>", "<td", "<tdx>", "< td>", "<td rowspan='2' title='a|b'>",
]  # fmt: skip

words = st.sampled_from(_WORDS)
inline = st.sampled_from(_INLINE)
attributes = st.sampled_from(_ATTRIBUTES)
line_starts = st.sampled_from(_LINE_STARTS)
tags = st.sampled_from(_TAGS)
separators = st.sampled_from([" || ", "||", " | ", "|", " !! ", "!!", " "])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Give what may stand in a cell."""
    kinds = st.one_of(words, words, inline)
    return " ".join(draw(st.lists(kinds, max_size=3)))


@st.composite
def cells(draw: st.DrawFn) -> str:
    """Give a cell's attributes and content."""
    if draw(st.booleans()):
        return draw(texts())
    return " " + " ".join(draw(st.lists(attributes, min_size=1, max_size=2))) + " | " + draw(texts())


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Give one line, most often with markup at its start."""
    start = draw(line_starts)
    parts = draw(st.lists(st.one_of(cells(), texts(), tags, separators), max_size=3))
    return draw(st.sampled_from(["", " "])).join([start, *parts])


@st.composite
def soups(draw: st.DrawFn) -> str:
    """Give lines of markup in no order."""
    opening = draw(st.sampled_from(["{|\n", '{| class="wikitable"\n', "<table>", ""]))
    return opening + "\n".join(draw(st.lists(st.one_of(lines(), lines(), texts(), tags), max_size=12)))


@st.composite
def tables(draw: st.DrawFn, depth: int = 2) -> str:
    """Give a table with a mistake here and there."""
    indent = draw(st.sampled_from(["", "", "", ":", "::", " "]))
    out = [
        indent
        + "{| "
        + draw(st.sampled_from(["", 'class="wikitable"', "class=wikitable border=1", "<!-- c -->"]))
    ]
    if draw(st.integers(0, 4)) == 0:
        out.append("|+ " + draw(cells()))
    for _ in range(draw(st.integers(0, 4))):
        out.append(
            draw(st.sampled_from(["|-", "|-", "|-----", '|- style="x"', "<!-- c -->\n|-", "|-\n|-", ""]))
        )
        out.extend(draw(rows(depth)))
    out.append(draw(st.sampled_from(["|}", "|}", "|}", "|} after", ""])))
    return "\n".join(out)


@st.composite
def rows(draw: st.DrawFn, depth: int) -> list[str]:
    """Give the lines of one row."""
    mark = draw(st.sampled_from(["|", "|", "!"]))
    if draw(st.booleans()):
        joint = draw(st.sampled_from([" || ", "||", " !! "])) if mark == "!" else " || "
        return [mark + joint.join(draw(st.lists(cells(), min_size=1, max_size=4)))]
    out = []
    for _ in range(draw(st.integers(1, 4))):
        out.append(mark + draw(cells()))
        more = draw(st.integers(0, 9))
        if more == 0:
            out.append("* " + draw(texts()))
        elif more == 1 and depth:
            out.append(draw(tables(depth - 1)))
        elif more == 2:
            out.append(draw(html_tables(depth)))
        elif more == 3:
            out.append(draw(st.sampled_from(["", "<!-- c -->", " <!-- c --> <!-- d -->", "plain", "|+ odd"])))
    return out


@st.composite
def html_tables(draw: st.DrawFn, depth: int = 1) -> str:
    """Give an HTML table, with ends missing."""
    out = [draw(st.sampled_from(["<table>", '<table class="wikitable">\n', "<table><caption>c</caption>"]))]
    for _ in range(draw(st.integers(0, 3))):
        out.append(draw(st.sampled_from(["<tr>", "<tr>\n", "<tr class=x>", ""])))
        for _ in range(draw(st.integers(0, 3))):
            out.append(draw(st.sampled_from(["<td>", "<th>", "<td rowspan=2>", "<td colspan='2'>\n"])))
            out.append(
                draw(html_tables(depth - 1)) if depth and draw(st.integers(0, 9)) == 0 else draw(texts())
            )
            out.append(draw(st.sampled_from(["</td>", "</th>", "\n", ""])))
        out.append(draw(st.sampled_from(["</tr>", "</tr>\n", ""])))
    out.append(draw(st.sampled_from(["</table>", "</table>\n", ""])))
    return "".join(out)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Give a page."""
    parts = st.one_of(tables(), tables(), html_tables(), soups())
    page = "\n\n".join(draw(st.lists(st.one_of(parts, texts()), min_size=1, max_size=2)))
    assume(not _UNKNOWABLE.search(page))
    return page
