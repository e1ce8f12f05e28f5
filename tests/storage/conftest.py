from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.storage.store import Store
from tests.storage.builders import laptop


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where one laptop keeps its data."""
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with laptop(folder) as opened:
        yield opened
