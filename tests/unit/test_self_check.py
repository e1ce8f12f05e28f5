"""The program proves itself, or says in one coded line what is wrong with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from inspector_app import self_check
from inspector_app.storage import opening
from inspector_app.storage.trouble import StorageCode, StorageTrouble


def test_a_whole_program_records_draws_and_says_what_it_is_made_of(tmp_path: Path) -> None:
    done = _program("--out", str(tmp_path / "window.png"))

    said = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert said["ok"]
    assert {"inspector", "python", "qt", "sqlite"} <= said["versions"].keys()
    assert {"first_paint", "open", "record", "draw"} <= said["timings_ms"].keys()
    assert QImage(str(tmp_path / "window.png")).width() == self_check.SIZE[0]


def test_a_picture_that_cannot_be_written_fails_with_one_line(tmp_path: Path) -> None:
    done = _program("--out", str(tmp_path / "no such folder" / "window.png"))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "self-check failed: draw: picture_not_written\n"


def test_a_database_that_does_not_open_fails_with_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise StorageTrouble(StorageCode.OUT_OF_SPACE)

    monkeypatch.setattr(opening, "open_store", refused)

    assert self_check.run([]) == 1
    assert "self-check failed: open: out_of_space" in capsys.readouterr().err


def test_it_is_called_rightly_or_not_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert self_check.run(["--nonsense"]) == 64
    assert "--out" in capsys.readouterr().err


def _program(*words: str) -> "subprocess.CompletedProcess[str]":
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "inspector_app", "self-check", *words]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
