"""Shell: the MediaWiki tree, found on the machine or unpacked from Debian's package without root."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bot.sandbox.errors import TreeError
from bot.sandbox.state import PROJECT

_PACKAGES = ("mediawiki", "mediawiki-classes")
_INSTALLED = Path("/usr/share/mediawiki")
_IN_PACKAGE = Path("usr/share/mediawiki")

_EXTENSIONS = (
    "ParserFunctions",
    "InputBox",
    "Gadgets",
    "AbuseFilter",
    "SpamBlacklist",
    "TitleBlacklist",
    "TemplateData",
    "Renameuser",
    "ConfirmEdit",
    "Echo",
    "Linter",
    "DiscussionTools",
)
"""What the real wikis have and a tree may have; in an order that suits their needs of each other."""

_NEEDS = {"DiscussionTools": ("Linter", "VisualEditor")}
"""Extensions that are not loaded, and so don't work, without others."""


def find_tree(state_folder: Path, tell: Callable[[str], None]) -> Path:
    """Give a MediaWiki tree: the one that MEDIAWIKI_DIR names, an installed one, or Debian's unpacked here.

    Raises:
        TreeError: MEDIAWIKI_DIR is no such tree, or the package can't be had.
    """
    if named := os.environ.get("MEDIAWIKI_DIR"):
        for tree in (Path(named).absolute(), Path(named).absolute() / _IN_PACKAGE):
            if _is_tree(tree):
                return tree
        raise TreeError(f"MEDIAWIKI_DIR={named} is no MediaWiki tree: it has no includes/Setup.php.")
    if _is_tree(_INSTALLED):
        return _INSTALLED
    # All sandboxes of a checkout share one tree.
    home = PROJECT / ".sandbox" if (PROJECT / "setup.cfg").exists() else state_folder
    unpacked = home / "mediawiki" / _IN_PACKAGE
    home.mkdir(parents=True, exist_ok=True)
    with (home / "tree.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_tree(unpacked):
            began = time.monotonic()
            fetch(home / "debs")
            unpack(sorted((home / "debs").glob("mediawiki*.deb")), home / "mediawiki")
            tell(f"Debian's mediawiki package downloaded and unpacked ({time.monotonic() - began:.1f} s)")
    return unpacked


def _is_tree(folder: Path) -> bool:
    return (folder / "includes" / "Setup.php").is_file()


def read_version(tree: Path) -> str:
    """Give the version that a tree says it has, such as `1.39.17`."""
    defines = (tree / "includes" / "Defines.php").read_text(encoding="utf-8")
    if found := re.search(r"define\( *'MW_VERSION', *'([^']+)'", defines):
        return found[1]
    raise TreeError(f"{tree}/includes/Defines.php names no version: this is no MediaWiki of 1.39 or newer.")


def require_languages(tree: Path, codes: Iterable[str]) -> None:
    """Check that MediaWiki has messages in languages.

    Raises:
        TreeError: names the first that it lacks.
    """
    for code in sorted(codes):
        name = f"Messages{code.capitalize().replace('-', '_')}.php"
        if not re.fullmatch(r"[a-z][a-z-]*", code) or not (tree / "languages" / "messages" / name).is_file():
            raise TreeError(f"MediaWiki has no language “{code}”: name others with -wikis:uk,pl.")


def find_extensions(tree: Path) -> dict[str, str]:
    """Give the wanted extensions that are there, each with the path of its extension.json.

    The folders in LETSCONNECT_SANDBOX_EXTENSIONS are wanted too.
    """
    further = os.environ.get("LETSCONNECT_SANDBOX_EXTENSIONS")
    extra = sorted(Path(further).absolute().glob("*/extension.json")) if further else []
    places = {file.parent.name: file for file in (tree / "extensions").glob("*/extension.json")}
    places |= {file.parent.name: file for file in extra}
    found: dict[str, str] = {}
    for name in (*_EXTENSIONS, *(file.parent.name for file in extra)):
        for wanted in (*_NEEDS.get(name, ()), name):
            if wanted in places and name in places and all(need in places for need in _NEEDS.get(name, ())):
                found[wanted] = str(places[wanted])
    return found


def find_skins(tree: Path) -> tuple[str, ...]:
    """Give the skins of the tree that a wiki of Wikimedia shows."""
    return tuple(
        name for name in ("Vector", "MinervaNeue") if (tree / "skins" / name / "skin.json").is_file()
    )


def fetch(folder: Path, *, options: tuple[str, ...] = ()) -> None:
    """Download Debian's MediaWiki packages, without root; `options` are further ones for apt-get.

    Raises:
        TreeError: apt doesn't know the packages or can't reach them.
    """
    fresh = _new_beside(folder)
    done = _run(["apt-get", *options, "download", *_PACKAGES], fresh)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise TreeError(
            f"Debian's mediawiki package can't be downloaded ({reason}): "
            f"run `sudo apt-get update`, or set MEDIAWIKI_DIR to a MediaWiki tree."
        )
    fresh.rename(folder)


def _new_beside(folder: Path) -> Path:
    """Make an empty folder to be renamed to this one, which goes.

    Its name is its own: what a killed command left running must not write into it.
    """
    for stale in folder.parent.glob(f"{folder.name}.new-*"):
        shutil.rmtree(stale, ignore_errors=True)
    fresh = folder.with_name(f"{folder.name}.new-{secrets.token_hex(4)}")
    fresh.mkdir(parents=True)
    shutil.rmtree(folder, ignore_errors=True)
    return fresh


def fetch_release(release: str, folder: Path) -> Path:
    """Unpack MediaWiki of another Debian release, such as `trixie`, and give its tree.

    Apt's own lists and sources stay as they are.
    """
    apt = folder / "apt"
    for part in ("lists/partial", "cache/archives/partial"):
        (apt / part).mkdir(parents=True, exist_ok=True)
    sources = apt / "sources.list"
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    sources.write_text(f"deb [signed-by={keyring}] http://deb.debian.org/debian {release} main\n")
    options: Mapping[str, Path | str] = {
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": "-",
        "Dir::State::Lists": apt / "lists",
        "Dir::Cache": apt / "cache",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
    }
    flags = tuple(part for name, value in options.items() for part in ("-o", f"{name}={value}"))
    done = _run(["apt-get", *flags, "update"], folder)
    if done.returncode:
        raise TreeError(f"Debian {release}'s package lists can't be read: {done.stderr.strip()[-300:]}")
    fetch(folder / "debs", options=flags)
    unpack(sorted((folder / "debs").glob("mediawiki*.deb")), folder / "mediawiki")
    shutil.rmtree(apt)
    return folder / "mediawiki" / _IN_PACKAGE


def unpack(packages: list[Path], root: Path) -> None:
    """Unpack Debian packages into a folder of one's own, which appears only when it is whole."""
    fresh = _new_beside(root)
    for package in packages:
        done = _run(["dpkg-deb", "-x", str(package), str(fresh)], fresh)
        if done.returncode:
            raise TreeError(f"{package} can't be unpacked: {done.stderr.strip()} Delete it and try again.")
    _mend_links(fresh)
    if not _is_tree(fresh / _IN_PACKAGE):
        raise TreeError(f"The packages in {packages[0].parent if packages else root} hold no MediaWiki.")
    fresh.rename(root)


def _mend_links(root: Path) -> None:
    """Turn the package's absolute links, which lead out of the folder, into ones that stay in it."""
    links = [path for path in root.rglob("*") if path.is_symlink()]
    for link in links:
        target = link.readlink()
        if target.is_absolute():
            link.unlink()
            link.symlink_to(os.path.relpath(root / target.relative_to("/"), link.parent))
    for link in links:
        if not link.exists():
            link.unlink()


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise TreeError(
            f"{command[0]} is missing, so Debian's mediawiki package can't be had: "
            f"set MEDIAWIKI_DIR to a MediaWiki tree of 1.39 or newer."
        ) from None
