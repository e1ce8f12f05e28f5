"""A real central server in a process of its own, on loopback with its embedded default, for the demo and for tests."""

import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol, Self

START_LIMIT_S = 60.0
STOP_LIMIT_S = 15.0


class CentreFailed(Exception):
    """The server did not start or a command of it failed; the text is its own."""


class Process(Protocol):
    """What a centre needs of the process that it runs in, as `subprocess.Popen` has it."""

    pid: int
    stdout: IO[str] | None

    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


class Centre:
    """`inspector-center` with its data in `folder`; `url` is known once it listens.

    `serving` are more words for `serve`; `ends_with_us`: on Linux it and its commands stop when the thread that started them is gone, however that came about.
    `release` is the folder of another release's source, None for this one.
    """

    def __init__(
        self, folder: Path, *, database_url: str = "", port: int = 0, ends_with_us: bool = False,
        serving: Sequence[str] = (), release: Path | None = None,
    ) -> None:  # fmt: skip
        self.folder = folder
        self.url = ""
        self._database = ["--database-url", database_url] if database_url else []
        self.release = release
        self._port = port
        self._serving = list(serving)
        self._leash = leash() if ends_with_us else ()
        self._process: Process | None = None
        self._said: queue.Queue[str | None] = queue.Queue()
        self._listens = False

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not been ended by us."""
        return self._process is not None

    def start(self) -> Self:
        """Starts the server and waits until it says that it listens; a restart keeps its port."""
        self.launch()
        self.wait()
        return self

    def launch(self) -> None:
        """Starts the server and does not wait for it."""
        words = [
            "serve",
            "--data",
            str(self.folder.absolute()),
            "--port",
            str(self._port),
            *self._database,
            *self._serving,
        ]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "centre.log").open("ab") as log:  # the process holds its own copy
            self._process = self._spawned(words, log)
        self._said, self._listens = queue.Queue(), False
        threading.Thread(target=_pass_on, args=(self._process, self._said), daemon=True).start()

    def _spawned(self, words: Sequence[str], log: BinaryIO) -> Process:
        command = [*self._leash, *_COMMAND, *words]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True, cwd=self.release
        )

    def wait(self) -> None:
        """Waits until a launched server listens, harmless twice; raises CentreFailed when it ended instead."""
        if self._listens:
            return
        self.url, self._listens = self._listening_url(), True
        self._port = int(self.url.rsplit(":", 1)[1])

    def stop(self) -> None:
        """Asks the server to finish what it has in hand and waits for it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends the server and its workers at once, as a power cut would."""
        self._end(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)

    def enrol_code(self) -> str:
        return self.run("enrol-code").strip().splitlines()[-1].strip()

    def add_task(self, **fields: str) -> None:
        self.run("tasks", "add", *(part for name, value in fields.items() for part in (f"--{name}", value)))

    def load_reference(self, kind: str, file: Path) -> None:
        """Tells laptops what a file of things to look up states."""
        self.run("reference", "load", kind, "--from", str(file))

    def add_person(self, name: str, password: str) -> None:
        """Somebody who may sign in to the console."""
        self.run("users", "add", name, typed=password)

    def add_leader(self, number: str, name: str) -> str:
        """A squad leader; returns the code."""
        return self.run("leaders", "add", "--number", number, "--name", name).strip()

    def findings(self) -> list[dict[str, Any]]:
        """Every finding that the centre holds, as it exports them."""
        out = self.folder / "export.jsonl"
        self.run("findings", "export", "--out", str(out))
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines() if line]

    def run(self, *words: str, typed: str = "") -> str:
        """One command of the centre against the same data, given what is `typed`; raises CentreFailed with what it said."""
        done = subprocess.run(
            [*self._leash, *_COMMAND, *words, "--data", str(self.folder.absolute()), *self._database],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.release,
        )
        if done.returncode:
            raise CentreFailed(done.stderr.strip() or done.stdout.strip())
        return done.stdout

    def _listening_url(self) -> str:
        try:
            while (line := self._said.get(timeout=START_LIMIT_S)) is not None:
                if found := re.search(r"http://[\w.:]+:\d+", line):
                    return found.group()
        except queue.Empty:
            pass
        self.kill()
        raise CentreFailed((self.folder / "centre.log").read_text(errors="replace")[-2000:])

    def _end(self, signal_number: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if sys.platform == "win32":
            process.terminate()
        else:
            with suppress(ProcessLookupError):  # it has ended, and whoever forked it knows
                os.killpg(process.pid, signal_number)
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _pass_on(process: Process, said: "queue.Queue[str | None]") -> None:
    if process.stdout is not None:
        with process.stdout as lines:
            for line in lines:
                said.put(line)
    said.put(None)


def leash() -> tuple[str, ...]:
    """What stands before a command that ends when the thread that started it is gone, however that came about; nothing but on Linux."""
    words = ("setpriv", "--pdeathsig", "TERM")
    return words if shutil.which(words[0]) else ()


_COMMAND = (sys.executable, "-m", "sync.server")
