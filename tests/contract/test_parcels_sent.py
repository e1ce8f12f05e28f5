"""A parcel that a PC of the squad sends: it needs no key, a cut costs a chunk, and what is wrong with it has a code."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from inspector_app import parcels
from inspector_app.cli import parcel_send, restore
from inspector_app.cli.laptop import told
from inspector_app.cli.shell import BadInput, Usage
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.client import carrying
from sync.client.wire import Answer, Body, Wire
from sync.protocol.parcels import MARK, ParcelAnswer
from sync.protocol.problems import Problem, ProtocolProblem
from tests.contract.patrol import arrived, joined, packed, worked
from tests.server.conftest import House
from tests.storage.builders import a_shift, laptop, record


def quietly(done: int, whole: int) -> None:
    """A listener that has no use for progress."""


def shortly(seconds: float) -> None:
    """Nobody waits long in a test."""
    time.sleep(min(seconds, 0.05))


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8721", "http://centre.example", "https://", "http://[::1", "ftp://127.0.0.1"]
)
def test_an_address_that_can_be_no_centres_is_told_before_anything_is_sent(url: str, tmp_path: Path) -> None:
    with pytest.raises(Usage, match="https://HOST"):
        parcel_send.run([str(tmp_path / "x.parcel"), "--centre", url], io.StringIO(), io.StringIO())
    said = io.StringIO()
    words = ["--from", "x.parcel", "--centre", url, "--code", "c", "--data", str(tmp_path / "new")]
    assert restore.run(words, io.StringIO(), said) == 64
    assert "https://HOST" in said.getvalue()
    assert not (tmp_path / "new").exists()


class Cut(Wire):
    """A line on which every other call is cut, now before the centre heard it and now after."""

    calls = 0

    def send(
        self, method: str, path: str, body: Body = b"", headers: dict[str, str] | None = None, *, token: str = ""
    ) -> Answer:
        self.calls += 1
        if self.calls % 4 == 1:
            raise ProtocolProblem(Problem.UNREACHABLE, "before")
        answer = super().send(method, path, body, headers, token=token)
        if self.calls % 4 == 3:
            raise ProtocolProblem(Problem.UNREACHABLE, "after")
        return answer


def sent(parcel: Path, centre: House, line: type[Wire] = Wire) -> ParcelAnswer:
    with closing(line(centre.url, "1.0.0")) as wire:
        return carrying.carry(parcel, wire, told=quietly, sleep=shortly)


def refused(parcel: Path, centre: House) -> Problem:
    with pytest.raises(ProtocolProblem) as trouble:
        sent(parcel, centre)
    return trouble.value.code


@pytest.fixture
def store(tmp_path: Path, real_centre: House) -> Iterator[Store]:
    with laptop(tmp_path / "laptop") as opened:
        record(opened, a_shift())
        yield joined(opened, real_centre)


@pytest.fixture
def parcel(store: Store, tmp_path: Path) -> Path:
    worked(store, 20)
    return packed(store, tmp_path / "stick")


@pytest.mark.parametrize("line", [Wire, Cut])
def test_a_parcel_arrives_over_a_whole_and_a_broken_line(
    store: Store, parcel: Path, real_centre: House, line: type[Wire]
) -> None:
    answer = sent(parcel, real_centre, line)
    again = sent(parcel, real_centre)

    assert again == answer
    assert len(arrived(real_centre, store.device)) == 20
    assert all(row["photos_received"] == 1 for row in arrived(real_centre, store.device))


def test_the_answer_of_the_network_is_the_receipt_of_the_laptop(
    store: Store, parcel: Path, real_centre: House, tmp_path: Path
) -> None:
    receipt = tmp_path / "x.receipt"
    receipt.write_bytes(msgspec.json.encode(sent(parcel, real_centre)))
    said = parcels.take_receipt(store, receipt)

    assert [one.missing_count for one in said] == [0]
    assert store.reads.sync_overview().unsent_lines == 0


def test_a_centre_that_is_killed_amid_a_parcel_goes_on_with_it(store: Store, parcel: Path, tmp_path: Path) -> None:
    centre = House(tmp_path / "own")
    centre.start()
    try:
        joined_there = joined(store, centre)
        own = packed(joined_there, tmp_path / "own stick")

        class Killing(Wire):
            calls = 0

            def send(self, *args: Any, **named: Any) -> Answer:
                self.calls += 1
                if self.calls in (3, 6):
                    centre.kill()
                    centre.start()
                return super().send(*args, **named)

        sent(own, centre, Killing)
        assert len(arrived(centre, store.device)) == 20
    finally:
        centre.stop()


CHANGED: dict[str, tuple[Callable[[bytes], bytes], Problem]] = {
    "no parcel": (lambda whole: b"PK" + whole, Problem.NOT_A_PARCEL),
    "of a later version": (lambda whole: whole.replace(MARK, b"721-parcel-2\n", 1), Problem.NEWER_PARCEL),
    "cut": (lambda whole: whole[: len(whole) // 2], Problem.DAMAGED_PARCEL),
    "longer": (lambda whole: whole + b"\0", Problem.DAMAGED_PARCEL),
    "a bit flipped": (lambda whole: whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:], Problem.DAMAGED_PARCEL),
}


@pytest.mark.parametrize("how", list(CHANGED))
def test_a_parcel_that_is_not_whole_is_refused_here_and_there(
    store: Store, parcel: Path, real_centre: House, how: str
) -> None:
    change, code = CHANGED[how]
    parcel.write_bytes(change(parcel.read_bytes()))

    assert refused(parcel, real_centre) is code
    real_centre.run_refused("parcel", "import", str(parcel), code=code)
    assert arrived(real_centre, store.device) == []


class Full(Wire):
    """A centre that has all of the parcel, and no room to take it in: it says so after each try."""

    def send(
        self, method: str, path: str, body: Body = b"", headers: dict[str, str] | None = None, *, token: str = ""
    ) -> Answer:
        if method != "GET":
            return super().send(method, path, body, headers, token=token)
        self.asked = getattr(self, "asked", 0) + 1
        if self.asked % 2:
            return Answer(b"null", {})
        raise ProtocolProblem(Problem.OUT_OF_SPACE, retry_after_s=60)


def test_a_centre_that_cannot_take_it_in_is_given_up_in_minutes_and_words(parcel: Path, real_centre: House) -> None:
    slept = list[float]()
    with closing(Full(real_centre.url, "1.0.0")) as wire, pytest.raises(BadInput) as trouble, told():
        carrying.carry(parcel, wire, told=quietly, sleep=slept.append)

    assert 120 < sum(slept) < 600
    assert (trouble.value.code, "the centre has no room left" in trouble.value.message) == ("out_of_space", True)


def test_a_full_disk_here_is_not_said_to_be_the_centres() -> None:
    with pytest.raises(BadInput, match="the disk is full"), told():
        raise StorageTrouble(StorageCode.OUT_OF_SPACE)


def test_a_parcel_of_another_centre_is_told_apart(
    store: Store, real_centre: House, parcel: Path, tmp_path: Path
) -> None:
    other = House(tmp_path / "other")
    other.start()
    try:
        assert refused(parcel, other) is Problem.OTHER_CENTRE
    finally:
        other.stop()
