"""A stick that is full, pulled out, or lies: what is on it afterwards is a whole parcel or nothing."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from sync.client import carrier
from sync.client.carrier import CarrierCode, CarrierTrouble
from sync.protocol import parcels
from tests.property.test_parcel_laws import SAMPLE

SHA256 = hashlib.sha256(SAMPLE).hexdigest()


def whole(file: BinaryIO) -> str:
    file.write(SAMPLE)
    return SHA256


def refused(folder: Path, write: Callable[[BinaryIO], str], size: int = 10) -> CarrierCode:
    with pytest.raises(CarrierTrouble) as trouble:
        carrier.keep(folder, "x.parcel", size, write)
    assert list(folder.iterdir()) == []
    return trouble.value.code


def test_a_parcel_is_there_whole_under_a_name_that_was_free(tmp_path: Path) -> None:
    first = carrier.keep(tmp_path, "x.parcel", len(SAMPLE), whole)
    second = carrier.keep(tmp_path, "x.parcel", len(SAMPLE), whole)

    assert [path.name for path in (first, second)] == ["x.parcel", "x-2.parcel"]
    assert first.read_bytes() == second.read_bytes() == SAMPLE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x-2.parcel", "x.parcel"]


def test_a_stick_without_room_is_told_before_a_byte_is_written(tmp_path: Path) -> None:
    def never(file: BinaryIO) -> str:
        raise AssertionError("nothing is written")

    assert refused(tmp_path, never, size=shutil.disk_usage(tmp_path).free + 10**12) is CarrierCode.FULL


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, CarrierCode.FULL), (errno.EFBIG, CarrierCode.FULL), (errno.EIO, CarrierCode.UNWRITABLE)],
)
def test_a_stick_that_gives_up_halfway_holds_nothing(tmp_path: Path, number: int, code: CarrierCode) -> None:
    def halfway(file: BinaryIO) -> str:
        file.write(SAMPLE[:100_000])
        raise OSError(number, "gives up")

    assert refused(tmp_path, halfway) is code


def test_a_disk_that_fails_at_the_flush_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fails)
    assert refused(tmp_path, whole) is CarrierCode.FULL


@pytest.mark.parametrize(
    "kept",
    [SAMPLE[:-1], SAMPLE[:70_000] + b"\0" + SAMPLE[70_001:], b"", SAMPLE + b"\0"],
    ids=["a byte short", "a byte changed", "nothing", "a byte long"],
)
def test_a_stick_that_gives_back_other_bytes_is_found_out(tmp_path: Path, kept: bytes) -> None:
    def lying(file: BinaryIO) -> str:
        file.write(kept)
        return SHA256

    assert refused(tmp_path, lying) is CarrierCode.DIFFERS


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(CarrierTrouble) as trouble:
        carrier.keep(tmp_path / "pulled out", "x.parcel", 10, whole)
    assert trouble.value.code is CarrierCode.UNWRITABLE


def test_a_receipt_stands_beside_its_parcel(tmp_path: Path) -> None:
    parcel = tmp_path / "x.parcel"
    carrier.beside(parcel, b"first")
    assert carrier.beside(parcel, b"second").read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == [f"x{parcels.RECEIPT_ENDING}"]
