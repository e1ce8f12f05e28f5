"""Photos on their way in: any cut may come, no wrong byte is ever called stored."""

import asyncio
import base64
import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.protocol.messages import BUNDLE_PHOTOS, BundleAnswer
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import photo_store
from sync.server.photo_folder import PhotoFolder
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, checksum, decoded, problem

PHOTO = bytes(range(256)) * 1000
DIGEST = hashlib.sha256(PHOTO).hexdigest()


def place(house: House, content: bytes) -> Path:
    sha256 = hashlib.sha256(content).hexdigest()
    return house.folder / "photos" / "sha256" / sha256[:2] / sha256


def test_a_photo_goes_on_where_the_line_was_cut(laptop: Laptop) -> None:
    laptop.begin_photo(PHOTO, PHOTO[:100_000])

    asked = laptop.http.head(laptop.upload_path(PHOTO))

    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == ("100000", "256000")
    assert laptop.have(DIGEST).partial == {DIGEST: 100_000}
    assert laptop.send_chunk(PHOTO, 100_000, PHOTO[100_000:200_000]).status_code == 204
    assert laptop.send_chunk(PHOTO, 200_000, PHOTO[200_000:]).headers["Upload-Offset"] == "256000"
    assert laptop.have(DIGEST).stored == (DIGEST,)


def test_a_chunk_at_another_place_is_refused_with_the_true_offset(laptop: Laptop) -> None:
    laptop.begin_photo(PHOTO, PHOTO[:1000])

    answer = laptop.send_chunk(PHOTO, 500, PHOTO[500:2000])

    assert (problem(answer).code, problem(answer).seq, answer.headers["Upload-Offset"]) == (
        "wrong_offset",
        1000,
        "1000",
    )


def test_a_damaged_chunk_does_not_count(laptop: Laptop) -> None:
    laptop.begin_photo(PHOTO, PHOTO[:1000])
    wrong = {"Upload-Checksum": checksum(b"other bytes")["Upload-Checksum"]}

    assert problem(laptop.send_chunk(PHOTO, 1000, PHOTO[1000:2000], **wrong)).code == "wrong_digest"
    assert laptop.http.head(laptop.upload_path(PHOTO)).headers["Upload-Offset"] == "1000"


def test_a_photo_that_is_not_what_its_name_says_is_dropped(laptop: Laptop) -> None:
    other = b"x" + PHOTO[1:]
    headers = {"Upload-Length": str(len(PHOTO))} | checksum(other)
    laptop.http.post(laptop.upload_path(PHOTO), content=other[:9], headers=headers | checksum(other[:9]))

    assert problem(laptop.send_chunk(PHOTO, 9, other[9:])).code == "wrong_digest"
    assert laptop.http.head(laptop.upload_path(PHOTO)).status_code == 404
    assert laptop.begin_photo(PHOTO, PHOTO).headers["Upload-Offset"] == str(len(PHOTO))


def test_a_stored_photo_may_be_sent_again(laptop: Laptop) -> None:
    laptop.begin_photo(PHOTO, PHOTO)

    assert laptop.begin_photo(PHOTO, PHOTO[:10]).headers["Upload-Offset"] == str(len(PHOTO))
    assert problem(laptop.send_chunk(PHOTO, 10, PHOTO[10:])).code == "wrong_offset"


def test_an_empty_beginning_reserves_the_photo(laptop: Laptop) -> None:
    begun = laptop.begin_photo(PHOTO)

    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")
    assert laptop.send_chunk(PHOTO, 0, PHOTO).headers["Upload-Offset"] == str(len(PHOTO))


def test_another_laptops_photo_is_out_of_reach(centre: House, laptops: Callable[[House], Laptop]) -> None:
    one, two = laptops(centre), laptops(centre)
    one.begin_photo(PHOTO, PHOTO)

    answer = two.http.head(one.upload_path(PHOTO))

    assert answer.status_code == 403
    assert two.have(DIGEST).stored == ()


def test_a_rotten_photo_in_the_store_is_replaced_by_a_whole_one(
    embedded: House, laptops: Callable[[House], Laptop]
) -> None:
    one, two = laptops(embedded), laptops(embedded)
    one.begin_photo(PHOTO, PHOTO)
    place(embedded, PHOTO).write_bytes(b"bit rot")

    two.begin_photo(PHOTO, PHOTO)

    assert place(embedded, PHOTO).read_bytes() == PHOTO


