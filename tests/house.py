"""The house rules, read off source files: which room may import what, and what a pure room may not do."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BELOW_PLAN = frozenset({"program", "words", "wikitext"})
_BELOW_RUN = _BELOW_PLAN | {"plan", "wiki", "ledger"}
MAY_IMPORT = {
    "wikitext": frozenset[str](),
    "program": frozenset({"wikitext"}),
    "words": frozenset({"wikitext"}),
    "plan": _BELOW_PLAN,
    "wiki": _BELOW_PLAN,
    "ledger": _BELOW_PLAN,
    "run": _BELOW_RUN,
    "scripts": _BELOW_RUN | {"run"},
    "sandbox": _BELOW_RUN | {"run"},
}
PURE = frozenset({"wikitext", "program", "words", "plan"})

# Libraries that only one room of the bot may know. The sandbox stands apart and is no room of the bot.
_OWNER = {
    "pywikibot": "wiki",
    "requests": "wiki",
    "urllib3": "wiki",
    "sqlite3": "ledger",
    "sqlalchemy": "ledger",
}
_APART = "sandbox"

_IMPURE_MODULES = frozenset(
    {
        "asyncio",
        "concurrent",
        "http.client",
        "http.server",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "random",
        "secrets",
        "select",
        "shutil",
        "signal",
        "socket",
        "socketserver",
        "ssl",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib.request",
        "uuid",
    }
)
_IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval", "breakpoint", "__import__"})
_CLOCK_CALLS = frozenset({"now", "utcnow", "today"})
_FILE_CALLS = frozenset({"write_text", "write_bytes", "unlink", "mkdir"})


def faults(source: str, *, room: str, path: str = "") -> list[str]:
    """List what in this source breaks a house rule, each with its line; empty: nothing.

    Args:
        room: a folder of `bot`, or "scripts".
        path: where the source stands, for the messages.
    """
    tree = ast.parse(source)
    found = [*_import_faults(tree, room)]
    if room in PURE:
        found += _purity_faults(tree)
    if room != "scripts":
        found += _docstring_faults(tree, room)
    return [f"{path}:{line}: {reason}" for line, reason in found]


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "." * node.level + (node.module or "")
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _import_faults(tree: ast.Module, room: str) -> Iterator[tuple[int, str]]:
    for line, name in _imports(tree):
        top, *rest = name.split(".")
        owner = _OWNER.get(top)
        if not top:
            yield line, f"imports '{name}': write the whole name, from bot on"
        elif top == "bot" and rest:
            if rest[0] != room and rest[0] in {*MAY_IMPORT, "onwiki"} - MAY_IMPORT[room]:
                yield line, f"{room} may not import bot.{rest[0]}"
        elif owner and room not in {owner, _APART}:
            yield line, f"only bot.{owner} imports {top}"
        if room in PURE and any(name == bad or name.startswith(f"{bad}.") for bad in _IMPURE_MODULES):
            yield line, f"{room} is pure and may not import {name}"


def _purity_faults(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in _IMPURE_CALLS:
                yield node.lineno, f"a pure room may not call {name}()"
            case ast.Call(func=ast.Attribute(attr=name)) if name in _CLOCK_CALLS:
                yield (
                    node.lineno,
                    f"a pure room has no clock, it may not call .{name}(): `now` is an argument",
                )
            case ast.Call(func=ast.Attribute(attr=name)) if name in _FILE_CALLS:
                yield node.lineno, f"a pure room may not call .{name}()"
            case _:
                pass


def _docstring_faults(tree: ast.Module, room: str) -> Iterator[tuple[int, str]]:
    wanted = "Pure: " if room in PURE else "Shell: "
    if not (ast.get_docstring(tree) or "").startswith(wanted):
        yield 1, f"the docstring must begin '{wanted}'"
