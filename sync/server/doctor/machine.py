"""The machine beneath: Python and SQLite, open files, the disk's room, and whether what is flushed stays."""

import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sync.server import files
from sync.server.doctor.verdict import Patient, Verdict, fail, ok, warn
from sync.server.judging import load_judge

# The WAL-reset bug: 3.7.0 to 3.51.2, but for the two branches that got the fix.
BUG_BEGAN, BUG_ENDED = (3, 7, 0), (3, 51, 3)
FIXED_BRANCHES = ((3, 44, 6), (3, 50, 7))
GIB = 1024**3
ROOM_FAIL, ROOM_WARN = 1 * GIB, 10 * GIB
FLUSHES = 40
TOO_FAST_MS, TOO_SLOW_MS = 0.05, 20.0  # no disk without its own battery is as fast as that
VOLATILE = frozenset({"tmpfs", "ramfs"})
REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"})


async def versions(patient: Patient) -> list[Verdict]:
    python = ".".join(map(str, sys.version_info[:3]))
    said = [ok("python", python)]
    if not patient.database.is_embedded:
        return said
    if has_reset_bug(sqlite3.sqlite_version_info):
        advice = "open centre.db with nothing but inspector-center while it serves; its gate keeps the bug away"
        return [*said, warn("sqlite", f"{sqlite3.sqlite_version} has the WAL-reset bug", advice)]
    return [*said, ok("sqlite", sqlite3.sqlite_version)]


def has_reset_bug(version: tuple[int, ...]) -> bool:
    """Whether a commit beside a checkpoint may be lost in that version of SQLite."""
    fixed = any(version[:2] == branch[:2] and version >= branch for branch in FIXED_BRANCHES)
    return BUG_BEGAN <= version < BUG_ENDED and not fixed


async def room(patient: Patient) -> list[Verdict]:
    """Free bytes and, where the system counts them, free inodes: each photo is a file."""
    folder = patient.settings.data
    usage = shutil.disk_usage(folder)
    said = f"{usage.free / GIB:.1f} GiB of {usage.total / GIB:.1f} free"
    advice = "give the disk room; parcels are refused below a fiftieth of it (8 GiB at most), photos below 64 MiB, lines when there is none"
    if usage.free < ROOM_FAIL:
        return [fail("disk", said, advice)]
    verdicts = [warn("disk", said, advice) if usage.free < ROOM_WARN else ok("disk", said)]
    if sys.platform != "win32":
        held = os.statvfs(folder)
        if held.f_files and held.f_favail / held.f_files < 0.05:
            verdicts.append(
                warn("inodes", f"{held.f_favail} left", "each photo takes one; make the file system anew with more")
            )
    return verdicts


async def packs(_patient: Patient) -> list[Verdict]:
    """The rules by which findings are decided again."""
    judge = load_judge()
    if judge.broken:
        said = "; ".join(str(trouble) for trouble in judge.broken.values())
        return [fail("policy packs", said, "install the program again: until then what they should decide waits")]
    return [ok("policy packs", f"{len(judge.packs)} as they were sealed")]


async def open_files(_patient: Patient) -> list[Verdict]:
    """Whether this account may hold as many connections as a process would take; `serve` allows itself what it may."""
    _, most = files.limits()
    if most >= files.WANTED:
        return [ok("open files", "as many as wanted" if most == sys.maxsize else f"{most} at most")]
    held = max(files.FEWEST_CONNECTIONS, most - files.OTHERS)
    advice = (
        f"so a process holds {held} laptops at once and the next ones wait; give it LimitNOFILE={files.WANTED} or more"
    )
    return [warn("open files", f"{most} at most", advice)]


async def flushing(patient: Patient) -> list[Verdict]:
    """How long a flush takes in the data folder, and what file system it is."""
    kind = _kind_of(patient.settings.data)
    if kind in VOLATILE:
        return [fail("flush", f"{kind} forgets everything at a restart", "put --data on a disk")]
    verdicts = []
    if kind in REMOTE and patient.database.is_embedded:
        verdicts.append(
            warn("file system", f"{kind} with SQLite", "locks over a network fail; use a local disk or PostgreSQL")
        )
    middle = statistics.median(_flushes(patient.settings.data)) * 1000
    said = f"{middle:.2f} ms for 8 KiB ({kind or 'unknown file system'})"
    if middle < TOO_FAST_MS:
        advice = "no disk is so fast: a cache that a power cut empties? Switch it to write-through, or prove it by a power cut"
        return [*verdicts, warn("flush", said, advice)]
    if middle > TOO_SLOW_MS:
        return [*verdicts, warn("flush", said, "each batch of lines waits for one; use a faster disk")]
    return [*verdicts, ok("flush", said)]


def _flushes(folder: Path) -> Iterator[float]:
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(FLUSHES):
            file.write(os.urandom(8192))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            yield time.perf_counter() - began


def _kind_of(folder: Path) -> str:
    """The kind of file system under `folder`; empty where nobody says."""
    mounts, here = Path("/proc/self/mounts"), folder.resolve()
    if not mounts.exists():
        return ""
    places = [line.split()[1:3] for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    holding = [(len(place), kind) for place, kind in places if here.is_relative_to(place.replace("\\040", " "))]
    return max(holding, default=(0, ""))[1]