def test_a_photo_that_was_whole_when_the_power_went_is_finished_when_asked(
    embedded: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(embedded)
    laptop.record(a_finding(photos=[DIGEST]), a_photo(PHOTO))
    laptop.push()
    laptop.begin_photo(PHOTO, PHOTO[:10])
    part = embedded.folder / "parts" / laptop.device / f"{DIGEST}.{len(PHOTO)}"
    part.write_bytes(PHOTO)  # all its bytes came, the centre died before it took them over

    assert laptop.have(DIGEST).stored == (DIGEST,)
    assert not part.exists()


def test_a_whole_part_with_wrong_bytes_is_dropped_when_asked(
    embedded: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(embedded)
    laptop.begin_photo(PHOTO, PHOTO[:10])
    (embedded.folder / "parts" / laptop.device / f"{DIGEST}.{len(PHOTO)}").write_bytes(os.urandom(len(PHOTO)))

    assert laptop.have(DIGEST) == laptop.have("0" * 64)
    assert laptop.begin_photo(PHOTO, PHOTO).status_code == 201


def test_a_bundle_is_stored_and_ends_what_was_begun_of_it(embedded: House, laptops: Callable[[House], Laptop]) -> None:
    laptop, photos = laptops(embedded), [b"one", b"two", PHOTO]
    laptop.begin_photo(PHOTO, PHOTO[:10])
    laptop.record(*map(a_photo, photos))
    laptop.push()

    answer = laptop.send_bundle(*photos)

    assert set(decoded(answer, BundleAnswer).stored) == {hashlib.sha256(photo).hexdigest() for photo in photos}
    assert [place(embedded, photo).read_bytes() for photo in photos] == photos
    assert list((embedded.folder / "parts" / laptop.device).iterdir()) == []
    assert laptop.account(findings=0, photos=3).complete


def test_a_bundle_that_makes_no_sense_is_refused_whole(laptop: Laptop) -> None:
    def code(body: object) -> str:
        return problem(laptop.post_bundle(body)).code

    assert code({"photos": {DIGEST: PHOTO, "0" * 64: b"not that"}}) == "wrong_digest"
    assert code({"photos": {DIGEST: PHOTO, "../../etc/passwd": b"x"}}) == "malformed"
    assert code({"photos": {DIGEST: PHOTO, hashlib.sha256(b"").hexdigest(): b""}}) == "malformed"
    assert code({"photos": {}}) == "malformed"
    assert code({"photos": {f"{n:064x}": b"x" for n in range(BUNDLE_PHOTOS + 1)}}) == "malformed"
    assert code({"photos": {DIGEST: PHOTO}, "more": 1}) == "malformed"
    assert code({"photos": [[[[[[]]]]]]}) == "malformed"
    assert code({"photos": {DIGEST: bytes(9 * 1024 * 1024)}}) == "too_large"
    assert problem(laptop.http.post(f"/v1/uploads/{laptop.device}", content=b"\x91" * 5000)).code == "malformed"
    assert problem(laptop.http.post(f"/v1/uploads/{laptop.device}")).code == "malformed"
    assert laptop.have(DIGEST).stored == ()


def test_another_laptops_bundle_is_refused(centre: House, laptops: Callable[[House], Laptop]) -> None:
    one, two = laptops(centre), laptops(centre)
    two.device = one.device

    assert problem(two.send_bundle(PHOTO)).code == "unknown_device"
    assert one.have(DIGEST).stored == ()


def test_a_photo_that_lies_there_already_is_made_durable_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = photo_store.open_store("", tmp_path)
    asyncio.run(store.put({DIGEST: PHOTO}))  # as by a process that died before its flush
    flushed: list[Path] = []
    monkeypatch.setattr(os, "fsync", lambda opened: flushed.append(Path(f"/proc/self/fd/{opened}").readlink()))

    asyncio.run(store.put({DIGEST: PHOTO}))

    folder = tmp_path / "sha256" / DIGEST[:2]
    assert flushed == [folder / DIGEST, folder / DIGEST, folder]


def test_photos_of_one_call_are_all_durable_before_their_names_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = photo_store.open_store("", tmp_path)
    photos = {hashlib.sha256(b"%d" % n).hexdigest(): b"%d" % n for n in range(3)}
    flushed: list[str] = []

    def note(opened: int) -> None:
        path = Path(f"/proc/self/fd/{opened}").readlink()
        flushed.append(path.read_bytes().decode() if path.is_file() else path.name)

    monkeypatch.setattr(os, "fsync", note)

    asyncio.run(store.put(photos))

    assert flushed == ["0", "1", "2", *dict.fromkeys(sha256[:2] for sha256 in photos)]


def test_half_a_photo_that_a_dead_process_left_is_written_anew(tmp_path: Path) -> None:
    store = photo_store.open_store("", tmp_path)
    left = tmp_path / "sha256" / DIGEST[:2] / DIGEST
    for half in (b"", PHOTO[:-1], PHOTO + b"more"):
        left.write_bytes(half)

        asyncio.run(store.put({DIGEST: PHOTO}))

        assert left.read_bytes() == PHOTO
    left.unlink()
    left.symlink_to(tmp_path / "nowhere")
    asyncio.run(store.put({DIGEST: PHOTO}))
    assert (left.is_symlink(), left.read_bytes()) == (False, PHOTO)
    assert list((tmp_path / "parts").iterdir()) == []


def test_the_disk_writes_every_photo_of_a_call_before_the_first_flush_waits_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, told = photo_store.open_store("", tmp_path), list[str]()
    monkeypatch.setattr(os, "POSIX_FADV_DONTNEED", 4, raising=False)  # also where the system has none
    monkeypatch.setattr(os, "posix_fadvise", lambda *_: told.append("write out"), raising=False)
    monkeypatch.setattr(os, "fsync", lambda _: told.append("flush"))

    asyncio.run(store.put({hashlib.sha256(b"%d" % n).hexdigest(): b"%d" % n for n in range(3)}))

    assert told[:6] == ["write out"] * 3 + ["flush"] * 3


def test_a_photo_that_was_just_written_is_not_read_again_and_one_that_lay_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, read = photo_store.open_store("", tmp_path), list[str]()
    holds = PhotoFolder.holds

    def noted(folder: PhotoFolder, sha256: str, content: bytes) -> bool:
        read.append(sha256)
        return holds(folder, sha256, content)

    monkeypatch.setattr(PhotoFolder, "holds", noted)

    asyncio.run(store.put({DIGEST: PHOTO}))
    assert read == []
    asyncio.run(store.put({DIGEST: PHOTO}))
    assert read == [DIGEST]


def test_a_disk_that_fills_up_amid_photos_keeps_no_half_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = photo_store.open_store("", tmp_path)
    photos = {hashlib.sha256(b"%d" % n).hexdigest(): b"%d" % n for n in range(9)}
    with monkeypatch.context() as full:
        full.setattr(os, "write", full_after(4))
        with pytest.raises(ProtocolProblem) as told:
            asyncio.run(store.put(photos))
    sizes = [path.stat().st_size for path in tmp_path.glob("sha256/*/*")]

    asyncio.run(store.put(photos))

    assert told.value.code is Problem.BUSY
    assert sorted(sizes) == [0, 1, 1, 1, 1]
    assert {path.name: path.read_bytes() for path in tmp_path.glob("sha256/*/*")} == photos


def test_who_finds_the_disk_full_leaves_alone_what_another_put_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, others = photo_store.open_store("", tmp_path), tmp_path / "others"
    others.write_bytes(PHOTO)
    there = tmp_path / "sha256" / DIGEST[:2] / DIGEST
    monkeypatch.setattr(os, "write", full_after(0, lambda: others.replace(there)))

    with pytest.raises(ProtocolProblem):
        asyncio.run(store.put({DIGEST: PHOTO}))

    assert there.read_bytes() == PHOTO


def test_what_is_written_anew_in_vain_leaves_no_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = photo_store.open_store("", tmp_path)
    photos = {hashlib.sha256(b"%d" % n).hexdigest(): b"%d" % n for n in range(3)}
    for sha256 in photos:
        (tmp_path / "sha256" / sha256[:2] / sha256).touch()
    monkeypatch.setattr(os, "write", full_after(2))

    with pytest.raises(ProtocolProblem):
        asyncio.run(store.put(photos))

    assert list((tmp_path / "parts").iterdir()) == []


def test_a_photo_whose_flush_failed_is_not_believed_while_only_memory_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, there = photo_store.open_store("", tmp_path), tmp_path / "sha256" / DIGEST[:2] / DIGEST
    in_memory_alone: list[int] = []

    def flush(opened: int) -> None:
        if not in_memory_alone:
            in_memory_alone.append(os.fstat(opened).st_ino)
            raise OSError(errno.EIO, "the disk did not take it")

    def forget(opened: int, *_: int) -> None:
        if os.fstat(opened).st_ino in in_memory_alone:
            there.write_bytes(bytes(len(PHOTO)))

    monkeypatch.setattr(os, "fsync", flush)
    with pytest.raises(ProtocolProblem):
        asyncio.run(store.put({DIGEST: PHOTO}))
    monkeypatch.setattr(os, "posix_fadvise", forget)

    asyncio.run(store.put({DIGEST: PHOTO}))

    assert there.read_bytes() == PHOTO
    assert there.stat().st_ino not in in_memory_alone


def test_what_is_written_while_it_is_read_is_flushed_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, there = photo_store.open_store("", tmp_path), tmp_path / "sha256" / DIGEST[:2] / DIGEST
    there.write_bytes(PHOTO[:2])
    flushed: list[int] = []

    def flush(opened: int) -> None:
        path = Path(f"/proc/self/fd/{opened}").readlink()
        flushed.extend([path.stat().st_size] if path == there else [])
        there.write_bytes(PHOTO)  # by another, who goes on

    monkeypatch.setattr(os, "fsync", flush)

    asyncio.run(store.put({DIGEST: PHOTO}))

    assert flushed == [2, len(PHOTO)]


def full_after(photos: int, then: Callable[[], object] = lambda: None) -> Callable[[int, bytes], int]:
    """A disk that has room for so many and half a photo; `then` happens before it says so."""
    left, real = [photos], os.write

    def write(opened: int, content: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            real(opened, content[: len(content) // 2 + 1])
            then()
            raise OSError(errno.ENOSPC, "full")
        return real(opened, content)

    return write


def test_a_part_that_a_dead_process_left_goes_and_one_that_is_being_written_stays(tmp_path: Path) -> None:
    photo_store.open_store("", tmp_path)
    old, new = tmp_path / "parts" / "old", tmp_path / "parts" / "new"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))

    photo_store.open_store("", tmp_path)

    assert list((tmp_path / "parts").iterdir()) == [new]


def test_headers_that_make_no_sense_are_refused(laptop: Laptop) -> None:
    path, body = laptop.upload_path(PHOTO), PHOTO[:10]
    sane = {"Upload-Length": str(len(PHOTO))} | checksum(body)

    def code(**changed: str | None) -> tuple[str, int]:
        headers = {name: value for name, value in (sane | changed).items() if value is not None}
        answer = laptop.http.post(path, content=body, headers=headers)
        return problem(answer).code, answer.status_code

    short = "sha256 " + base64.b64encode(b"short").decode()
    assert code(**{"Upload-Length": None}) == ("malformed", 400)
    assert code(**{"Upload-Length": "-1"}) == ("malformed", 400)
    assert code(**{"Upload-Length": "0"}) == ("malformed", 400)
    assert code(**{"Upload-Length": "99999999999"}) == ("too_large", 413)
    assert code(**{"Upload-Length": "5"}) == ("malformed", 400)
    assert code(**{"Upload-Checksum": None}) == ("malformed", 400)
    assert code(**{"Upload-Checksum": "md5 abc"}) == ("malformed", 400)
    assert code(**{"Upload-Checksum": "sha256 ???"}) == ("malformed", 400)
    assert code(**{"Upload-Checksum": short}) == ("malformed", 400)


def test_a_name_that_is_no_digest_is_refused(laptop: Laptop) -> None:
    for name in ("abc", "A" * 64, "..%2f..%2fetc%2fpasswd", "%00" * 8, DIGEST + "%0a"):
        answer = laptop.http.patch(f"/v1/uploads/{laptop.device}/{name}", content=b"", headers={"Upload-Offset": "0"})
        assert answer.status_code in (400, 404), name
        assert problem(answer).code in ("malformed", "not_found")


def test_a_chunk_over_the_bound_is_refused(laptop: Laptop) -> None:
    large = bytes(9 * 1024 * 1024)

    assert problem(laptop.send_chunk(large, 0, large)).code == "too_large"
