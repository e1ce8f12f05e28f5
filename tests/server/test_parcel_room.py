"""A parcel's head can be copied by whoever saw the stick: it holds up no photo, fills no disk, and drives no other parcel out."""

import hashlib
import shutil
import socket
from collections import namedtuple
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from sync.protocol import parcels
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import parcel_room
from sync.server.parts import Parts
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_shift, checksum, problem
from tests.server.test_parcels import packed

MIB = 1024 * 1024
CHECKSUM = "Upload-Checksum: " + checksum(b"x")["Upload-Checksum"]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def laptop(embedded: House, laptops: Callable[[House], Laptop]) -> Laptop:
    laptop = laptops(embedded)
    laptop.record(a_shift())
    return laptop


def a_parcel(laptop: Laptop, folder: Path, *, made: int, **changed: Any) -> bytes:
    """One that the laptop made at that minute."""
    at = f"2026-03-02T01:{made:02}:00.000Z"
    return packed(laptop, [laptop.lines], file=folder / "x.parcel", made_at=at, **changed).read_bytes()


def begun(laptop: Laptop, parcel: bytes, name: str, length: int = 0) -> httpx.Response:
    """The answer to a call that begins this parcel under the digest of any `name`."""
    headers = {"Upload-Length": str(length or len(parcel) + 1)} | checksum(parcel)
    return laptop.http.post(way(laptop, name), content=parcel, headers=headers)


def way(laptop: Laptop, name: str) -> str:
    return f"/v1/parcels/{laptop.device}/{hashlib.sha256(name.encode()).hexdigest()}"


def there(laptop: Laptop, *names: str) -> list[bool]:
    return [laptop.http.head(way(laptop, name)).status_code == 200 for name in names]


def slow(stack: ExitStack, house: House, request: str) -> None:
    """Somebody who sends the head of a request with the largest body, and nothing of it."""
    host = house.url.removeprefix("http://")
    line = stack.enter_context(socket.create_connection((host.partition(":")[0], int(host.partition(":")[2]))))
    line.sendall(f"{request}\r\nHost: {host}\r\nContent-Length: {8 * MIB}\r\n{CHECKSUM}\r\n\r\n".encode())


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_bodies_of_parcels_that_never_come_hold_up_no_photo(
    embedded: House, laptop: Laptop, tmp_path: Path, method: str
) -> None:
    parcel = a_parcel(laptop, tmp_path, made=1, lines=10_000)
    assert begun(laptop, parcel, "x", length=100 * MIB).status_code == 201
    said = f"Upload-Length: {100 * MIB}" if method == "POST" else f"Upload-Offset: {len(parcel)}"
    with ExitStack() as lines:
        for n in range(24):
            slow(lines, embedded, f"{method} {way(laptop, 'x' if method == 'PATCH' else str(n))} HTTP/1.1\r\n{said}")
        laptop.hello()  # whoever asked before this was heard
        photo = bytes(MIB)
        assert laptop.begin_photo(photo, photo).status_code == 201


def test_the_first_call_brings_a_head_and_little_more(laptop: Laptop, tmp_path: Path) -> None:
    much = a_parcel(laptop, tmp_path, made=1).ljust(parcels.FIRST_BYTES + 1, b"\0")
    assert problem(begun(laptop, much, "x")).code == "too_large"


def test_a_chunk_that_does_not_fit_is_refused_by_its_headers(laptop: Laptop, tmp_path: Path) -> None:
    parcel = a_parcel(laptop, tmp_path, made=1)
    begun(laptop, parcel, "x")
    codes = []
    for offset, chunk in ((5, b"x"), (len(parcel), b"xx")):
        headers = {"Upload-Offset": str(offset)} | checksum(b"of other bytes")
        codes.append(problem(laptop.http.patch(way(laptop, "x"), content=chunk, headers=headers)).code)
    assert codes == ["wrong_offset", "malformed"]


