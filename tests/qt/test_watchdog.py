"""After the first paint no event holds the screen up, and the UI thread waits for nobody."""

import compileall
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from tests.bench import city
from tests.qt.watchdog import Watchdog
from tests.storage import many

pytestmark = pytest.mark.xdist_group("watchdog")  # what is slow to make is made once

ROOT = Path(__file__).resolve().parents[2]
WRITTEN, RECORDED = 18_000, 2_000  # findings in bulk, and the last ones as an officer records them
MOST_WALKS = 3  # neighbours on the machine lengthen CPU time too, never shorten it: the shortest walk counts


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Reports of walks through the real screens: one, and more only while each has been too slow somewhere."""
    laptop = tmp_path_factory.mktemp("city") / "laptop"
    whole = city.City(laptop)
    many.fill(whole.store, WRITTEN)
    whole.fill(RECORDED)
    whole.close()
    for room in ("inspector_app", "sync"):  # as start.py leaves them on a person's machine
        compileall.compile_dir(ROOT / room, quiet=2)
    reports: list[dict[str, Any]] = []
    for _ in range(MOST_WALKS):
        own = tmp_path_factory.mktemp("walk") / "data"
        shutil.copytree(laptop, own)
        reports.append(_walk(own))
        shutil.rmtree(own)
        if not reports[-1]["slow"]:
            break
    return reports


def _walk(folder: Path) -> dict[str, Any]:
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "tests.qt.walk", str(folder)]
    done = subprocess.run(
        command, env=surroundings | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_no_event_uses_more_than_50_ms_nor_a_new_page_or_theme_more_than_100(walks: list[dict[str, Any]]) -> None:
    always = set.intersection(*({(step, what) for step, what, _, _ in walk["slow"]} for walk in walks))

    assert not always, [told for told in walks[-1]["slow"] if (told[0], told[1]) in always]


def test_the_screens_wait_for_no_file_network_or_lock(walks: list[dict[str, Any]]) -> None:
    assert walks[0]["waits"] == []


def test_the_walk_was_one(walks: list[dict[str, Any]]) -> None:
    assert {"recording", "searching", "scrolling", "theme night", "first sight of sync"} <= walks[0]["longest"].keys()


@pytest.fixture
def dog(qapp: QApplication) -> Iterator[Watchdog]:
    watching = Watchdog()
    watching.begin()
    yield watching
    watching.end()


def test_a_slow_event_is_named_with_its_culprit(dog: Watchdog) -> None:
    _let_qt_call(_dawdle)

    (slow,) = dog.report.slow
    assert slow[2] > 50
    assert "test_watchdog.py:_dawdle" in slow[3]


def test_a_file_opened_in_an_event_is_named(dog: Watchdog, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("", encoding="utf-8")

    _let_qt_call(lambda: (tmp_path / "note.txt").read_text(encoding="utf-8"))

    assert [told for _, told in dog.report.waits if told.startswith(f"open {tmp_path / 'note.txt'}")]


def _dawdle() -> None:
    begun = time.thread_time()
    while time.thread_time() - begun < 0.08:
        sum(range(1000))


def _let_qt_call(deed: Callable[[], object]) -> None:
    called: list[object] = []
    QTimer.singleShot(0, lambda: called.append(deed()))
    while not called:
        QCoreApplication.processEvents()
