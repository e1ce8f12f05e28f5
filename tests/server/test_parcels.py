"""A parcel is all or nothing: whatever is wrong with it, the centre says it with a code and has stored nothing of it."""

import asyncio
import base64
import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol import parcels, receipts, sealing
from sync.protocol.lines import Line
from sync.protocol.parcels import Frame, Head, ParcelAnswer, Stretch
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Statement
from sync.server.centre import Centre
from sync.server.parcel_uploads import ParcelUploads
from sync.server.photo_store import PhotoStore
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift, checksum, problem

PHOTO = b"a photo" * 999
Laptops = Callable[[House], Laptop]


def packed(
    laptop: Laptop, batches: Sequence[Sequence[Line]], *photos: bytes, key: Ed25519PrivateKey | None = None,
    file: Path, **changed: Any,
) -> Path:  # fmt: skip
    """A parcel with these batches, each signed as the laptop signs, in `file`."""
    hello = laptop.hello()
    trusted = receipts.trusted(laptop.pinned, hello.keys)
    assert hello.sealing is not None
    to, signer = sealing.vouched(hello.sealing, trusted), key or laptop.key
    stretches = {batch[0].epoch: _stretch(laptop, batch[0].epoch) for batch in batches}
    head: dict[str, Any] = {
        "device": laptop.device, "key": base64.b64encode(receipts.public_bytes(signer)).decode(),
        "centre": laptop.enrol().centre, "sealed_to": sealing.key_id(to), "made_at": "2026-03-02T01:00:00.000Z", "app": "1",
        "shift": "", "epochs": tuple(stretches.values()), "lines": sum(map(len, batches)), "findings": 0,
        "photos": len(photos), "photo_bytes": sum(map(len, photos)),
    }  # fmt: skip
    with file.open("w+b") as opened:
        parcel = parcels.Writer(opened, Head(**head | changed), to, partial(receipts.sign, signer))
        for batch in batches:
            parcel.add(Frame.LINES, msgspec.json.encode(laptop.batch(batch)))
        for photo in photos:
            parcel.add(Frame.PHOTO, photo)
        parcel.add(Frame.MANIFEST, msgspec.json.encode(laptop.account_request(1, len(photos))))
        parcel.end()
    return file


def held(laptop: Laptop) -> int:
    return laptop.hello().through_seq


@pytest.fixture
def worked(laptop: Laptop) -> Laptop:
    """A laptop with a shift and a finding with a photo, nothing of it sent."""
    laptop.record(a_shift(), a_photo(PHOTO), a_finding(photos=[hashlib.sha256(PHOTO).hexdigest()]))
    return laptop


def test_a_parcel_is_taken_in_on_either_database(centre: House, worked: Laptop, tmp_path: Path) -> None:
    parcel = packed(worked, [worked.lines[:2], worked.lines[2:]], PHOTO, file=tmp_path / "x.parcel")

    centre.run("parcel", "import", str(parcel))

    answer = msgspec.json.decode((tmp_path / "x.receipt").read_bytes(), type=ParcelAnswer)
    (receipt,) = answer.receipts
    said = worked.statement(receipt)
    assert (said.through_seq, said.findings, said.photos, said.missing_count) == (4, 1, 1, 0)
    assert held(worked) == 4
    assert worked.account(findings=1, photos=1).complete


def test_a_laptop_that_nobody_knows_brings_nothing_in(centre: House, worked: Laptop, tmp_path: Path) -> None:
    parcel = packed(worked, [worked.lines], file=tmp_path / "x.parcel", device="nobody")
    centre.run_refused("parcel", "import", str(parcel), code=Problem.UNKNOWN_DEVICE)


