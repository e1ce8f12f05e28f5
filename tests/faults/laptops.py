"""A laptop under test: its folder, its process, what that said, and what is done to the folder while it does not run."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NoReturn

from inspector_app.storage.database import FILE_NAME
from tests.faults import officer
from tests.faults.officer import DAMAGED, REFUSED
from tests.faults.proxy import Line
from tests.forked import CAN_FORK, Forked

MARK_LIMIT_S = 20.0
CALM_LIMIT_S = 180.0


class OfficerFailed(Exception):
    """The process ended by itself, or did not finish; the text is its own."""


class Closed(Exception):
    """The process told its officer why, and closed: a page of its database could not be read, which the next start mends,
    or the disk refused to open it, or its rules were damaged."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a screen called saved: about what, with which photos, in which journal lines (digests)."""

    about: str
    photos: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass
class Rotten:
    """What a schedule broke on this laptop: photos (SHA-256), lines of the second copy (digests), receipts (bodies); and
    lines that stood only `once`, of which the screen had told, when the place where they stood rotted."""

    photos: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    receipts: set[str] = field(default_factory=set)
    once: frozenset[str] = frozenset()


@dataclass
class Laptop:
    """`folder` is what a disk image would hold; `key` the file of its master key, which stands for the keyring."""

    folder: Path
    key: Path
    code: str
    device: str = ""
    url: str = ""
    line: Line | None = None  # when the schedule spoils it
    release: Path | None = None  # the source of another release than this one
    saved: list[Saved] = field(default_factory=list)
    drafted: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # what its own disk did to a save
    clock_ms: int = 0
    pack: Path | None = None  # another installed policy pack than this program's own
    rotten: Rotten = field(default_factory=Rotten)
    lacks: set[str] = field(default_factory=set)  # photos that the screen called lost
    salvaged: set[str] = field(default_factory=set)  # when
    _process: "Forked | subprocess.Popen[str] | None" = None
    _said: "queue.Queue[str | None]" = field(default_factory=queue.Queue)

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def start(self, *, seed: int, calm: bool = False) -> None:
        words = ["--folder", self.folder, "--key", self.key, "--url", self.url, "--code", self.code, "--seed", seed]
        words += ["--calm"] if calm else []
        words += ["--pack", self.pack] if self.pack is not None else []
        if self.release is None:
            words += ["--clock", self._clock]
            self.set_clock(self.clock_ms)
        environment = os.environ | (self.line.environment if self.line else {})
        with self._log.open("ab") as log:  # the process holds its own copy
            self._process = self._spawned([str(word) for word in words], log, environment)
        self._said = queue.Queue()
        threading.Thread(target=pass_on, args=(self._process, self._said), daemon=True).start()

    def _spawned(
        self, words: Sequence[str], log: BinaryIO, environment: Mapping[str, str]
    ) -> "Forked | subprocess.Popen[str]":
        if CAN_FORK and self.release is None:
            return Forked(officer.main, words, log, environment)
        command = [sys.executable, "-m", "tests.faults.officer", *words]
        return subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
            env=environment,
            cwd=self.release,
        )

    def hear(self, seconds: float, *marks: str) -> bool:
        """Listens until what it says begins with one of `marks`, at most so long; whether it did.

        Raises OfficerFailed or Closed when it ends by itself.
        """
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                line = self._said.get(timeout=left)
            except queue.Empty:
                return False
            if line is None:
                self._said.put(None)
                self._hear_why()
            self._take(line)
            if line.startswith(marks):
                return True
        return False

    def kill(self) -> None:
        """Ends it at once, as a flat battery would, and hears what it had said. Raises OfficerFailed when it had failed."""
        process, self._process = self._process, None
        if process is not None:
            failed = process.poll() not in (None, DAMAGED, REFUSED)
            if process.returncode is None:
                with suppress(ProcessLookupError):  # it ended just now
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            self._hear_out()
            if failed:
                self._fail(f"ended by itself, status {process.returncode}")

    def freeze(self) -> None:
        """Closes the lid: everything stands still, and nobody is told."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGSTOP)

    def wake(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGCONT)

    def set_clock(self, off_ms: int) -> None:
        """From now on its wall clock is so many ms ahead of the true one."""
        self.clock_ms, fresh = off_ms, self._clock.with_suffix(".fresh")
        fresh.write_text(str(off_ms))
        fresh.replace(self._clock)

    def twin(self, folder: Path) -> "Laptop":
        """Another laptop with a copy of its folder, on the same line."""
        self.copy_to(folder)
        return Laptop(folder, self.key, self.code, url=self.url, line=self.line, release=self.release)

    def finish(self) -> None:
        """Waits until a calm process has proved everything; raises OfficerFailed or Closed when it could not."""
        process, self._process = self._process, None
        assert process is not None
        try:
            status = process.wait(CALM_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            status = process.wait()
        self._hear_out()
        if status in (DAMAGED, REFUSED):
            raise Closed
        if status:
            self._fail(f"could not finish, status {status}")

    def copy_to(self, folder: Path) -> None:
        """Its folder as a disk image of now."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)

    def replace_by(self, folder: Path, *, database_only: bool = False) -> None:
        """Puts the kept image back, or the database of it."""
        if database_only:
            for old in self.folder.glob(f"{FILE_NAME}*"):
                old.unlink()
            for kept in folder.glob(f"{FILE_NAME}*"):
                shutil.copy2(kept, self.folder)
        else:
            shutil.rmtree(self.folder)
            shutil.copytree(folder, self.folder)

    @property
    def _clock(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.clock").absolute()

    @property
    def _log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.log")

    def _hear_why(self) -> NoReturn:
        assert self._process is not None
        self._process.wait(MARK_LIMIT_S)
        self.kill()
        raise Closed

    def _hear_out(self) -> None:
        while (line := self._said.get()) is not None:
            self._take(line)

    def _take(self, line: str) -> None:
        """Remembers what the process said."""
        if not line.endswith("\n"):
            return
        word, *rest = line.split()
        match word, rest:
            case "saved", [about, photos, digests]:
                self.saved.append(Saved(about, _parts(photos), _parts(digests)))
            case "drafted", [finding]:
                self.drafted.add(finding)
            case "opened", [device]:
                self.device = device
            case "trouble", [code]:
                self.troubles.append(code)
            case "refused", [code]:
                self.refused.append(code)
            case "lacks", [photos]:
                self.lacks |= set(_parts(photos))
            case "salvaged", [at, *_]:
                self.salvaged.add(at)

    def _fail(self, how: str) -> None:
        raise OfficerFailed(f"{self.folder.name} {how}\n{self._log.read_text(errors='replace')[-3000:]}")


def _parts(text: str) -> tuple[str, ...]:
    return () if text == "-" else tuple(text.split(","))


def pass_on(process: "Forked | subprocess.Popen[str]", said: "queue.Queue[str | None]") -> None:
    """What the process says, line by line, and None at its end: it never waits to be heard."""
    if process.stdout is not None:
        with process.stdout as lines:
            for line in lines:
                said.put(line)
    said.put(None)
