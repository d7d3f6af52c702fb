"""Shell: whether a file is in a network folder, where SQLite's locks are unsafe.

https://www.sqlite.org/faq.html#q5
"""

from __future__ import annotations

import re
from pathlib import Path

NETWORK = re.compile(r"nfs\d?|cifs|smb\w*|afs|ceph|glusterfs|lustre|fuse\.(sshfs|glusterfs|ceph|s3fs|rclone)")
"""Kinds of file systems that other machines may write to."""

MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux tells what is mounted: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html"""


def network_volume(file: Path, mounts: Path = MOUNTS) -> str:
    """Give the kind of network folder that a file is in; empty: in none, or this system doesn't tell.

    Args:
        file: which need not exist.
        mounts: what is mounted.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    place = file.resolve()
    above = [(len(point.parts), kind) for point, kind in map(_mount, lines) if place.is_relative_to(point)]
    # The innermost counts, and of two on one folder the later.
    _, kind = sorted(above, key=lambda mount: mount[0])[-1] if above else (0, "")
    return kind if NETWORK.fullmatch(kind) else ""


def _mount(line: str) -> tuple[Path, str]:
    """Read where something is mounted, and of what kind it is."""
    before, _, behind = line.partition(" - ")
    point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split(" ")[4])
    return Path(point), behind.split(" ")[0]
