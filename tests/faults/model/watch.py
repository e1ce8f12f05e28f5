"""Leads what the app does to files and databases below one folder to the disk of the machine they belong to.

While a `Watch` is on, chance comes from the seed too: salts, keys, ids. `aside` is for what the world itself does.
"""

import io
import os
import random as chance
import shutil
import sqlite3.dbapi2
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import sqlcipher3.dbapi2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.faults.model.disk import Disk
from tests.faults.model.handles import WatchedConnection, WatchedFile

_WRITING = ("w", "a", "+", "x")


class Watch:
    def __init__(self, top: Path, random: Random) -> None:
        self._top = f"{top}{os.sep}"
        self._disks: dict[str, Disk] = {}
        self._aside = False
        self._random = random
        self._real_open: Callable[..., Any] = io.open
        self._real_os_open, self._real_write = os.open, os.write
        self._patches = self._made_patches()

    def add(self, disk: Disk) -> None:
        self._disks[disk.name] = disk
        disk.aside, disk.is_watched = self.aside, lambda: not self._aside

    def __enter__(self) -> "Watch":
        for one in self._patches:
            one.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, at: TracebackType | None
    ) -> None:
        self._aside = True
        for one in reversed(self._patches):
            one.stop()

    @contextmanager
    def aside(self) -> Iterator[None]:
        before, self._aside = self._aside, True
        try:
            yield
        finally:
            self._aside = before

    def found(self, path: Any) -> tuple[Disk, str] | None:
        """The disk that `path` is on, and its name there; raises Killed for one of an earlier boot."""
        text = os.fspath(path) if not isinstance(path, int) else str(Path(f"/proc/self/fd/{path}").readlink())
        if self._aside or not isinstance(text, str) or not text.startswith(self._top):
            return None
        machine, _, rest = text[len(self._top) :].partition(os.sep)
        disk = self._disks.get(machine)
        if disk is None:
            return None
        boot, _, name = rest.partition(os.sep)
        disk.check(int(boot))
        return disk, name

    def _made_patches(self) -> list[Any]:
        draw = self._random.randbytes
        key = staticmethod(lambda: Ed25519PrivateKey.from_private_bytes(draw(32)))
        connect = {module: self._connecting(module) for module in (sqlcipher3.dbapi2, sqlite3.dbapi2)}
        return [
            patch.object(io, "open", self._open),
            patch.object(os, "open", self._os_open),
            patch.object(os, "write", self._write),
            patch.object(os, "fsync", self._fsync),
            patch.object(os, "replace", self._led(os.replace, self._replace)),
            patch.object(os, "unlink", self._led(os.unlink, lambda disk, name, *_: disk.remove(name))),
            patch.object(os, "mkdir", self._led(os.mkdir, self._mkdir)),
            patch.object(shutil, "disk_usage", self._led(shutil.disk_usage, _room)),
            patch.object(os, "urandom", draw),
            patch.object(chance, "_urandom", draw),
            patch.object(Ed25519PrivateKey, "generate", key),
            *(patch.object(module, "connect", made) for module, made in connect.items()),
        ]

    def _led(self, real: Callable[..., Any], ours: Callable[..., Any]) -> Callable[..., Any]:
        """Calls `ours(disk, name, …)` for what is on a disk, with nothing watched within it; else what it replaces."""

        def call(path: Any, *more: Any, **options: Any) -> Any:
            found = None if isinstance(path, int) else self.found(path)
            if found is None:
                return real(path, *more, **options)
            with self.aside():
                return ours(*found, *more)

        return call

    def _open(self, path: Any, mode: str = "r", buffering: int = -1, *text: Any, **options: Any) -> Any:
        found = None if isinstance(path, int) or not set(mode) & set(_WRITING) else self.found(path)
        if found is None:
            return self._real_open(path, mode, buffering, *text, **options)
        raw = self._raw(*found, mode)
        if buffering == 0:
            return raw
        file = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return file if "b" in mode else io.TextIOWrapper(file, encoding="utf-8")

    def _raw(self, disk: Disk, name: str, mode: str) -> WatchedFile:
        with self.aside():
            self._touch(disk, name, empties="w" in mode)
            raw = WatchedFile(disk, name, disk.root / name, mode.replace("b", "").replace("t", ""))
        disk.held.add(raw)
        return raw

    def _touch(self, disk: Disk, name: str, *, empties: bool) -> None:
        path = disk.root / name
        if not path.exists():
            disk.step(f"create {name.rpartition('/')[0]}")
            disk.check_room(name)
            if path.parent.is_dir():
                disk.unflushed.create(name)
        elif empties and path.stat().st_size:
            disk.remove(name)
            disk.unflushed.create(name)

    def _os_open(self, path: Any, flags: int, *more: Any, **options: Any) -> int:
        found = self.found(path) if flags & (os.O_WRONLY | os.O_RDWR) else None
        if found is not None and flags & os.O_CREAT:
            with self.aside():
                self._touch(*found, empties=False)
        return self._real_os_open(path, flags, *more, **options)

    def _write(self, descriptor: int, content: bytes) -> int:
        found = None if self._aside else self.found(descriptor)
        if found is None:
            return self._real_write(descriptor, content)
        disk, name = found
        return disk.write(descriptor, name, bytes(content), lambda part: self._real_write(descriptor, part))

    def _fsync(self, descriptor: int) -> None:
        found = self.found(descriptor)
        if found is not None:
            disk, name = found
            with self.aside():
                disk.flush(name, lambda: None)  # in memory there is nothing to wait for

    def _replace(self, disk: Disk, name: str, target: Any) -> None:
        disk.rename(name, str(Path(target).relative_to(disk.root)))

    def _mkdir(self, disk: Disk, name: str, mode: int = 0o777) -> None:
        path = disk.root / name
        if path.is_dir():
            raise FileExistsError(name)
        disk.step(f"mkdir {name}")
        disk.check_room(name)
        path.mkdir(mode)
        disk.unflushed.create(name)

    def _connecting(self, module: Any) -> Callable[..., Any]:
        real, watched = module.connect, type("Watched", (WatchedConnection, module.Connection), {"module": module})

        def connect(database: Any, *more: Any, **options: Any) -> Any:
            text = str(database)
            found = self.found(unquote(urlsplit(text).path) if text.startswith("file:") else text)
            if found is None:
                return real(database, *more, **options)
            connection = real(database, *more, factory=watched, **options)
            connection.follow(*found, is_writer="mode=ro" not in text)
            return connection

        return connect


def _room(disk: Disk, name: str) -> Any:
    used = shutil.disk_usage(disk.root)
    return used._replace(free=0) if disk.lacks_room(name) or disk.full == "*" else used._replace(free=1 << 40)
