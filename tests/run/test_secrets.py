"""Files with secrets are private."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.run.secrets import (
    SecretsError,
    check_private,
    check_secrets,
    password_file_of,
)

SAMPLE = Path(__file__).parents[2] / "user-config.py.sample"


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    """Write a file and set its mode."""
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_file_for_our_eyes_only_passes(tmp_path: Path, mode: int) -> None:
    check_private(written(tmp_path / "passwords", "", mode))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o666, 0o610, 0o777])
def test_a_file_open_to_others_is_refused_with_the_command_that_mends_it(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path / "passwords", "", mode)
    with pytest.raises(SecretsError) as caught:
        check_private(path)
    assert str(caught.value) == (
        f"{path} holds secrets and others can use it (mode {mode:o}): run chmod 600 {path}, "
        "and change the password if others use this machine."
    )
    assert path.stat().st_mode & 0o777 == mode  # the check itself changes nothing


def test_a_link_is_judged_by_what_it_leads_to(tmp_path: Path) -> None:
    path = written(tmp_path / "passwords", "", 0o644)
    link = tmp_path / "link"
    link.symlink_to(path)
    with pytest.raises(SecretsError, match=f"a link to {path}"):
        check_private(link)
    path.chmod(0o600)
    check_private(link)


def test_a_file_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "passwords", "")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(SecretsError, match="belongs to another user"):
        check_private(path)


@pytest.mark.parametrize("name", ["missing", "a\0b", "x" * 300, "."])
def test_what_is_no_file_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(SecretsError) as caught:
        check_private(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('password_file = "user-password.py"', "user-password.py"),
        ("password_file: str = 'p'", "p"),
        ("if True:\n    password_file = 'p'", "p"),
        ("x = password_file = 'p'", "p"),
        ("password_file, family = 'p', 'meta'", "p"),
        ("password_file = None\npassword_file = 'p'", "p"),
        ("password_file = '/srv/p'", "/srv/p"),
    ],
)
def test_the_password_file_is_found_beside_the_config(tmp_path: Path, source: str, name: str) -> None:
    assert password_file_of(written(tmp_path / "user-config.py", source)) == tmp_path / name


@pytest.mark.parametrize("source", ["", "family = 'meta'", "password_file = None", "# password_file = 'p'"])
def test_a_config_may_name_no_password_file(tmp_path: Path, source: str) -> None:
    assert password_file_of(written(tmp_path / "user-config.py", source)) is None


@pytest.mark.parametrize(
    "source",
    [
        "password_file = 'a' + x",
        "password_file = f()",
        "password_file = 3",
        "password_file = ''",
        "password_file = 'a'\npassword_file = 'b'",
        "password_file = 'a'\npassword_file += 'b'",
    ],
)
def test_a_password_file_that_is_not_plain_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(SecretsError, match="must be one file name in plain quotes"):
        password_file_of(written(tmp_path / "user-config.py", source))


@pytest.mark.parametrize("source", ["family = ", "\0", "(" * 500])
def test_a_config_that_is_no_python_is_one_sentence(tmp_path: Path, source: str) -> None:
    with pytest.raises(SecretsError, match="is not valid Python; mend that line"):
        password_file_of(written(tmp_path / "user-config.py", source))


def test_the_config_is_never_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    check_secrets(written(tmp_path / "user-config.py", f"open({str(ran)!r}, 'w')"))
    assert not ran.exists()


def test_the_password_file_is_checked_before_pywikibot_opens_it(tmp_path: Path) -> None:
    config = written(tmp_path / "user-config.py", "password_file = 'p'", 0o644)
    password_file = written(tmp_path / "p", "('Bot', 'sesame')", 0o644)
    with pytest.raises(SecretsError, match="chmod 600"):
        check_secrets(config)
    password_file.chmod(0o600)
    check_secrets(config)


def test_a_linked_password_file_is_refused_as_pywikibot_does(tmp_path: Path) -> None:
    config = written(tmp_path / "user-config.py", "password_file = 'p'")
    (tmp_path / "p").symlink_to(written(tmp_path / "q", ""))
    with pytest.raises(SecretsError, match="is a link, which Pywikibot refuses"):
        check_secrets(config)


@pytest.mark.parametrize(
    "source",
    [
        "authenticate['*.wikipedia.org'] = ('a', 'b', 'c', 'd')",
        "authenticate = {'meta.wikimedia.org': ('a', 'b', 'c', 'd')}",
        "authenticate.update({'meta.wikimedia.org': ('a', 'b', 'c', 'd')})",
        "db_password = 'a'",
    ],
)
def test_a_config_with_oauth_in_it_must_be_private(tmp_path: Path, source: str) -> None:
    config = written(tmp_path / "user-config.py", source, 0o644)
    with pytest.raises(SecretsError, match="chmod 600"):
        check_secrets(config)
    config.chmod(0o600)
    check_secrets(config)


def test_without_any_config_there_is_nothing_to_check(tmp_path: Path) -> None:
    check_secrets(tmp_path / "user-config.py")


def run_config(folder: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Import Pywikibot's configuration with that folder as its base."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYWIKIBOT")}
    program = "\n".join(["import pywikibot.config as config", *lines])
    return subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", program],
        env=environ | {"PYWIKIBOT_DIR": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_pywikibot_takes_the_sample_config_without_a_warning(tmp_path: Path) -> None:
    written(tmp_path / "user-config.py", SAMPLE.read_text(encoding="utf-8"))
    done = run_config(
        tmp_path,
        "print(config.base_dir, config.family, config.usernames['wikipedia']['*'], config.user_script_paths)",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == [str(tmp_path), "meta", "LetsConnectBot", "['scripts']"]


def test_pywikibot_does_warn_about_a_variable_of_ours(tmp_path: Path) -> None:
    written(tmp_path / "user-config.py", SAMPLE.read_text(encoding="utf-8") + "\nsignup_page = 'X'\n")
    assert "signup_page" in run_config(tmp_path).stderr


def test_pywikibot_takes_the_oauth_lines_of_the_sample(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace("# authenticate[", "authenticate[")
    config = written(tmp_path / "user-config.py", text.replace("password_file =", "# password_file ="))
    check_secrets(config)
    done = run_config(tmp_path, "print(len(config.authenticate['*.wikipedia.org']))")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "4\n")


def test_the_sample_config_names_the_password_file_that_git_ignores() -> None:
    assert password_file_of(SAMPLE) == SAMPLE.parent / "user-password.py"
    assert "/user-password.py" in (SAMPLE.parent / ".gitignore").read_text(encoding="utf-8").split()


def test_every_part_of_the_sample_config_begins_with_what_it_is_for() -> None:
    parts = SAMPLE.read_text(encoding="utf-8").split("\n\n")
    assert all(part.startswith("# ") for part in parts)
