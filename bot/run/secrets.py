"""Shell: files with secrets are private, checked before Pywikibot opens them.

Pywikibot itself sets the mode of a password file that others can read, without a word; by then it was read.
"""

from __future__ import annotations

import ast
import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SECRET_VARIABLES = frozenset({"authenticate", "db_password"})


class SecretsError(Exception):
    """A file with secrets can't be used as it is; the text is one sentence that says what to do."""


def check_private(path: Path) -> None:
    """Refuse a file with secrets that anyone but us may read or write; a link is followed.

    Raises:
        SecretsError: also if there is no such file, or it is none.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SecretsError(
            f"{path} can't be read ({reason}); put the file there, for your eyes only."
        ) from None
    target = f"{path} (a link to {path.resolve()})" if path.is_symlink() else str(path)
    if not stat.S_ISREG(status.st_mode):
        raise SecretsError(f"{target} is not a file; name the file that holds the secrets.")
    if status.st_uid != os.geteuid():
        raise SecretsError(
            f"{target} holds secrets and belongs to another user (id {status.st_uid}), who can read them: "
            f"make a copy of your own and run chmod 600 on it."
        )
    if status.st_mode & _OTHERS:
        mode = stat.S_IMODE(status.st_mode)
        raise SecretsError(
            f"{target} holds secrets and others can use it (mode {mode:o}): "
            f"run chmod 600 {shlex.quote(str(path))}, and change the password if others use this machine."
        )


def check_secrets(user_config: Path) -> None:
    """Check `user-config.py` and the password file it names; to be called before Pywikibot logs in.

    A `user-config.py` without secrets may be read by all; one that is missing has none.

    Raises:
        SecretsError: one of them is open to others, or the password file can't be used.
    """
    if not user_config.exists():
        return
    if any(name in _SECRET_VARIABLES for name, _ in _assignments(user_config)):
        check_private(user_config)
    password_file = password_file_of(user_config)
    if password_file is None:
        return
    if password_file.is_symlink():
        raise SecretsError(
            f"{password_file} is a link, which Pywikibot refuses as password file: in {user_config}, "
            f"name {password_file.resolve()} itself."
        )
    check_private(password_file)


def password_file_of(user_config: Path) -> Path | None:
    """Give the password file that `user-config.py` names, without running it; none: it names none.

    As in Pywikibot, the path is relative to the folder of `user-config.py`.

    Raises:
        SecretsError: the file can't be parsed, or doesn't name the password file in plain quotes, once.
    """
    named = [value for name, value in _assignments(user_config) if name == "password_file"]
    texts = {value.value if isinstance(value, ast.Constant) else value for value in named} - {None}
    if not texts:
        return None
    text = texts.pop()
    if texts or not isinstance(text, str) or not text.strip():
        raise SecretsError(
            f"{user_config}: password_file must be one file name in plain quotes, so that its mode can be "
            'checked first; write password_file = "user-password.py".'
        )
    return user_config.parent / text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise SecretsError(f"{path} can't be read ({reason}); check the file and who owns it.") from None


def _assignments(user_config: Path) -> Iterator[tuple[str, ast.expr]]:
    """Give each variable that `user-config.py` sets anywhere, and what it is set to."""
    try:
        tree = ast.parse(_read(user_config))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        raise SecretsError(f"{user_config} line {line} is not valid Python; mend that line.") from None
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _named(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value is not None:
            yield from _named(node.target, node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # a call such as update() on the variable
            yield from (
                (name, argument) for argument in node.args for name, _ in _named(node.func.value, argument)
            )


def _named(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    while isinstance(target, ast.Subscript | ast.Starred):
        target = target.value
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple | ast.List):
        parts = value.elts if isinstance(value, ast.Tuple | ast.List) else [value] * len(target.elts)
        for part, given in zip(target.elts, parts, strict=False):
            yield from _named(part, given)
