"""Pure: which braces of a page belong together as templates, parameters and parser functions.

A stack as MediaWiki's preprocessor keeps it: "[[", "-{" and headings stand on it too, because a "}}" counts
only for what was opened last. Linear in the page's length, without recursion.
"""

import re

from bot.wikitext.masks import GONE, OPAQUE, UNKNOWN
from bot.wikitext.template_names import Named, what_is_named

_SIMPLE = r"\[\[[^\[\]{}<\n]*\]\]|(?P<template>\{\{(?!\{)[^\[\]{}<\n]*\}\})"
_OPENING = rf"{_SIMPLE}|\[\[+|-?\{{\{{+|-\{{|<"
_PLAIN_HEADING = r"\n=[^\n\[\]{}<]*(?=\n)"
_TOP_NONE = re.compile(rf"{_OPENING}|{_PLAIN_HEADING}|\n=")
_TOP_LINK = re.compile(rf"{_OPENING}|{_PLAIN_HEADING}|\n=|\]\]")
_TOP_VARIANT = re.compile(rf"{_OPENING}|\n=|\}}-|\||=")
_TOP_BRACE = re.compile(rf"{_OPENING}|\n=|\}}\}}?\}}?|\||=")
_TOP_HEADING = re.compile(rf"{_OPENING}|\n")

_LONGEST_TITLE = 600
_MOST_MASKS = 20
_NO_TITLE = "\x7f"
"""What MediaWiki has in the place of an extension tag can't be in a title."""

_CONSTANTS = {"!": "|", "=": "="}


class _Open:
    """Something opened and not yet closed."""

    __slots__ = ("count", "equals", "kind", "marks", "parts", "prefix", "start")

    def __init__(self, kind: str, start: int, count: int, marks: int, *, prefix: bool = False) -> None:
        self.kind = kind  # "[", "{", "-" or "=" for a heading
        self.start = start
        self.count = count
        self.prefix = prefix  # a "-" before the braces
        self.marks = marks  # how many masks there were when it was opened
        self.parts: list[int] = []  # where its pipes are
        self.equals = False  # the current part has its "="


