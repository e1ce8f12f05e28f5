"""Opened reference packs for the tests of this folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector_app.storage.reference_pack.reading import PackReading
from tests.reference_packs import CityPack

Open = Callable[..., PackReading]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Makes a pack and opens it; it is closed at the end."""
    made: list[PackReading] = []

    def open_pack(pack: CityPack, key: bytes | None = None) -> PackReading:
        made.append(PackReading(pack.made(tmp_path / f"reference-{len(made)}.db", key), key))
        return made[-1]

    yield open_pack
    for one in made:
        one.close()
