"""A parcel gives back what was put in, and any other bytes are a coded problem, in bounded memory."""

import base64
import io
import tracemalloc
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.protocol import parcels, receipts, sealing
from sync.protocol.parcels import Frame, Head
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.sealing import CHUNK, TAG

LAPTOP, CENTRE = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
CODED = {Problem.NOT_A_PARCEL, Problem.NEWER_PARCEL, Problem.DAMAGED_PARCEL}
Inside = list[tuple[Frame, bytes]]


def a_head(**changed: object) -> Head:
    said = {
        "device": "laptop-1", "key": base64.b64encode(receipts.public_bytes(LAPTOP)).decode(), "centre": "centre-1",
        "sealed_to": sealing.key_id(CENTRE.public_key()), "made_at": "2026-11-22T08:00:00.000Z", "app": "1", "shift": "",
        "epochs": (), "lines": 0, "findings": 0, "photos": 0, "photo_bytes": 0,
    }  # fmt: skip
    return Head(**said | changed)  # type: ignore[arg-type]


def written(inside: Inside) -> bytes:
    file = io.BytesIO()
    parcel = parcels.Writer(file, a_head(), CENTRE.public_key(), partial(receipts.sign, LAPTOP))
    for kind, body in inside:
        parcel.add(kind, body)
    parcel.end()
    return file.getvalue()


def read(content: bytes, key: X25519PrivateKey = CENTRE) -> Inside:
    file = io.BytesIO(content)
    front, _ = parcels.check_whole(file)
    return list(parcels.frames(file, front, key))


def opened_only(content: bytes) -> Inside:
    """What the chunks alone would let through, without the signature of the whole."""
    file = io.BytesIO(content)
    return list(parcels.frames(file, parcels.read_front(content[: parcels.FRONT_BYTES]), CENTRE))


def refused(content: bytes) -> Problem:
    with pytest.raises(ProtocolProblem) as trouble:
        read(content)
    return trouble.value.code


bodies = st.one_of(st.binary(max_size=50), st.integers(CHUNK - 8, CHUNK + 8).map(bytes), st.just(bytes(3 * CHUNK)))
insides = st.lists(
    st.tuples(st.sampled_from(Frame), bodies.filter(lambda body: len(body) <= 64 * 1024)), min_size=1, max_size=6
)


@given(insides)
@settings(max_examples=60)
def test_what_was_put_in_comes_out(inside: Inside) -> None:
    assert read(written(inside)) == inside


SAMPLE = written([(Frame.LINES, b"{}"), (Frame.PHOTO, bytes(range(256)) * 700), (Frame.MANIFEST, b"{}")])
FRONT = parcels.read_front(SAMPLE[: parcels.FRONT_BYTES])


@given(st.binary(max_size=400))
def test_any_bytes_are_a_coded_problem(content: bytes) -> None:
    assert refused(content) in CODED
    assert refused(parcels.MARK + content) in CODED
    assert refused(SAMPLE[: FRONT.content] + content) in CODED


@given(st.integers(0, len(SAMPLE) - 1), st.integers(1, 255))
@settings(max_examples=150)
def test_no_byte_can_be_changed(place: int, by: int) -> None:
    changed = bytearray(SAMPLE)
    changed[place] ^= by
    assert refused(bytes(changed)) in CODED


@given(st.integers(0, len(SAMPLE) - 1))
def test_no_byte_can_be_cut_off(length: int) -> None:
    assert refused(SAMPLE[:length]) in CODED


@given(st.permutations(range(3)))
def test_chunks_cannot_be_moved_or_left_out(order: list[int]) -> None:
    step = CHUNK + TAG
    content = SAMPLE[FRONT.content : -parcels.SIGNATURE]
    chunks = [content[place : place + step] for place in range(0, len(content), step)]
    assert len(chunks) == 3
    for other in ([chunks[n] for n in order], chunks[:-1], [*chunks[:2], chunks[1]], [chunks[0], chunks[2]]):
        moved = SAMPLE[: FRONT.content] + b"".join(other) + SAMPLE[-parcels.SIGNATURE :]
        if other == chunks:
            continue
        with pytest.raises(ProtocolProblem) as trouble:
            opened_only(moved)
        assert trouble.value.code is Problem.DAMAGED_PARCEL


def test_chunks_of_another_parcel_do_not_fit() -> None:
    other = written([(Frame.PHOTO, bytes(1000))])
    front = parcels.read_front(other)
    mixed = SAMPLE[: FRONT.content] + other[front.content :]
    with pytest.raises(ProtocolProblem) as trouble:
        opened_only(mixed)
    assert trouble.value.code is Problem.DAMAGED_PARCEL


def test_nobody_but_the_centre_reads_it() -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        read(SAMPLE, X25519PrivateKey.generate())
    assert trouble.value.code is Problem.DAMAGED_PARCEL
    assert bytes(range(256)) not in SAMPLE


@pytest.mark.parametrize("point", [bytes(32), bytes([1]) + bytes(31)])
def test_a_point_that_hides_nothing_is_refused(point: bytes) -> None:

    front = FRONT._replace(head=a_head(ephemeral=base64.b64encode(point).decode()))
    with pytest.raises(ProtocolProblem) as trouble:
        list(parcels.frames(io.BytesIO(SAMPLE), front, CENTRE))
    assert trouble.value.code is Problem.DAMAGED_PARCEL


def test_a_frame_that_claims_too_much_is_refused_before_it_is_held() -> None:
    file = io.BytesIO()
    parcel = parcels.Writer(file, a_head(), CENTRE.public_key(), partial(receipts.sign, LAPTOP))
    parcel._sealer.write(b"p" + (2**32 - 1).to_bytes(4, "big"))
    for _ in range(20):
        parcel._sealer.write(bytes(CHUNK))
    parcel.end()
    assert refused(file.getvalue()) is Problem.DAMAGED_PARCEL


def test_memory_stays_flat(tmp_path: Path) -> None:
    size, path = 96 * 1024 * 1024, tmp_path / "large.parcel"
    tracemalloc.start()
    try:
        with path.open("w+b") as file:
            parcel = parcels.Writer(file, a_head(), CENTRE.public_key(), partial(receipts.sign, LAPTOP))
            photo = bytes(1024 * 1024)
            for _ in range(size // len(photo)):
                parcel.add(Frame.PHOTO, photo)
            parcel.end()
            front, _ = parcels.check_whole(file)
            assert sum(len(body) for _, body in parcels.frames(file, front, CENTRE)) == size
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * 1024 * 1024
