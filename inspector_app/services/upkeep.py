"""Looking after the database: when a backup is due, what may go, and how much of the disk must stay free."""

from datetime import datetime, timedelta

from inspector_app.services.ports import Clock
from inspector_app.services.upkeep_ports import Purged, Upkeep

AT_START = timedelta(hours=24)
LEAST_FREE = 1_000_000_000  # bytes: recording goes on below, backups do not
AT_CLOSE = timedelta(hours=6)  # shorter than a shift: what it recorded is in a backup the same day


def check(upkeep: Upkeep) -> bool:
    """Reads every page of the database; raises StorageTrouble. False: the program ended first."""
    return upkeep.check()


def last_backup(upkeep: Upkeep) -> datetime | None:
    """When the newest backup was made; None before the first."""
    return upkeep.last_backup()


def back_up(upkeep: Upkeep, *, older_than: timedelta, clock: Clock) -> datetime | None:
    """Makes a backup when the newest is `older_than` that, or from a day to come; returns when the newest was made.

    Not on a disk that is nearly full: what is left of it is for what is recorded.
    """
    last = upkeep.last_backup()
    fresh = last is not None and timedelta(0) <= clock.now() - last < older_than
    if not fresh and not is_short(upkeep.free_bytes()):
        upkeep.backup()
    return upkeep.last_backup()


def purge(upkeep: Upkeep) -> Purged:
    """Removes photos and second copies that are old and proven to be at the centre."""
    return upkeep.purge()


def free_bytes(upkeep: Upkeep) -> int:
    """What is free on the disk of the data folder."""
    return upkeep.free_bytes()


def complete_copy(upkeep: Upkeep) -> int:
    """Tries to complete the second copy; returns how many lines stand only once, because the disk refuses it."""
    return upkeep.complete_copy()


def is_short(free: int) -> bool:
    """Whether somebody should make room."""
    return free < LEAST_FREE
