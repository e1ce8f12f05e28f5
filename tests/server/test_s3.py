"""Photos in a real S3-compatible store (OpenStack Swift): written once, read back, and what happens when it lies or is away.

Runs with `python3 start.py test --swift` alone: the store is 80 MB and takes seconds to start.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.client.status import Outcome
from sync.protocol.problems import Problem
from tests import swift
from tests.server.conftest import House
from tests.server.crowd import all_send, crowd
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift, problem
from tests.server.test_doctor import examined, failures
from tests.sync.centre import photos_of

PHOTO = b"\xff\xd8 a photo " * 20_000
DIGEST = hashlib.sha256(PHOTO).hexdigest()
KEY = f"/{swift.BUCKET}/city/sha256/{DIGEST[:2]}/{DIGEST}"


@pytest.fixture(scope="module")
def store(swift_programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[swift.Swift]:
    with swift.running(swift_programs, tmp_path_factory.mktemp("swift")) as one:
        one.make_bucket()
        yield one


def centre_at(
    store: swift.Swift, folder: Path, monkeypatch: pytest.MonkeyPatch, *, secret: str = swift.SECRET
) -> House:
    for name, value in store.surroundings(secret).items():
        monkeypatch.setenv(name, value)
    house = House(folder / "centre", photos_url=f"s3://{swift.BUCKET}/city")
    house.start()
    return house


@pytest.fixture
def city(store: swift.Swift, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A centre with its photos in the store, which is empty."""
    for path in store.files():
        path.unlink()
    house = centre_at(store, tmp_path, monkeypatch)
    yield house
    house.stop()


@pytest.fixture
def shift(city: House, laptops: Callable[[House], Laptop]) -> Laptop:
    """A laptop whose lines have arrived, and their photo not yet."""
    one = laptops(city)
    one.record(a_shift(), a_finding(), a_photo(PHOTO))
    one.push()
    return one


def test_shifts_arrive_whole_and_lie_in_the_store_byte_for_byte(city: House, store: swift.Swift) -> None:
    members = crowd(city, 4, findings=5, photo_bytes=300_000)

    all_send(members)

    for member in members:
        for sha256, photo in member.laptop.journal.photos.items():
            assert store.call("GET", f"/{swift.BUCKET}/city/sha256/{sha256[:2]}/{sha256}") == photo
    assert not (city.folder / "photos").exists()
    found = examined(city, "--all")
    assert found["photos"]["said"] == "20 of 20 read back and equal"
    assert found["photo store"]["said"].startswith("written once, read back and listed in")


def test_a_photo_of_two_laptops_is_written_once(
    city: House, store: swift.Swift, laptops: Callable[[House], Laptop]
) -> None:
    one, two = laptops(city), laptops(city)
    assert one.send_bundle(PHOTO).status_code == 200
    (written,) = [path.stat().st_mtime_ns for path in store.files()]

    assert two.send_bundle(PHOTO).status_code == 200

    assert [path.stat().st_mtime_ns for path in store.files()] == [written]


def test_a_large_photo_comes_in_chunks_and_is_put_whole(city: House, store: swift.Swift, shift: Laptop) -> None:
    shift.begin_photo(PHOTO, PHOTO[:100_000])
    assert store.files() == []

    assert shift.send_chunk(PHOTO, 100_000, PHOTO[100_000:]).status_code == 204

    assert store.call("GET", KEY) == PHOTO
    assert shift.account(findings=1, photos=1).complete


def test_a_store_that_is_away_lets_photos_wait_and_lines_pass(city: House, store: swift.Swift, shift: Laptop) -> None:
    for kind in ("object", "proxy"):
        store.stop(kind)
        try:
            told = shift.send_bundle(PHOTO)
            assert (told.status_code, problem(told).code) == (503, "busy")
            assert int(told.headers["Retry-After"]) >= 1
            shift.record(a_finding(f"f-while-{kind}-is-away"))
            assert shift.push().added == 1
            assert "photo store" in failures(city)
        finally:
            store.start(kind)
    assert not shift.account(findings=3, photos=1).complete

    assert shift.send_bundle(PHOTO).status_code == 200
    assert shift.account(findings=3, photos=1).complete


def test_wrong_credentials_are_told_by_the_doctor_and_nothing_is_called_stored(
    store: swift.Swift, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, laptops: Callable[[House], Laptop]
) -> None:
    house = centre_at(store, tmp_path, monkeypatch, secret="another")
    try:
        one = laptops(house)
        assert problem(one.send_bundle(PHOTO)).code == Problem.BUSY
        assert one.have(DIGEST).stored == ()
        said = failures(house)
        assert said.keys() == {"photo store"}
        assert "another" not in said["photo store"]
    finally:
        house.stop()


def test_a_photo_deleted_behind_our_back_is_found_and_the_laptop_sends_it_again(
    city: House, store: swift.Swift
) -> None:
    (member,) = crowd(city, 1, findings=1, photo_bytes=200_000)
    all_send([member])
    (sha256,) = photos_of(member.laptop.journal.lines)
    key = f"/{swift.BUCKET}/city/sha256/{sha256[:2]}/{sha256}"
    store.call("DELETE", key)

    assert failures(city, "--all")["photos"].endswith(f"like {sha256}")
    city.run("doctor", "--all", "--ask-again", exit_code=1)
    reports = [member.laptop.sync(member.api) for _ in range(2)]

    assert Outcome.COMPLETE in {report.outcome for report in reports}
    assert store.call("GET", key) == member.laptop.journal.photos[sha256]
    assert examined(city, "--all")["photos"]["state"] == "ok"


def test_a_photo_that_rotted_in_the_store_is_found(city: House, store: swift.Swift, shift: Laptop) -> None:
    shift.send_bundle(PHOTO)
    store.call("PUT", KEY, body=PHOTO[:-1] + b"X")

    assert failures(city, "--all")["photos"].endswith(f"like {DIGEST}")


def test_what_a_store_gives_back_empty_with_status_200_is_never_called_stored(
    swift_programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, laptops: Callable[[House], Laptop]
) -> None:
    (tmp_path / "swift").mkdir()
    with swift.running(swift_programs, tmp_path / "swift", trap=True) as liar:
        liar.make_bucket(versioned=True)
        house = centre_at(liar, tmp_path, monkeypatch)
        try:
            one = laptops(house)
            one.record(a_shift(), a_finding(), a_photo(PHOTO))
            one.push()
            told = one.send_bundle(PHOTO)
            assert liar.call("GET", KEY) == b"", "the trap was not there"
            assert (problem(told).code, problem(told).detail) == ("busy", "the photo store returned other bytes")
            assert one.have(DIGEST).stored == ()
            assert one.statement(one.account(findings=1, photos=1).receipt).missing == (DIGEST,)
            assert "it gives back other bytes than it got" in failures(house)["photo store"]
        finally:
            house.stop()