def test_a_parcel_that_another_key_signed_brings_nothing_in(centre: House, worked: Laptop, tmp_path: Path) -> None:
    parcel = packed(worked, [worked.lines], key=Ed25519PrivateKey.generate(), file=tmp_path / "x.parcel")
    centre.run_refused("parcel", "import", str(parcel), code=Problem.WRONG_SIGNATURE)
    assert held(worked) == 0


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("a later batch is missing its beginning", Problem.BROKEN_CHAIN),
        ("the beginning is missing", Problem.HOLE),
        ("a line was changed", Problem.WRONG_DIGEST),
        ("an epoch that the head does not name", Problem.DAMAGED_PARCEL),
        ("a photo is empty", Problem.MALFORMED),
    ],
)
def test_one_wrong_message_keeps_all_of_it_out(
    centre: House, worked: Laptop, tmp_path: Path, what: str, code: Problem
) -> None:
    first, second, third, fourth = worked.lines
    batches = {
        "a later batch is missing its beginning": [[first, second], [fourth]],
        "the beginning is missing": [[second, third]],
        "a line was changed": [[first, second], [msgspec.structs.replace(third, officer="another"), fourth]],
        "an epoch that the head does not name": [[first, second]],
        "a photo is empty": [[first, second, third, fourth]],
    }[what]
    changed: dict[str, Any] = {"epochs": ()} if "head" in what else {}
    photos = [PHOTO, b""] if "photo" in what else [PHOTO]
    parcel = packed(worked, batches, *photos, file=tmp_path / "x.parcel", **changed)

    centre.run_refused("parcel", "import", str(parcel), code=code)

    assert held(worked) == 0
    assert worked.have(hashlib.sha256(PHOTO).hexdigest()).stored == ()


def test_a_fork_is_noticed_before_anything_else_of_it_is_stored(centre: House, worked: Laptop, tmp_path: Path) -> None:
    worked.push(worked.lines[:2])
    common = worked.lines[:2]
    worked.lines = list(common)
    worked.record(a_shift("s-other"))
    worked.push(worked.lines[2:])
    worked.lines = list(common)
    worked.record(a_finding("f-2"), a_finding("f-3"))
    parcel = packed(worked, [worked.lines[2:]], PHOTO, file=tmp_path / "x.parcel")

    centre.run_refused("parcel", "import", str(parcel), code=Problem.FORK)

    assert held(worked) == 3
    assert worked.have(hashlib.sha256(PHOTO).hexdigest()).stored == ()


def test_the_parcel_of_a_revoked_laptop_is_kept_and_set_aside(centre: House, worked: Laptop, tmp_path: Path) -> None:
    parcel = packed(worked, [worked.lines], PHOTO, file=tmp_path / "x.parcel")
    centre.run("devices", "revoke", worked.device)

    centre.run("parcel", "import", str(parcel))

    answer = msgspec.json.decode((tmp_path / "x.receipt").read_bytes(), type=ParcelAnswer)
    said = msgspec.json.decode(answer.receipts[0].body, type=Statement)
    assert {one.reason for one in said.quarantined} == {"revoked_device"}


