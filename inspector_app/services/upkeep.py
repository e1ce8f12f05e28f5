"""Looking after the database: when a backup is due."""

from datetime import datetime, timedelta

from inspector_app.services.ports import Clock, Upkeep

AT_START = timedelta(hours=24)
AT_CLOSE = timedelta(hours=6)  # shorter than a shift: what it recorded is in a backup the same day


def check(upkeep: Upkeep) -> bool:
    """Reads every page of the database; raises StorageTrouble. False: the program ended first."""
    return upkeep.check()


def last_backup(upkeep: Upkeep) -> datetime | None:
    """When the newest backup was made; None before the first."""
    return upkeep.last_backup()


def back_up(upkeep: Upkeep, *, older_than: timedelta, clock: Clock) -> datetime | None:
    """Makes a backup when the newest is `older_than` that, or from a day to come; returns when the newest was made."""
    last = upkeep.last_backup()
    fresh = last is not None and timedelta(0) <= clock.now() - last < older_than
    if not fresh:
        upkeep.backup()
    return upkeep.last_backup()
