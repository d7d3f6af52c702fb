"""Pure: the lines of a filled-in form: to which column each belongs, and what would be lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.program.columns import KnownHeadings, fold_heading
from bot.program.request_blocks import COMMENT, heading_of
from bot.program.sign_up_row import plain_text
from bot.wikitext.folding import fold_words
from bot.wikitext.timestamp_shapes import timestamp_spans

_MARKS = re.compile(r"[\s*#:;'•·–—-]*")
_LABEL = re.compile(r"([^:：\n]{1,200})[:：](.*)", re.DOTALL)
_COMMENTED = "\0"  # stands for a comment: no page holds it


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form that somebody filled in."""

    text: str
    bare: str  # the text without comments
    lines: tuple[tuple[str, str], ...]  # as `read_lines` gives them, without comments and the signature
    known: KnownHeadings

    def labels(self) -> int:
        """Count the columns that it names, those in comments too."""
        opened = self.text.replace("<!--", " ").replace("-->", " ")
        return len({column for column, _ in read_lines(opened, self.known) if column})

    def hides(self, hints: Collection[str]) -> bool:
        """Tell whether something that was meant to be read stands in a comment."""
        return any(self._is_amiss(comment, hints) for comment in COMMENT.finditer(self.text))

    def _is_amiss(self, comment: re.Match[str], hints: Collection[str]) -> bool:
        inner = comment[0].removeprefix("<!--").removesuffix("-->")
        if not comment[0].endswith("-->") or "<!--" in inner:
            return True
        _, *further = inner.split("\n")
        if further and self.text[: comment.start()].rpartition("\n")[2]:
            return True
        if any(column for column, _ in read_lines("\n".join(["", *further]), self.known)):
            return True
        words = fold_words(inner)
        return words not in hints and any(f" {hint} " in f" {words} " for hint in hints if hint)

    def has_words_astray(self) -> bool:
        """Tell whether it says something above its first label, or at a comment without one."""
        first = next((number for number, (column, _) in enumerate(self.lines) if column), 0)
        if any(_says_something(text) for _, text in self.lines[:first]):
            return True
        is_below = False
        for number, line in enumerate(COMMENT.sub(_COMMENTED, self.text).split("\n")):
            bare = line.replace(_COMMENTED, " ")
            if bare.strip():
                is_at_hint = is_below or (_COMMENTED in line and not line.startswith(("*", "#", ":")))
                is_below = False
                if is_at_hint and self._is_unlabelled(bare, number):
                    return True
            else:
                is_below = is_below or _COMMENTED in line
        return False

    def _is_unlabelled(self, line: str, number: int) -> bool:
        if not _says_something(line) or (number == 0 and heading_of(line) is not None):
            return False
        is_labelled = any(column for column, _ in read_lines(f"\n{line}", self.known))
        return not is_labelled and not timestamp_spans(line, zoned=True)


def read_lines(body: str, known: KnownHeadings) -> Iterator[tuple[str, str]]:
    """Give of each line its column and what stands behind; without a column all of the line."""
    for number, line in enumerate(body.split("\n")):
        marks = _MARKS.match(line)
        text = line[marks.end() :].strip() if marks else line.strip()
        if not text or (number == 0 and heading_of(line) is not None):
            continue
        label = _LABEL.fullmatch(text)
        column = known.columns.get(fold_heading(label[1]), "") if label else ""
        if label and column and column != "user":
            yield column, label[2].strip(" '")
        else:
            yield "", text


def read_values(lines: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give what is said of each column; a line without one goes on with the one above."""
    said: dict[str, list[str]] = {}
    above = ""
    for column, text in lines:
        above = column or above
        if above and text:
            said.setdefault(above, []).append(text)
        elif column:
            said.setdefault(column, [])
    for column, texts in said.items():
        yield column, ", ".join(texts)


def _says_something(text: str) -> bool:
    return re.search(r"\w", plain_text(text)) is not None
