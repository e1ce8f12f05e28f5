"""From starting a process to its first painted window that has taken a key, beside an empty PySide6 window."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from build_spec import build
from tests.bench.ground import FINDINGS, ROOT, Ground, say
from tests.bench.table import Figure, median

EMPTY = "empty PySide6 window"
REST_S = (
    0.2  # before each start, as for a person: right after another process everything here runs up to a third slower
)


@dataclass(frozen=True, slots=True)
class Start:
    """Milliseconds from the start of the process; `cpu` is what it had spent by the first paint."""

    painted: float
    key: float
    cpu: float


def figures(ground: Ground) -> Iterator[Figure]:
    laptop = ground.own_laptop()
    yield from _on_a_display("", os.environ | {"QT_QPA_PLATFORM": "offscreen"}, ground.runs, laptop)
    if shutil.which("Xvfb"):
        with xvfb() as display:
            there = os.environ | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
            if _start(["empty"], there) is None:
                say("Qt's xcb plugin does not start here: no figures under Xvfb.")
            else:
                yield from _on_a_display(" under Xvfb", there, ground.runs, laptop)
    yield from _frozen(ground)


def _on_a_display(where: str, there: Mapping[str, str], runs: int, laptop: Path) -> Iterator[Figure]:
    ours, empty = [], []
    for _ in range(runs * 3):
        ours.append(_started(["app", str(laptop)], there))
        empty.append(_started(["empty"], there))
    how = f"real process{where or ', offscreen'}"
    yield Figure(
        f"start to first painted record screen{where}", median(run.painted for run in ours), "ms", EMPTY,
        median(run.painted for run in empty), f"{how}; {FINDINGS:,} findings in the database".replace(",", " "),
    )  # fmt: skip
    yield Figure(
        f"… to a key taken{where}", median(run.key for run in ours), "ms", EMPTY, median(run.key for run in empty),
        "while the database and the policy are opening on other threads",
    )  # fmt: skip
    yield Figure(
        f"… CPU time by the first paint{where}", median(run.cpu for run in ours), "ms", EMPTY,
        median(run.cpu for run in empty), "independent of what else the machine does",
    )  # fmt: skip


def _started(words: list[str], there: Mapping[str, str]) -> Start:
    start = _start(words, there)
    assert start is not None, f"{words[0]} did not start"
    return start


def _start(words: list[str], there: Mapping[str, str]) -> Start | None:
    # Without compiled modules a start measures the compiler.
    surroundings = {name: value for name, value in there.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "tests.bench.first_paint", *words]
    time.sleep(REST_S)
    begun = time.time()
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    said = json.loads(done.stdout)
    return Start((said["painted_at"] - begun) * 1000, (said["key_at"] - begun) * 1000, said["cpu_ms"])


@contextmanager
def xvfb() -> Iterator[str]:
    """A display of our own; its number is the first free one."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as number:
            display = f":{number.readline().strip()}"
        try:
            yield display
        finally:
            server.terminate()


def _frozen(ground: Ground) -> Iterator[Figure]:
    program = ROOT / "dist" / "inspector" / ("inspector.exe" if sys.platform == "win32" else "inspector")
    if ground.freeze:
        say("Freezing the program …")
        program = build.freeze(ground.folder / "frozen")
    elif not program.exists():
        say("There is no frozen program in dist/ (start.py freeze, or bench --freeze): no figures of it.")
        return
    yield Figure(
        "frozen program, folder", build.size(program.parent) / 1e6, "MB", note="one folder, LGPL parts replaceable"
    )
    frozen, source = [], []
    for _ in range(ground.runs):
        frozen.append(_self_check([str(program)]))
        source.append(_self_check([sys.executable, "-m", "inspector_app"]))
    yield Figure(
        "… start to first paint",
        median(frozen),
        "ms",
        "the same from source",
        median(source),
        "`self-check`, offscreen",
    )


def _self_check(program: list[str]) -> float:
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        command = [*program, "self-check", "--out", str(Path(folder) / "window.png")]
        begun = time.time()
        done = subprocess.run(
            command, cwd=ROOT, env=surroundings | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=False
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return float((json.loads(done.stdout)["painted_at"] - begun) * 1000)
