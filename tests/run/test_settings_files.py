"""Which file holds the settings, and what is said of one that holds none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.run.settings import SAMPLE, SettingsError, find_settings, load_settings

FILES: dict[str, tuple[bytes, str]] = {
    "no value": (
        b'home = "meta"\nledger = \n',
        "line 2, column 10: not valid TOML (Invalid value); mend that line.",
    ),
    "a key twice": (
        b'home = "a"\nhome = "b"',
        "line 2, column 11: not valid TOML (Cannot overwrite a value); mend that line.",
    ),
    "another encoding": (
        'home = "x"\nprogram = "ñ"'.encode("latin-1"),
        "line 2 is not UTF-8; save the file with the encoding UTF-8.",
    ),
    "too large": (
        b"# a comment\n" * 90_000,
        "is larger than 1 MB; a settings file has a few kilobytes, so check the name.",
    ),
    "too deep": (
        b"a = " + b"[" * 4000,
        "has tables or lists too deep in each other; compare it with the sample.",
    ),
    "a line too long": (b"a" + b".a" * 5000, "line 1 has more than 10000 characters; break it up."),
    "too many digits": (b"a = " + b"1" * 5000, "holds a number of too many digits; shorten it."),
}


@pytest.mark.parametrize(("content", "sentence"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_toml_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    found = str(caught.value)
    assert found in {f"{path}: {sentence}", f"{path} {sentence}"}


def test_a_missing_file_names_the_sample(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"there is no such file; copy .*settings\.sample\.toml there"):
        load_settings(tmp_path / "settings.toml")


def test_a_folder_or_a_device_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is a folder"):
        load_settings(tmp_path)
    with pytest.raises(SettingsError, match="is not a regular file"):
        load_settings(Path(os.devnull))


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_a_name_that_no_file_can_have_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=r"can't be read \([^)]+\); check its name"):
        load_settings(tmp_path / name)


def test_a_file_we_may_not_read_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "settings.toml").touch()
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SettingsError, match=r"can't be read \(Permission denied\)"):
        load_settings(tmp_path / "settings.toml")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SAMPLE.read_bytes())
    assert load_settings(path).program == "letsconnect"


def test_the_file_is_the_argument_then_the_environment_then_the_base_then_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, here = tmp_path / "base", tmp_path / "here"
    base.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    (base / "settings.toml").touch()
    (here / "settings.toml").touch()
    environ = {"LETSCONNECT_SETTINGS": "env.toml"}
    assert find_settings("arg.toml", environ, base) == Path("arg.toml")
    assert find_settings(None, environ, base) == Path("env.toml")
    assert find_settings(None, {"LETSCONNECT_SETTINGS": ""}, base) == base / "settings.toml"
    (base / "settings.toml").unlink()
    assert find_settings("", {}, base) == here / "settings.toml"


def test_without_any_file_all_places_tried_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError) as caught:
        find_settings(None, {}, tmp_path / "base")
    for place in ("-settings:FILE", "LETSCONNECT_SETTINGS", str(tmp_path / "base" / "settings.toml")):
        assert place in str(caught.value)
    assert f"no {tmp_path / 'settings.toml'}; copy" in str(caught.value)
    assert "\n" not in str(caught.value)


@given(content=st.one_of(st.binary(max_size=200), st.text(alphabet='[]{}=".,#\n\\ae1-:', max_size=60)))
def test_no_content_whatever_raises_anything_but_a_settings_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes | str
) -> None:
    path = tmp_path_factory.getbasetemp() / "settings.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingsError):
        load_settings(path)
