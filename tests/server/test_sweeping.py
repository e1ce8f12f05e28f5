"""What nobody came back for goes: at the start and each day, beside processes that finish their parts meanwhile."""

import asyncio
import os
from pathlib import Path

import pytest

from sync.server import sweeping
from tests.server.conftest import House


def a_file(path: Path, *, old: bool) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    if old:
        os.utime(path, (0, 0))
    return path


def test_a_part_that_another_process_finishes_meanwhile_stops_no_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [a_file(tmp_path / "laptop" / name, old=True) for name in ("a", "b", "c")]
    real = Path.stat

    def stat(path: Path, **how: bool) -> os.stat_result:
        if path == parts[1]:
            path.unlink(missing_ok=True)
        return real(path, **how)

    monkeypatch.setattr(Path, "stat", stat)
    sweeping.sweep(tmp_path, older_than=1.0)

    assert list((tmp_path / "laptop").iterdir()) == []


def test_what_grows_old_while_a_centre_serves_goes_too(tmp_path: Path) -> None:
    async def served() -> None:
        async with sweeping.daily(tmp_path, every_s=0.01):
            grown = a_file(tmp_path / "laptop" / "old", old=True)
            for _ in range(500):
                if not grown.exists():
                    return
                await asyncio.sleep(0.01)

    new = a_file(tmp_path / "laptop" / "new", old=False)
    asyncio.run(served())

    assert list((tmp_path / "laptop").iterdir()) == [new]


def test_a_centre_begins_with_a_sweep_of_photos_parcels_and_answers(embedded: House) -> None:
    embedded.stop()
    places = ("parts/d/p.9", "parcels/parts/d/p.9", "parcels/done/d/p.json")
    old = [a_file(embedded.folder / place, old=True) for place in places]
    new = a_file(embedded.folder / "parts/d/q.9", old=False)

    embedded.start()

    assert not any(path.exists() for path in old)
    assert new.exists()
