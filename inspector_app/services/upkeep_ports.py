"""What looking after the database needs of storage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Purged:
    """What receipts have made superfluous and is gone from this laptop: photos, segments of the second copy, bytes."""

    photos: int = 0
    segments: int = 0
    size: int = 0


class Upkeep(Protocol):
    """Looks after the database beside all other work, on a thread of its own: reads every page, makes a verified copy.

    Both raise StorageTrouble; False says that `stop`, which any thread may call, ended them early.
    """

    def check(self) -> bool: ...
    def backup(self) -> bool: ...
    def purge(self) -> Purged:
        """Removes photos and second copies of lines that are old and proven to be at the centre."""

    def free_bytes(self) -> int:
        """What is free on the disk of the data folder."""

    def complete_copy(self) -> int:
        """Tries to complete the second copy; returns how many lines stand only once, because the disk refuses it."""

    def last_backup(self) -> datetime | None: ...
    def stop(self) -> None: ...
