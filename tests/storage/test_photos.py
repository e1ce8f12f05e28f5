"""Photo files: encrypted, whole or absent, named by what they are, never deleted."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from inspector_app.services.photo_ports import PhotoFolder
from inspector_app.storage import photos as photo_files
from inspector_app.storage import sealing
from inspector_app.storage.photos import USUAL_BYTES, PhotoFiles, photo_names
from inspector_app.storage.sealing import OVERHEAD
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from tests.storage.builders import MASTER

ORIGINAL = b"\xff\xd8 a photo of the street" * 1000


@pytest.fixture
def photos(tmp_path: Path) -> PhotoFiles:
    return PhotoFiles(tmp_path / "photos", MASTER)


def satisfies_the_port(photos: PhotoFiles) -> PhotoFolder:
    """mypy proves it."""
    return photos


def file_of(photos: PhotoFiles, sha256: str) -> Path:
    return photos._folder / sha256[:2] / f"{sha256}.gcm"


def trouble_with(photos: PhotoFiles, sha256: str) -> StorageCode:
    with pytest.raises(StorageTrouble) as trouble:
        photos.original(sha256)
    return trouble.value.code


def test_a_photo_is_named_by_its_digest_and_comes_back(photos: PhotoFiles) -> None:
    sha256 = photos.keep(ORIGINAL)
    assert sha256 == hashlib.sha256(ORIGINAL).hexdigest()
    assert photos.original(sha256) == ORIGINAL
    assert ORIGINAL[:16] not in file_of(photos, sha256).read_bytes()


def test_a_photo_that_is_kept_twice_is_one_file(photos: PhotoFiles) -> None:
    first = photos.keep(ORIGINAL)
    before = file_of(photos, first).read_bytes()
    assert photos.keep(ORIGINAL) == first
    assert file_of(photos, first).read_bytes() == before


@pytest.mark.parametrize("more", [-1, 0, 1, USUAL_BYTES])
def test_a_photo_larger_than_usual_comes_back_whole(photos: PhotoFiles, more: int) -> None:
    large = os.urandom(USUAL_BYTES - OVERHEAD + more)
    sha256, small = photos.keep(large), photos.keep(b"small")
    assert photos.original(sha256) == large
    assert photos.original(small) == b"small"  # nothing of the one before is left in it


@pytest.mark.parametrize("left", [-1, 0, 1])
def test_a_photo_lies_where_there_is_room_for_it(photos: PhotoFiles, left: int) -> None:
    room = memoryview(bytearray(len(ORIGINAL) + left))

    original = photos.original_in(photos.keep(ORIGINAL), room)

    assert original == ORIGINAL
    assert (room[: len(ORIGINAL)] == ORIGINAL) is (left >= 0)


def test_what_is_damaged_is_noticed_where_there_is_room_too(photos: PhotoFiles) -> None:
    sha256 = photos.keep(ORIGINAL)
    content = file_of(photos, sha256).read_bytes()
    file_of(photos, sha256).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    with pytest.raises(StorageTrouble) as trouble:
        photos.original_in(sha256, memoryview(bytearray(len(ORIGINAL))))

    assert trouble.value.code is StorageCode.PHOTO_DAMAGED


def test_two_threads_that_read_at_once_do_not_disturb_each_other(
    photos: PhotoFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, unseal = photos.keep(ORIGINAL), photos.keep(b"second"), sealing.unseal
    between: list[bytes] = []

    def unseal_later(*about: Any) -> bytes | None:
        monkeypatch.setattr(photo_files, "unseal", unseal)
        with ThreadPoolExecutor() as pool:
            between.append(pool.submit(photos.original, second).result())
        return unseal(*about)

    monkeypatch.setattr(photo_files, "unseal", unseal_later)

    assert photos.original(first) == ORIGINAL
    assert between == [b"second"]


@pytest.mark.parametrize("left", [0, OVERHEAD - 1, OVERHEAD, OVERHEAD + 1])
def test_a_file_that_was_cut_is_damaged_wherever_and_mended(photos: PhotoFiles, left: int) -> None:
    sha256 = photos.keep(ORIGINAL)
    file_of(photos, sha256).write_bytes(file_of(photos, sha256).read_bytes()[:left])

    with pytest.raises(StorageTrouble) as trouble:
        photos.original(sha256)

    assert trouble.value.code is StorageCode.PHOTO_DAMAGED
    assert photos.original(photos.keep(ORIGINAL)) == ORIGINAL


@pytest.mark.parametrize("place", [0, 15, 16, 500, -1])
def test_a_flipped_bit_is_noticed(photos: PhotoFiles, place: int) -> None:
    sha256 = photos.keep(ORIGINAL)
    content = bytearray(file_of(photos, sha256).read_bytes())
    content[place] ^= 1
    file_of(photos, sha256).write_bytes(content)
    assert trouble_with(photos, sha256) is StorageCode.PHOTO_DAMAGED


@pytest.mark.parametrize("size", [0, 5, 40])
def test_a_cut_file_is_noticed(photos: PhotoFiles, size: int) -> None:
    sha256 = photos.keep(ORIGINAL)
    file_of(photos, sha256).write_bytes(file_of(photos, sha256).read_bytes()[:size])
    assert trouble_with(photos, sha256) is StorageCode.PHOTO_DAMAGED


def test_a_damaged_file_is_mended_by_keeping_the_photo_again(photos: PhotoFiles) -> None:
    sha256 = photos.keep(ORIGINAL)
    file_of(photos, sha256).write_bytes(b"x")
    photos.keep(ORIGINAL)
    assert photos.original(sha256) == ORIGINAL


def test_the_file_of_another_photo_is_no_replacement(photos: PhotoFiles) -> None:
    first, second = photos.keep(ORIGINAL), photos.keep(b"another")
    file_of(photos, first).write_bytes(file_of(photos, second).read_bytes())
    assert trouble_with(photos, first) is StorageCode.PHOTO_DAMAGED


@pytest.mark.parametrize("sha256", ["0" * 64, "../../etc/passwd", "A" * 64, ""])
def test_what_is_not_there_is_missing(photos: PhotoFiles, sha256: str) -> None:
    assert trouble_with(photos, sha256) is StorageCode.PHOTO_MISSING


def test_copies_are_kept_beside_and_made_again_when_damaged(photos: PhotoFiles) -> None:
    sha256 = photos.keep(ORIGINAL)
    photos.keep_derived(sha256, "thumb", b"small")
    assert photos.derived(sha256, "thumb") == b"small"
    assert photos.derived(sha256, "working") is None
    (file,) = photos._folder.glob("derived/*/*.gcm")
    file.write_bytes(b"x")
    assert photos.derived(sha256, "thumb") is None


def test_unattached_photos_are_named_and_stay(photos: PhotoFiles) -> None:
    kept, orphan = photos.keep(ORIGINAL), photos.keep(b"another")
    photos.keep_derived(orphan, "thumb", b"small")
    assert set(photo_names(photos._folder)) == {kept, orphan}
    assert photos.original(orphan) == b"another"
