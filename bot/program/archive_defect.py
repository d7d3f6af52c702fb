"""Pure: a defect of a newsletter's archive, as people are told it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.program.problems import Place, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """Something amiss in the archive."""

    kind: str
    problem: Problem
    is_for_bot: bool = False  # can be mended without touching anybody's words
    move_to: str = ""  # title to which the page is to be moved
    lead_to: str = ""  # title to which the redirect is to lead

    @property
    def title(self) -> str:
        """The page that it is about."""
        return self.problem.place.page if self.problem.place else ""


def defect(
    kind: str,
    title: str,
    *values: str | int,
    is_for_bot: bool = False,
    move_to: str = "",
    lead_to: str = "",
) -> Defect:
    """Give a defect of a page; the title is the first value of its message.

    Args:
        kind: `archive-<kind>` is the message.
        title: of the page.
        values: of the message after it.
        is_for_bot: whether the bot can mend it.
        move_to: where the page belongs.
        lead_to: where the redirect is to lead.
    """
    return Defect(
        kind=kind,
        problem=Problem(
            reason=f"archive-{kind}", values=(title, *values), place=Place(page=title, row=0, line=0)
        ),
        is_for_bot=is_for_bot or bool(move_to or lead_to),
        move_to=move_to,
        lead_to=lead_to,
    )
