"""What the operator is told of pages that the account may not write."""

from __future__ import annotations

from bot.plan.onwiki.install import Place, Wanted
from bot.program.newest_revision import NewestRevision
from bot.run.onwiki_advice import GRANT, advice

GADGET = "User:Bot/Área 2"


def told(*lacking: tuple[Wanted, NewestRevision], is_there: bool = True) -> list[str]:
    path, server = "/w/index.php", "https://m.example"
    return list(advice(lacking, gadget=GADGET, script_path=path, server=server, is_there=is_there))


def page(title: str, place: Place, text: str = "", *, is_copy: bool = False, is_line: bool = False) -> Wanted:
    return Wanted(title=title, text=text, place=place, is_copy=is_copy, is_line=is_line)


def test_nothing_is_told_where_nothing_is_lacking() -> None:
    assert told() == []


def test_a_missing_grant_is_told_as_one() -> None:
    title = f"{GADGET}/en.json"
    assert told((page(title, Place.OWN_DATA), NewestRevision(title=title))) == ["", GRANT, f"  {title}"]


def test_each_page_is_told_with_its_text_and_a_link() -> None:
    title = "MediaWiki:Editnotice-0-A b/es"
    lines = told((page(title, Place.MESSAGE, "Hola\n\u00a0todas"), NewestRevision(title=title)))
    assert lines[3] == f"“{title}”, all of it:"
    assert lines[5] == "Hola\n\u00a0todas"
    assert lines[-1] == "https://m.example/w/index.php?title=MediaWiki:Editnotice-0-A_b/es&action=edit"


def test_a_page_that_somebody_changed_is_to_be_looked_at_first() -> None:
    there = NewestRevision(title="MediaWiki:X", revid=7, text="old", username="Nadia", at="2026-11-26")
    assert "Look at “MediaWiki:X” first: Nadia changed it on 2026-11-26." in told(
        (page("MediaWiki:X", Place.MESSAGE), there)
    )


def test_the_gadget_is_copied_from_where_it_is_and_can_be_tried_meanwhile() -> None:
    code = page("MediaWiki:Gadget-p.js", Place.SITE_SCRIPT, "code", is_copy=True)
    lines = told((code, NewestRevision(title=code.title)))
    assert f"“MediaWiki:Gadget-p.js”: the whole text of “{GADGET}.js”." in lines
    assert lines[-1] == (
        "mw.loader.load( '/w/index.php?title=User:Bot/%C3%81rea_2.js&action=raw&ctype=text/javascript' );"
    )


def test_a_gadget_that_is_not_as_we_made_it_is_not_to_be_copied() -> None:
    code = page("MediaWiki:Gadget-p.js", Place.SITE_SCRIPT, "code", is_copy=True)
    assert told((code, NewestRevision(title=code.title)), is_there=False)[3:] == [
        f"“MediaWiki:Gadget-p.js”: not yet, for “{GADGET}.js” is not what this command would write there."
    ]


def test_of_the_list_of_gadgets_only_the_new_line_is_told() -> None:
    listed = page("MediaWiki:Gadgets-definition", Place.MESSAGE, "* a|a.js\n* p|p.js", is_line=True)
    there = NewestRevision(title=listed.title, revid=7, text="* a|a.js", username="Nadia")
    assert "* p|p.js" in told((listed, there))
