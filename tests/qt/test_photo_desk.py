import os
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.photo import LARGEST_FILE, PhotoRefusal, PhotoRefused
from inspector_app.ui.record.photo_desk import _take_file


def refusal_of(path: Path) -> PhotoRefusal:
    nobody: Any = None  # neither the folder nor the reader is asked
    with pytest.raises(PhotoRefused) as trouble:
        _take_file(nobody, nobody, str(path))
    assert trouble.value.file_name == path.name
    return trouble.value.reason


def test_what_is_no_plain_file_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe, folder, endless = tmp_path / "pipe.jpg", tmp_path / "folder.jpg", tmp_path / "endless.jpg"
    os.mkfifo(pipe)
    folder.mkdir()
    endless.symlink_to("/dev/zero")

    assert [refusal_of(path) for path in (pipe, folder, endless)] == [PhotoRefusal.UNREADABLE] * 3


def test_a_file_that_vanished_is_refused_by_name(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "gone.jpg") is PhotoRefusal.UNREADABLE


def test_a_file_over_the_bound_is_refused_before_all_of_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE * 40)

    assert refusal_of(large) is PhotoRefusal.TOO_LARGE