def test_a_centre_that_fails_halfway_goes_on_at_the_next_try(
    embedded: House, laptops: Laptops, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = laptops(embedded)
    laptop.record(a_shift(), a_photo(PHOTO), a_finding(photos=[hashlib.sha256(PHOTO).hexdigest()]))
    parcel = packed(laptop, [laptop.lines], PHOTO, file=tmp_path / "x.parcel")

    def full(*_: object) -> None:
        raise ProtocolProblem(Problem.OUT_OF_SPACE, "photos")

    with monkeypatch.context() as patched:
        patched.setattr(PhotoStore, "_put_some", full)
        embedded.run_refused("parcel", "import", str(parcel), code=Problem.OUT_OF_SPACE)
    assert not (tmp_path / "x.receipt").exists(), "what is not all there has no receipt"
    embedded.run("parcel", "import", str(parcel))

    answer = msgspec.json.decode((tmp_path / "x.receipt").read_bytes(), type=ParcelAnswer)
    said = laptop.statement(answer.receipts[0])
    assert (said.findings, said.photos, said.missing_count) == (1, 1, 0)


@pytest.mark.parametrize("code", [Problem.OUT_OF_SPACE, Problem.BUSY])
def test_what_keeps_a_sent_parcel_out_is_told_and_it_goes_on_when_that_is_over(
    embedded: House, laptops: Laptops, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: Problem
) -> None:
    laptop = laptops(embedded)
    laptop.record(a_shift(), a_photo(PHOTO))
    whole = packed(laptop, [laptop.lines], PHOTO, file=tmp_path / "x.parcel").read_bytes()
    sha256, told = hashlib.sha256(whole).hexdigest(), list[Problem]()

    async def full(*_: object) -> None:
        raise ProtocolProblem(code, "photos") if code is Problem.OUT_OF_SPACE else OSError("a disk in trouble")

    async def sent(centre: Centre) -> ParcelAnswer:
        uploads = ParcelUploads(centre)
        await uploads.create(laptop.device, sha256, len(whole), whole)
        while True:
            try:
                if (answer := uploads.answer(laptop.device, sha256)) is not None:
                    return answer
            except ProtocolProblem as trouble:
                told.append(trouble.code)
                if len(told) == 2:
                    monkeypatch.undo()
            await asyncio.sleep(0.01)

    monkeypatch.setattr(PhotoStore, "put", full)
    assert embedded.inside(sent).device == laptop.device
    assert told[:2] == [code] * 2


def test_a_parcel_from_before_a_new_key_is_still_opened(embedded: House, laptops: Laptops, tmp_path: Path) -> None:
    laptop = laptops(embedded)
    laptop.record(a_shift())
    parcel = packed(laptop, [laptop.lines], file=tmp_path / "x.parcel")
    embedded.run("keys", "rotate")

    embedded.run("parcel", "import", str(parcel))

    answer = msgspec.json.decode((tmp_path / "x.receipt").read_bytes(), type=ParcelAnswer)
    assert receipts.verify(answer.receipts[0], receipts.trusted(laptop.pinned, answer.keys)).through_seq == 2


def test_strangers_are_stopped_at_the_first_chunk_and_soon_at_the_door(
    embedded: House, laptops: Laptops, clients: Callable[[House], httpx.Client], tmp_path: Path
) -> None:
    laptop = laptops(embedded)
    laptop.record(a_shift())
    parcel = packed(laptop, [laptop.lines], key=Ed25519PrivateKey.generate(), file=tmp_path / "x.parcel").read_bytes()
    stranger, codes = clients(embedded), []
    for n in range(7):
        way = f"/v1/parcels/{laptop.device}/{hashlib.sha256(bytes([n])).hexdigest()}"
        answer = stranger.post(way, content=parcel, headers={"Upload-Length": str(len(parcel))} | checksum(parcel))
        codes.append(problem(answer).code)

    assert codes[:5] == [Problem.WRONG_SIGNATURE] * 5
    assert codes[5:] == [Problem.TOO_MANY_TRIES] * 2
    assert list((embedded.folder / "parcels").rglob("*.*")) == []


@pytest.mark.parametrize("path", ["x/y", "..%2f..%2fkeys/" + "0" * 64, "laptop/" + "0" * 63, "a b/" + "0" * 64])
def test_names_that_are_none_reach_no_file(
    embedded: House, clients: Callable[[House], httpx.Client], path: str
) -> None:
    for method in ("GET", "POST", "PATCH"):
        answer = clients(embedded).request(method, f"/v1/parcels/{path}", headers={"Upload-Offset": "0"})
        assert answer.status_code in (400, 404)


def _stretch(laptop: Laptop, epoch: str) -> Stretch:
    own = [line for line in laptop.lines if line.epoch == epoch]
    return Stretch(epoch, own[0].seq, own[-1].seq, own[-1].digest)
