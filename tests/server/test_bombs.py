"""What is small on its way and huge inside, or huge from the start: a coded answer, a centre that lives, and bounded memory."""

import json
import threading
from collections.abc import Callable, Iterator

import httpx
import msgspec
import pytest
import zstandard

from tests.server import plain
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_shift, problem
from tests.server.memory import Memory

MIB = 1024 * 1024
ONE = 64  # MiB that one hostile call may cost: a body of 8 MiB, what it unpacks to, and what it decodes to
STRANGERS = 96  # MiB for a hundred without a token: buffers of the lines alone take a third of it
MANY = 128  # MiB for more at once than a process lets in
BLOCK = 128 * 1024  # bytes of a block, which zstd may spell in four
MAGIC = b"\x28\xb5\x2f\xfd"


def blocks(size: int) -> bytes:
    """So many zeros as zstd blocks of one repeated byte."""
    count = max(1, size // BLOCK)
    one = ((BLOCK << 3) | 0b10).to_bytes(3, "little") + b"\0"
    return one * (count - 1) + ((BLOCK << 3) | 0b11).to_bytes(3, "little") + b"\0"


def frame(inside: bytes, *, announced: int | None = None, window: int = 13) -> bytes:
    """A zstd frame by hand, so that it may lie; `window` 13 is 8 MiB, each more twice as much."""
    if announced is None:
        return MAGIC + bytes([0, window << 3]) + inside
    return MAGIC + bytes([0b1100_0000, window << 3]) + announced.to_bytes(8, "little") + inside


GIB = 1024 * MIB
ZEROS = blocks(4 * GIB)
EMPTY = (1).to_bytes(3, "little")
BOMBS = {
    "4 GiB, not announced": (frame(ZEROS), "too_large"),
    "4 GiB, announced": (frame(ZEROS, announced=4 * GIB), "too_large"),
    "4 GiB, announced as 5 bytes": (frame(ZEROS, announced=5), "malformed"),
    "4 GiB, announced as what is allowed": (frame(ZEROS, announced=8 * MIB), "malformed"),
    "announced as 2^63": (frame(blocks(1), announced=2**63), "too_large"),
    "announced as an error": (frame(blocks(1), announced=2**64 - 2), "malformed"),
    "a window of 2 GiB": (frame(EMPTY, window=21), "malformed"),
    "a window of 2 TiB": (frame(EMPTY, window=31), "malformed"),
    "a thousand frames of 8 MiB": (frame(blocks(8 * MIB), announced=8 * MIB) * 1000, "malformed"),
    "a thousand frames, not announced": (frame(blocks(8 * MIB)) * 1000, "too_large"),
    "a million empty blocks": (frame(b"\0\0\0" * 1_000_000 + EMPTY), "malformed"),
    "a hundred thousand empty frames": (frame(EMPTY) * 100_000, "malformed"),
    "a frame to be skipped that never ends": (b"\x50\x2a\x4d\x18\xff\xff\xff\xff", "malformed"),
    "a dictionary that nobody has": (MAGIC + b"\x01\x00\x07" + EMPTY, "malformed"),
    "something behind the frame": (zstandard.compress(b"{}") + b"behind", "malformed"),
    "a bomb in a bomb": (zstandard.compress(frame(ZEROS)), "malformed"),
}  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A centre on its embedded database, for all bombs: none may spoil it for the next."""
    made = House(tmp_path_factory.mktemp("bombed"), serving=["--burst", "100000"])
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def memory(house: House, sender: Laptop) -> Memory:
    """Of the centre after a first push, when all that it needs has been imported."""
    return Memory(house)


@pytest.fixture(scope="module")
def sender(house: House) -> Iterator[Laptop]:
    with plain.client(house, timeout=60) as http:
        laptop = Laptop(http, house.code()).join()
        laptop.push()
        yield laptop


def lives(laptop: Laptop) -> bool:
    """Whether the same process still takes and answers what is right."""
    laptop.record(a_shift(f"s-{len(laptop.lines)}"))
    return laptop.push(laptop.lines[-1:]).added == 1


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_bursts(memory: Memory, sender: Laptop, name: str) -> None:
    bomb, code = BOMBS[name]
    with memory.bounded(ONE):
        answer = sender.http.post("/v1/lines", content=bomb, headers={"Content-Encoding": "zstd"})

    assert problem(answer).code == code
    assert lives(sender)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd, zstd", "gzip, zstd", "zstd;q=1", "x" * 5000])
def test_no_other_packing_is_opened(sender: Laptop, encoding: str) -> None:
    for path in ("/v1/lines", "/v1/pull", f"/v1/uploads/{sender.device}"):
        answer = sender.http.post(path, content=frame(ZEROS), headers={"Content-Encoding": encoding})
        assert problem(answer).code == "unsupported_encoding"


LARGE = {
    "depth": b"[" * (MIB - 1),
    "objects in each other": b'{"a":' * 200_000,
    "a text": b'"' + b"a" * (MIB - 2) + b'"',
    "a number": b"9" * (MIB - 1),
    "escapes": b'"' + b"\\u0041" * 170_000 + b'"',
    "names": b"{" + b",".join(b'"%x":1' % n for n in range(90_000)) + b"}",
    "one name": b"{" + b",".join([b'"a":1'] * 170_000) + b"}",
    "buckets": b'{"after":{' + b",".join(b'"%x":1' % n for n in range(90_000)) + b"}}",
    "digests": b'{"sha256":[' + b",".join([b'"%064x"' % 7] * 15_000) + b"]}",
    "nothings": b"[" + b"null," * 200_000 + b"null]",
}  # fmt: skip
CALLS = (
    "/v1/hello",
    "/v1/media/have",
    "/v1/manifest",
    "/v1/pull",
    "/v1/restore/lines",
    "/v1/restore/photos",
    "/v1/restore/bundle",
)


@pytest.mark.parametrize("name", LARGE)
def test_a_body_as_large_as_may_be_costs_little(memory: Memory, sender: Laptop, name: str) -> None:
    with memory.bounded(ONE):
        answers = [sender.http.post(path, content=LARGE[name]) for path in (*CALLS, "/v1/lines")]

    coded = [answer for answer in answers if answer.status_code != 200]
    assert {problem(answer).code for answer in coded} == {"malformed"}
    assert len(answers) - len(coded) == (name == "buckets")  # of a laptop's many buckets only its own are looked at


def test_lines_as_many_as_fit_cost_little(memory: Memory, sender: Laptop) -> None:
    line = json.loads(msgspec.json.encode(sender.lines[0]))
    push = {"epoch": "e-1", "from_seq": 1, "sig": "", "lines": [line] * 18_000}
    body = json.dumps(push, separators=(",", ":")).encode()
    assert 7 * MIB < len(body) < 8 * MIB

    with memory.bounded(ONE):
        plain = sender.http.post("/v1/lines", content=body)
        packed = sender.http.post("/v1/lines", content=zstandard.compress(body), headers={"Content-Encoding": "zstd"})

    assert (problem(plain).code, problem(packed).code) == ("malformed", "malformed")
    assert lives(sender)


BUNDLES = {
    "a list without end": b"\xdd\xff\xff\xff\xff",
    "a map without end": b"\x81\xa6photos\xdf\xff\xff\xff\xff",
    "bytes without end": b"\x81\xa6photos\x81\xd9\x40" + b"0" * 64 + b"\xc6\xff\xff\xff\xff",
    "lists in each other": b"\x91" * (8 * MIB),
    "millions of nothings": b"\xdd\0\x7f\xff\xff" + b"\xc0" * (8 * MIB - 5),
}  # fmt: skip


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_whose_lengths_lie_costs_little(memory: Memory, sender: Laptop, name: str) -> None:
    with memory.bounded(ONE):
        answer = sender.http.post(f"/v1/uploads/{sender.device}", content=BUNDLES[name])

    assert problem(answer).code == "malformed"


def at_once(calls: int, call: Callable[[int], httpx.Response]) -> list[httpx.Response]:
    answers: list[httpx.Response] = []
    threads = [threading.Thread(target=lambda n=n: answers.append(call(n))) for n in range(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_many_bombs_at_once_cost_no_more_than_a_process_lets_in(
    house: House, memory: Memory, laptops: Callable[[House], Laptop]
) -> None:
    senders = [laptops(house) for _ in range(16)]
    headers = {"Content-Encoding": "zstd"}

    with memory.bounded(MANY):
        answers = at_once(48, lambda n: senders[n % 16].http.post("/v1/lines", content=frame(ZEROS), headers=headers))

    assert {problem(answer).code for answer in answers} <= {"too_large", "busy"}


def test_strangers_at_once_cost_next_to_nothing(house: House, memory: Memory, sender: Laptop) -> None:
    """Their bodies are refused by their length: a hundred of them would otherwise lie in memory together."""
    paths, body = ("/v1/enrol", "/v1/token", "/v1/restore", "/console/login"), b"[" * MIB
    with (
        plain.client(house, timeout=60, limits=httpx.Limits(max_connections=100)) as http,
        memory.bounded(STRANGERS),
    ):
        answers = at_once(100, lambda n: http.post(paths[n % 4], content=body))

    assert {answer.status_code for answer in answers} == {413}
    assert lives(sender)