def test_a_head_opens_no_more_room_than_it_explains(embedded: House, laptop: Laptop, tmp_path: Path) -> None:
    parcel = a_parcel(laptop, tmp_path, made=1)
    assert problem(begun(laptop, parcel, "x", length=64 * MIB)).code == "malformed"
    assert problem(begun(laptop, parcel, "x", length=parcels.LARGEST)).code == "malformed"
    assert list((embedded.folder / "parcels").rglob("*.*")) == []


def test_the_largest_parcel_is_no_longer_than_its_head_explains(laptop: Laptop, tmp_path: Path) -> None:
    photos = [bytes(1), bytes(MIB), bytes(3 * MIB)]
    whole = packed(laptop, [laptop.lines], *photos, file=tmp_path / "x.parcel").read_bytes()
    assert len(whole) <= parcels.most_bytes(parcels.read_front(whole).head) <= len(whole) + MIB


def test_copies_of_a_head_drive_out_only_each_other(laptop: Laptop, tmp_path: Path) -> None:
    genuine = [a_parcel(laptop, tmp_path, made=made) for made in range(4)]
    for made, parcel in enumerate(genuine):
        begun(laptop, parcel, f"genuine {made}")
    copied = genuine[3][: parcels.read_front(genuine[3]).content]
    for n in range(9):
        assert begun(laptop, copied, f"copy {n}").status_code == 201

    assert there(laptop, "genuine 0", "genuine 1", "genuine 2") == [True] * 3
    assert there(laptop, *(f"copy {n}" for n in range(9))) == [False] * 7 + [True] * 2


def test_a_later_parcel_takes_the_room_of_the_earliest_and_no_earlier_one_does(laptop: Laptop, tmp_path: Path) -> None:
    earliest = a_parcel(laptop, tmp_path, made=0)
    for made in range(1, 5):
        assert begun(laptop, a_parcel(laptop, tmp_path, made=made), str(made)).status_code == 201

    assert problem(begun(laptop, earliest, "0")).code == "out_of_space"
    assert there(laptop, "1", "2", "3", "4") == [True] * 4
    assert begun(laptop, a_parcel(laptop, tmp_path, made=5), "5").status_code == 201
    assert there(laptop, "1", "2", "3", "4", "5") == [False, True, True, True, True]


def test_a_parcel_that_has_begun_is_not_begun_anew_with_another_length(laptop: Laptop, tmp_path: Path) -> None:
    parcel = a_parcel(laptop, tmp_path, made=1)
    begun(laptop, parcel, "x")
    assert problem(begun(laptop, parcel, "x", length=len(parcel) + 2)).code == "malformed"
    assert there(laptop, "x") == [True]


@pytest.mark.parametrize(
    ("total_gib", "kept_mib"), [(0.25, 64), (50, 1024), (2000, 8192)], ids=["a small disk", "a disk", "a large disk"]
)
def test_parcels_leave_a_part_of_the_disk_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, total_gib: float, kept_mib: int
) -> None:
    def left(mib: int) -> None:
        usage = Usage(int(total_gib * 1024 * MIB), 0, mib * MIB)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    left(kept_mib + 10)
    parcel_room.check_space(tmp_path, 9 * MIB)
    with pytest.raises(ProtocolProblem) as trouble:
        parcel_room.check_space(tmp_path, 11 * MIB)
    assert trouble.value.code is Problem.OUT_OF_SPACE


def test_all_unfinished_parcels_together_have_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(400 * MIB, 0, 400 * MIB))
    parts = Parts(tmp_path)
    for device in ("a", "b", "c"):
        parts.begin(device, "0" * 64, 30 * MIB)

    parcel_room.check_total(parts, tmp_path, 10 * MIB)
    with pytest.raises(ProtocolProblem) as trouble:
        parcel_room.check_total(parts, tmp_path, 11 * MIB)
    assert trouble.value.code is Problem.OUT_OF_SPACE
