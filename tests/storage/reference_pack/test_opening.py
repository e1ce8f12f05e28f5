"""What is no reference database, or not whole, is told by a code, and no question brings the program down."""

import random
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from inspector_app.domain.location import Spot
from inspector_app.storage.reference_pack.reading import PackReading
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from tests.reference_packs import LAT, LON, SIDE, city
from tests.storage.reference_pack.conftest import Open

NOW = datetime(2026, 11, 22, 1, 14, tzinfo=UTC)
SPOT = Spot(LAT + SIDE // 2, LON + SIDE // 2, 5_000)


def code_of(path: Path, key: bytes | None = None) -> StorageCode:
    with pytest.raises(StorageTrouble) as told:
        PackReading(path, key).check()
    return told.value.code


def test_a_database_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    sqlite.connect(str(path)).execute("CREATE TABLE meta (name TEXT)").connection.close()

    assert code_of(path) is StorageCode.PACK_DAMAGED


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("PRAGMA user_version = 2", StorageCode.NEWER_FILE),
        ("DROP TABLE names", StorageCode.PACK_DAMAGED),
        ("DROP INDEX points_code", StorageCode.PACK_DAMAGED),
    ],
)
def test_another_schema_is_refused(tmp_path: Path, statement: str, code: StorageCode) -> None:
    path = city(1).made(tmp_path / "reference.db")
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute(statement)
    connection.close()

    assert code_of(path) is code


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    assert code_of(tmp_path / "reference.db") is StorageCode.UNREADABLE


@pytest.mark.parametrize("key", [None, bytes(32)], ids=["no key", "another key"])
def test_without_its_key_an_encrypted_pack_tells_nothing(tmp_path: Path, key: bytes | None) -> None:
    assert code_of(city(1).made(tmp_path / "reference.db", bytes(range(32))), key) is StorageCode.PACK_DAMAGED


def trouble_with(reading: PackReading) -> StorageTrouble | None:
    """What three questions of different kinds meet."""
    try:
        reading.locate(SPOT, NOW)
        reading.suggestions("jsl", SPOT, most=8)
        reading.nearest_points(SPOT, "premises", NOW, most=3)
    except StorageTrouble as trouble:
        return trouble
    finally:
        reading.close()
    return None


@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "encrypted"])
def test_damaged_pages_are_a_coded_trouble_and_never_a_crash(tmp_path: Path, key: bytes | None) -> None:
    whole = city(400, names=200).made(tmp_path / "reference.db", key).read_bytes()
    chance, met = random.Random(7), 0
    for number in range(30):
        data = bytearray(whole)
        for _ in range(8):
            at = chance.randrange(4096, len(data) - 64)
            data[at : at + 64] = chance.randbytes(64)
        (tmp_path / f"{number}.db").write_bytes(data)
        heard: list[None] = []
        trouble = trouble_with(PackReading(tmp_path / f"{number}.db", key, on_damage=partial(heard.append, None)))
        met += trouble is not None
        assert trouble is None or (trouble.code is StorageCode.PACK_DAMAGED and heard)
    assert met


def test_nobody_writes_into_a_pack(opened: Open, tmp_path: Path) -> None:
    reading = opened(city(1))
    before = (tmp_path / "reference-0.db").read_bytes()

    with pytest.raises(StorageTrouble), reading._connection() as connection:
        connection.execute("DELETE FROM grids")

    assert (tmp_path / "reference-0.db").read_bytes() == before


def test_after_its_end_it_answers_nothing(opened: Open) -> None:
    reading = opened(city(1))
    reading.locate(SPOT, NOW)
    reading.close()

    with pytest.raises(StorageTrouble):
        reading.locate(SPOT, NOW)


def test_a_body_that_is_no_object_counts_as_an_empty_one(opened: Open) -> None:
    pack = city(1).point("premises", "一", SPOT.lon_e7, SPOT.lat_e7, code="c1", body="[1, 2]")
    pack.point("premises", "二", SPOT.lon_e7, SPOT.lat_e7, code="c2", body="{")
    reading = opened(pack)

    assert [dict(one.body) for code in ("c1", "c2", "c3", "") for one in reading.points_of(code, NOW)] == [{}, {}]