class Braces:
    """The stack, and the masks that came of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[_Open] = []
        self.masks: list[tuple[int, int, str]] = []
        self.last_closing = text.rfind("}}")

    def start(self) -> int:
        """Begin at the page's start, which is a line's start."""
        return self.line_start(0)

    def line_start(self, at: int) -> int:
        """Open a heading if one may stand at the line's start `at`; give where to go on."""
        text = self.text
        end = at
        while end - at < 6 and text.startswith("=", end):
            end += 1
        count = end - at
        if not count:
            return at
        top = self.stack[-1] if self.stack else None
        if count == 1 and top and top.kind in "{-" and top.parts and not top.equals:
            return at
        self.stack.append(_Open("=", at, count, len(self.masks)))
        return end

    def next_angle(self, at: int) -> int:
        """Walk to the next "<", keeping the stack; -1 at the page's end."""
        text, stack = self.text, self.stack
        while True:
            if at > self.last_closing:
                return text.find("<", at)
            pattern = _TOP_NONE
            if stack:
                pattern = _PATTERNS[stack[-1].kind]
            found = pattern.search(text, at)
            if not found:
                return -1
            token = found[0]
            at = found.start()
            if token == "<":  # noqa: S105 - a token of markup
                return at
            if found["template"]:
                self.template(at, found.end(), token[2:-2].split("|", 1)[0], len(self.masks))
                at = found.end()
            elif token[0] + token[-1] == "[]" or (token[0] == "\n" and len(token) > 2):
                at = found.end()  # a link or heading with nothing in it that matters
            else:
                at = self.step(at, token)

    def step(self, at: int, token: str) -> int:
        """Change the stack by one token; give where to go on."""
        first = token[0]
        end = at + len(token)
        if first == "\n":
            if self.stack and self.stack[-1].kind == "=":
                self.stack.pop()
                return at
            return self.line_start(at + 1)
        if first == "|":
            self.pipe(at)
        elif first == "=":
            self.stack[-1].equals = True
        elif first == "]":
            self.stack[-1].count -= 2
            if self.stack[-1].count < 2:
                self.stack.pop()
        elif first == "}":
            return self.close(at, len(token))
        elif first == "[":
            self.stack.append(_Open("[", at, len(token), len(self.masks)))
        elif token == "-{":  # noqa: S105 - a token of markup
            self.stack.append(_Open("-", at, 2, len(self.masks)))
        else:
            prefix = first == "-"
            self.stack.append(_Open("{", at + prefix, len(token) - prefix, len(self.masks), prefix=prefix))
        return end

    def pipe(self, at: int) -> None:
        """Begin the next part of what is open."""
        top = self.stack[-1]
        top.parts.append(at)
        top.equals = False

    def close(self, at: int, count: int) -> int:
        """Close what the top's braces allow; give where to go on."""
        top = self.stack[-1]
        if top.kind == "-":
            self.stack.pop()
            return at + 2
        count = min(count, top.count, 3)
        if count < 2:
            return at + count
        self.stack.pop()
        start = top.start + top.count - count
        end = at + count
        if count == 3:
            self.parameter(top, start, end)
        else:
            title_end = top.parts[0] if top.parts else at
            self.template(start, end, self.title(start + 2, title_end, top.marks), top.marks)
        self.reopen(top, count)
        return end

    def reopen(self, top: _Open, count: int) -> None:
        """Put back what is left of the opening braces."""
        left = top.count - count
        if left >= 2:
            self.stack.append(_Open("{", top.start, left, top.marks, prefix=top.prefix))
        elif left == 1 and top.prefix:
            self.stack.append(_Open("-", top.start - 1, 2, top.marks))

    def title(self, start: int, end: int, marks: int) -> str:
        """Give what stands first between braces, masked, as far as a title may be long."""
        end = min(end, start + _LONGEST_TITLE)
        parts = []
        last = start
        for mask_start, mask_end, fill in sorted(self.masks[marks : marks + _MOST_MASKS]):
            if last <= mask_start < end:
                parts.append(self.text[last:mask_start])
                parts.append(_NO_TITLE if self.text[mask_start] == "<" and fill == OPAQUE else fill)
                last = mask_end
        parts.append(self.text[last : max(end, last)])
        return "".join(parts)

    def template(self, start: int, end: int, title: str, marks: int) -> None:
        """Set a template aside, unless its title can't be one: then it shows as it is written."""
        constant = _CONSTANTS.get(title.strip())
        if constant:
            self.masks.append((start, end, constant + GONE * (end - start - 1)))
            return
        named = what_is_named(title)
        if named is not Named.TEXT:
            del self.masks[marks:]
            self.masks.append((start, end, UNKNOWN if named is Named.PAGE else OPAQUE))

    def parameter(self, top: _Open, start: int, end: int) -> None:
        """Set a parameter aside but for its default; what both masks cover is left to `write`."""
        if not top.parts:
            del self.masks[top.marks :]
            self.masks.append((start, end, OPAQUE))
            return
        default_end = top.parts[1] if len(top.parts) > 1 else end - 3
        self.masks.append((start, top.parts[0] + 1, GONE))
        self.masks.append((default_end, end, GONE))

    def write(self) -> str:
        """Write the text with its masks; one inside another is covered by it."""
        parts = []
        last = 0
        for start, end, fill in sorted(self.masks):
            if start >= last:
                parts.append(self.text[last:start])
                parts.append(fill if len(fill) > 1 else fill * (end - start))
                last = end
        parts.append(self.text[last:])
        return "".join(parts)


_PATTERNS = {"{": _TOP_BRACE, "[": _TOP_LINK, "-": _TOP_VARIANT, "=": _TOP_HEADING}
