"""The disk of one machine: numbered steps at which it may stop, room that may run out, and what is left after that.

A machine's folder is `place/N`, N counting its boots. When it stops, everything on its disk is copied into the next boot's
folder before a single line of the stopped program runs on: what that still does in unwinding happens to a folder that nobody
reads any more, and its next step stops it again.
"""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any, NoReturn, Protocol, TypeVar
from weakref import WeakSet

from tests.faults.model import torn
from tests.faults.model.folders import copy, drop, piece, put_in, steady
from tests.faults.model.power import Unflushed, Written
from tests.faults.model.torn import Contents

T = TypeVar("T")
DATABASE = "database"  # a part of the disk, as the folders in it are


class Killed(BaseException):
    """The machine stopped. No program can handle that."""

    def __init__(self, disk: "Disk") -> None:
        super().__init__(disk.name)
        self.disk = disk


class NoRoom(Exception):
    """A database is to say that the disk is full."""


class End(StrEnum):
    KILL = "kill"  # of the process: what the kernel was told stays
    POWER = "power"  # what was not flushed may be gone


class Closable(Protocol):
    def close(self) -> None: ...


class Disk:
    def __init__(self, place: Path, random: Random, tell: Callable[[str], None]) -> None:
        self.name = place.name
        self.boot = 0
        self.root = place / "0"
        self.full = ""  # the part without room: a folder, "database", or "*"
        self.fuse = 0  # steps until it stops; 0: it does not
        self.end = End.KILL
        self.stops = 0
        self.unflushed = Unflushed()
        self.undurable: dict[str, Contents] = {}  # databases as they were before commits that nobody flushed
        self.aside: Callable[[], AbstractContextManager[None]] = nullcontext  # nothing is watched within it
        self.is_watched: Callable[[], bool] = lambda: True
        self.held: WeakSet[Any] = WeakSet()  # open files and connections
        self._place = place
        self._random = random
        self._tell = tell

    # Steps ------------------------------------------------------------------------------------------------------------

    def arm(self, steps: int, end: End) -> None:
        """It will stop at the `steps`-th step from here."""
        self.fuse, self.end = steps, end

    def check(self, boot: int) -> None:
        """Raises Killed for a program of an earlier boot."""
        if boot != self.boot:
            raise Killed(self)

    def strikes(self, what: str) -> bool:
        """Counts a step; whether it is the one at which the machine stops."""
        self._tell(f"{self.name} {what}")
        self.fuse = max(0, self.fuse - 1) if self.fuse != 1 else -1
        return self.fuse == -1

    def step(self, what: str) -> None:
        """Raises Killed when the machine stops here."""
        if self.strikes(what):
            self.stop()

    def stop(self, changed: dict[str, bytes] | None = None) -> NoReturn:
        """Stops now; `changed` are files as they are at this moment, where they differ from what one sees."""
        self._tell(f"{self.name} {self.end.value}")
        self.stops += 1
        with self.aside():
            after = self._place / str(self.boot + 1)
            copy(self.root, after)
            put_in(after, changed or {})
            if self.end is End.POWER:
                self.unflushed.cut(after, self._random)
                for name, contents in self.undurable.items():
                    put_in(after, torn.files_of(name, contents))
            self.begin(after)
        raise Killed(self)

    def begin(self, root: Path) -> None:
        """The machine's folder is `root` from now on."""
        old, self.root, self.boot, self.fuse = self.root, root, int(root.name), 0
        if old != root:
            drop(old)
        self.unflushed.settle()
        self.undurable = {}

    def bury(self) -> None:
        """Lets go of what a stopped program held open, once it has unwound."""
        for held in list(self.held):
            if held.boot != self.boot:
                with suppress(Exception):
                    held.let_go()

    def replace_by(self, image: Path, *, only: str = "") -> None:
        """Another disk is put in, or those of its files that the pattern `only` names."""
        with self.aside():
            after = self._place / str(self.boot + 1)
            copy(self.root if only else image, after)
            for name in {path.name for folder in (after, image) for path in folder.glob(only or "-")}:
                (after / name).unlink(missing_ok=True)
                if (image / name).exists() and not name.endswith("-shm"):
                    shutil.copy2(image / name, after / name)
            self.begin(after)

    # Room -------------------------------------------------------------------------------------------------------------

    def lacks_room(self, name: str) -> bool:
        if not self.full:
            return False
        part = DATABASE if name.partition("-")[0].endswith(".db") else name.partition("/")[0]
        return self.full in ("*", part)

    def check_room(self, name: str) -> None:
        if self.lacks_room(name):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)

    # Files ------------------------------------------------------------------------------------------------------------

    def write(self, descriptor: int, name: str, content: bytes, put: Callable[[bytes], int | None]) -> int:
        """Writes `content` where the file stands; a stop, or the end of the room, may come amid it."""
        strikes, full = self.strikes(f"write {steady(name)}"), self.lacks_room(name)
        offset = os.lseek(descriptor, 0, os.SEEK_CUR)
        size = os.fstat(descriptor).st_size
        before = piece(self.root / name, offset, len(content)) if offset < size else b""
        self.unflushed.write(name, Written(offset, len(content), before, size))
        put(content[: self._random.randint(0, len(content))] if strikes or full else content)
        if strikes:
            self.stop()
        if full:
            self.check_room(name)
        return len(content)

    def rename(self, source: str, target: str) -> None:
        self.step(f"rename {steady(target)}")
        before = (self.root / target).read_bytes() if (self.root / target).is_file() else None
        (self.root / source).replace(self.root / target)
        self.unflushed.rename(source, target, before)
        self.step(f"renamed {steady(target)}")

    def remove(self, name: str) -> None:
        before = (self.root / name).read_bytes()  # raises as removing would
        self.step(f"remove {steady(name)}")
        (self.root / name).unlink()
        self.unflushed.remove(name, before)

    def flush(self, name: str, fsync: Callable[[], None]) -> None:
        self.step(f"flush {steady(name)}")
        fsync()
        self.unflushed.flush(name, is_folder=(self.root / name).is_dir())

    # Databases --------------------------------------------------------------------------------------------------------

    def commit(self, name: str, run: Callable[[], T], *, durable: bool) -> T:
        """Commits the transaction of database `name`; raises NoRoom, or Killed before, amid or after it."""
        if self.lacks_room(name):
            raise NoRoom
        if not durable:
            self.undurable.setdefault(name, torn.contents(self.root, name))
        if self.strikes(f"commit {name}"):
            self._stop_around(name, run, amid=torn.torn_log)
        return run()

    def end_database(self, name: str, run: Callable[[], T]) -> T:
        """Closes a writing connection, which moves the log into the database."""
        if self.strikes(f"close {name}"):
            self._stop_around(name, run, amid=torn.torn_pages)
        self.undurable.pop(name, None)
        return run()

    def _stop_around(
        self, name: str, run: Callable[[], Any], *, amid: Callable[[Contents, Contents, Random], Contents]
    ) -> NoReturn:
        when = self._random.choice(("before", "amid", "after"))
        before = torn.contents(self.root, name)
        if when == "before":
            self.stop()
        run()
        if when == "after":
            self.stop()
        self.stop(torn.files_of(name, amid(before, torn.contents(self.root, name), self._random)))
