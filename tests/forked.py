"""Programs forked from a process that has imported everything: a start takes half the time and a third of the work.

Each is a process of its own all the same, and runs its own `main`; the interpreter's start and the imports alone are shared.
"""

import asyncio
import ctypes
import io
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, BinaryIO, TypeVar

from inspector_app.demo.centre import Centre, CentreFailed, Process
from sync.server import centre as wiring
from sync.server import enrolment
from sync.server.__main__ import main
from sync.server.clock import system_clock
from sync.server.settings import Settings

T = TypeVar("T")
CAN_FORK = sys.platform == "linux"
PR_SET_PDEATHSIG = 1


class ForkedCentre(Centre):
    """A centre in a process of its own, and a door into its data from here (as a second process would have)."""

    def __init__(
        self, folder: Path, *, database_url: str = "", port: int = 0, serving: Sequence[str] = (),
        release: Path | None = None, photos_url: str = "",
    ) -> None:  # fmt: skip
        super().__init__(folder, database_url=database_url, port=port, serving=serving, release=release)
        self.settings = Settings(folder, database_url, photos_url)

    def inside(self, deed: Callable[[wiring.Centre], Awaitable[T]]) -> T:
        """The answer of `deed` on a centre wired in this process over the same data, made if need be."""

        async def opened() -> T:
            await wiring.found(self.settings, system_clock)
            async with wiring.opened(self.settings, system_clock) as centre:
                return await deed(centre)

        return asyncio.run(opened())

    def code(self) -> str:
        """A new enrolment code, without the second that a command takes."""

        async def deed(centre: wiring.Centre) -> str:
            issue = enrolment.issue_code
            return await centre.database.write(lambda c: issue(c, centre.identity.pinned, system_clock))

        return self.inside(deed)

    def enrol_code(self) -> str:
        return self.code() if self.release is None else super().enrol_code()

    def run(self, *words: str, typed: str = "") -> str:
        if self.release is not None or not CAN_FORK:
            return super().run(*words, typed=typed)
        command = [*words, "--data", str(self.folder.absolute()), *self._database]
        with tempfile.TemporaryFile() as complaints:
            process = Forked(main, command, complaints, os.environ, typed=typed)
            assert process.stdout is not None
            with process.stdout as lines:
                said = lines.read()
            if process.wait():
                complaints.seek(0)
                raise CentreFailed(complaints.read().decode().strip() or said.strip())
        return said

    def _spawned(self, words: Sequence[str], log: BinaryIO) -> Process:
        if self.release is not None or not CAN_FORK:
            return super()._spawned(words, log)
        return Forked(main, words, log, os.environ)


class Forked:
    """A forked process in a group of its own, with as much of `subprocess.Popen` as is needed of it."""

    def __init__(
        self, deed: Callable[[Sequence[str]], int], words: Sequence[str], log: BinaryIO, environment: Mapping[str, str],
        *, typed: str = "",
    ) -> None:  # fmt: skip
        """`deed` is a program's `main`, named by its module; `log` takes what it writes to standard error, `typed` is what it reads."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.nursery"])
        reader, writer = context.Pipe(duplex=False)
        errors = Connection(os.dup(log.fileno()))
        self._process = context.Process(target=_run, args=(deed, list(words), dict(environment), writer, errors, typed))
        with reader, errors:
            self._process.start()
            writer.close()
            reader.recv_bytes()  # it leads a group of its own from now on
            self.stdout: IO[str] | None = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        self.pid = self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("forked", timeout or 0)
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def _run(
    deed: Callable[[Sequence[str]], int],
    words: list[str],
    environment: dict[str, str],
    output: Connection,
    errors: Connection,
    typed: str,
) -> None:
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.environ.update(environment)
    output.send_bytes(b"leads")
    os.dup2(output.fileno(), 1)
    os.dup2(errors.fileno(), 2)
    output.close()
    errors.close()
    sys.stdin = io.StringIO(typed)
    sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8")
    raise SystemExit(deed(words))
