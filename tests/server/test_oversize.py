"""Headers, lengths and names that lie or lead elsewhere: refused by the centre or by its server's first wall, and nothing is left of them."""

import base64
import hashlib
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from sync.protocol import parcels
from tests.server import plain
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_photo, checksum, problem
from tests.server.memory import Memory

MIB = 1024 * 1024
BOUND = 64  # MiB that any of it may cost
PHOTO = b"a photo" * 1000
DIGEST = hashlib.sha256(PHOTO).hexdigest()
NAMES = (
    "..", "../..", "../../etc/passwd", "..\\..\\x", "/etc/passwd", "//x", "C:\\x", "C:x", "\\\\host\\share", "~root", "a/b", "a\\b",
    "CON", "nul", "COM1", "lpt9", "NUL.txt", ".", ".hidden", "a\0b", "a\nb", "a b", "a%2fb", "%2e%2e", "é", "e\u0301", "\u202ea",
    "😀", "x" * 65, "x" * 5000, "*", "?", "[a-z]*", f"{DIGEST}.7000", f"{DIGEST}\n", DIGEST.upper(), f" {DIGEST}",
)  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("oversize") / "centre", serving=["--burst", "100000"])
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def sender(house: House) -> Iterator[Laptop]:
    with plain.client(house, timeout=60) as http:
        laptop = Laptop(http, house.code()).join()
        laptop.push()
        yield laptop


@pytest.fixture(scope="module")
def memory(house: House, sender: Laptop) -> Memory:
    return Memory(house)


def raw(house: House, content: bytes | list[bytes]) -> bytes:
    """What comes back for these bytes; empty when the line was just ended."""
    host, port = house.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        try:
            for piece in [content] if isinstance(content, bytes) else content:
                line.sendall(piece)
            line.shutdown(socket.SHUT_WR)
        except OSError:  # it was refused before all of it was there
            pass
        try:
            return line.recv(65_536)
        except ConnectionError:
            return b""


def lives(house: House) -> bool:
    return httpx.get(f"{house.url}/health").status_code == 200


START = b"POST /v1/hello HTTP/1.1\r\nHost: localhost\r\n"
HEADS = {
    "one header of a megabyte": START + b"X: " + b"a" * MIB + b"\r\n\r\n",
    "ten thousand headers": START + b"X: y\r\n" * 10_000 + b"\r\n",
    "a path of a megabyte": b"GET /" + b"a" * MIB + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a question of a megabyte": b"GET /console/findings?" + b"a=b&" * (MIB // 4) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a method of a megabyte": b"A" * MIB + b" / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a header without an end": START + b"X: " + b"a" * 2 * MIB,
    "a negative length": START + b"Content-Length: -1\r\n\r\n",
    "a length with a sign": START + b"Content-Length: +5\r\n\r\nhello",
    "a length in hex": START + b"Content-Length: 0x5\r\n\r\nhello",
    "a length beyond any number": START + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n",
    "two lengths": START + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "two lengths in one": START + b"Content-Length: 5, 6\r\n\r\nhello!",
    "a chunk of another kind": START + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n",
    "a chunk beyond any number": START + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx\r\n0\r\n\r\n",
    "a chunk's remark of a megabyte": START + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"a" * MIB + b"\r\nx\r\n0\r\n\r\n",
    "trailers of a megabyte": START + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + b"a" * MIB + b"\r\n\r\n",
    "another coding": START + b"Transfer-Encoding: gzip\r\n\r\nx",
    "no HTTP at all": bytes(range(256)) * 4096,
    "HTTP/9": b"GET / HTTP/9.9\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_a_head_that_lies_ends_at_the_first_wall(house: House, memory: Memory, name: str) -> None:
    with memory.bounded(BOUND):
        answer = raw(house, HEADS[name])

    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:80]
    assert lives(house)


def frame_of_http2(kind: int, stream: int, payload: bytes = b"") -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, 4 if kind == 1 else 0]) + stream.to_bytes(4, "big") + payload


def test_headers_that_unpack_into_gigabytes_are_not_even_heard(house: House, memory: Memory) -> None:
    """HPACK names a header of 4 KB with one byte: 3 000 such bytes in each of 40 calls, none of which ends, were a gigabyte."""
    named = b"\x40\x01x\x7f\xa1\x1e" + b"a" * 4000
    start = b"\x83\x86\x00\x05:path\x09/v1/enrol\x00\x0a:authority\x09localhost"
    calls = [frame_of_http2(1, 1 + 2 * n, start + (named if n == 0 else b"") + b"\xbe" * 3000) for n in range(40)]

    with memory.bounded(BOUND):
        answer = raw(house, [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", frame_of_http2(4, 0), *calls])

    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
    assert lives(house)


def test_a_body_without_an_end_is_refused_when_it_is_too_long(house: House, sender: Laptop, memory: Memory) -> None:
    token = sender.http.headers["Authorization"].encode()
    start = (
        b"POST /v1/lines HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nAuthorization: %s\r\n\r\n" % token
    )
    piece = b"%x\r\n" % MIB + b" " * MIB + b"\r\n"

    with memory.bounded(BOUND):
        answer = raw(house, [start, *[piece] * 40])

    assert b"413" in answer[:20]
    assert b'"code":"too_large"' in answer
    assert lives(house)


def test_a_body_with_two_lengths_is_one_call_only(house: House) -> None:
    """Of a chunked body and a length beside it only one counts: else what follows is another's call in disguise."""
    hidden = b"GET /v1/time HTTP/1.1\r\nHost: localhost\r\n\r\n"
    both = b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (len(hidden) + 5)

    answer = raw(house, START + both + hidden)

    assert b'"challenge"' not in answer or answer.count(b"HTTP/1.1 ") == 2


def in_bytes(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """As they travel: a header's value may be anything."""
    return [(name.encode(), value.encode()) for name, value in headers.items()]


LENGTHS = ("", "-1", "0", "+5", "5 6", "5.0", "1e3", "0x10", "٥", "99999999999999999999", "NaN", "9" * 5000)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_length_that_is_none_begins_no_photo(sender: Laptop, length: str) -> None:
    headers = in_bytes({"Upload-Length": length} | checksum(PHOTO[:9]))
    begun = sender.http.post(sender.upload_path(PHOTO), content=PHOTO[:9], headers=headers)
    parcel = sender.http.post(
        f"/v1/parcels/{sender.device}/{DIGEST}", content=b"", headers=in_bytes({"Upload-Length": length})
    )

    for answer in (begun, parcel):
        assert problem(answer).code in ("malformed", "too_large")
    assert sender.http.head(sender.upload_path(PHOTO)).status_code == 404


@pytest.mark.parametrize("offset", [offset for offset in LENGTHS if offset != "0"])
def test_an_offset_that_is_none_adds_nothing(sender: Laptop, offset: str) -> None:
    content = PHOTO + offset.encode()
    sender.begin_photo(content, content[:100])
    headers = in_bytes({"Upload-Offset": offset} | checksum(b"x"))
    answer = sender.http.patch(sender.upload_path(content), content=b"x", headers=headers)

    assert problem(answer).code == "malformed"
    assert sender.http.head(sender.upload_path(content)).headers["Upload-Offset"] == "100"


def test_more_than_was_announced_is_not_kept(sender: Laptop) -> None:
    content = os.urandom(1000)
    path, first = sender.upload_path(content), content[:600]
    assert sender.http.post(path, content=first, headers={"Upload-Length": "700"} | checksum(first)).status_code == 201

    assert problem(sender.send_chunk(content, 600, content[600:])).code == "malformed"
    assert sender.http.head(path).headers["Upload-Offset"] == "600"
    assert problem(sender.send_chunk(content, 2**39, b"x")).code == "wrong_offset"


def test_a_parcel_whose_head_lies_about_its_length_costs_nothing(sender: Laptop, memory: Memory) -> None:
    way = f"/v1/parcels/{sender.device}/{DIGEST}"
    fronts = [
        parcels.MARK + said + bytes(200) for said in (b"\xff" * 4, b"\0\x01\0\x01", b"\0" * 4, b"\x7f" + b"\xff" * 3)
    ]
    with memory.bounded(BOUND):
        answers = [
            sender.http.post(way, content=front, headers={"Upload-Length": str(parcels.LARGEST)} | checksum(front))
            for front in fronts
        ]
        larger = sender.http.post(way, content=b"", headers={"Upload-Length": str(parcels.LARGEST + 1)})

    assert {problem(answer).code for answer in answers} == {"damaged_parcel"}
    assert problem(larger).code == "too_large"


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if not path.name.startswith("centre.")}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:20].encode("unicode_escape").decode())
def test_a_name_that_leads_elsewhere_leaves_no_file(house: House, sender: Laptop, name: str) -> None:
    before, said = files(house.folder.parent), quote(name, safe="")
    headers = {"Upload-Length": "9", "Upload-Offset": "0"} | checksum(b"x")
    for path in (f"/v1/uploads/{sender.device}/{said}", f"/v1/uploads/{said}/{DIGEST}", f"/v1/uploads/{said}", f"/v1/parcels/{said}/{DIGEST}", f"/v1/parcels/{sender.device}/{said}", f"/console/photos/{said}/{said}", f"/console/keys/{said}"):  # fmt: skip
        for method in ("POST", "PATCH", "HEAD", "GET"):
            answer = sender.http.request(
                method, path, content=b"x" if method in ("POST", "PATCH") else None, headers=headers
            )
            assert answer.status_code in (303, *range(400, 500)), (method, path, answer.status_code)
    named = {"photos": {name: b"x"}}

    assert problem(sender.post_bundle(named)).code == "malformed"
    assert files(house.folder.parent) == before


def test_a_photos_own_name_is_words_and_no_path(house: House, sender: Laptop) -> None:
    """The name of a photo's file is the laptop's word: it is shown, and no file is ever called so."""
    before = files(house.folder.parent)
    content = os.urandom(100)
    sender.record(a_photo(content, file_name="../../../etc/cron.d/evil"))
    sender.push()
    assert sender.begin_photo(content, content).status_code == 201

    made = {path.relative_to(house.folder) for path in files(house.folder.parent) - before}
    digest = hashlib.sha256(content).hexdigest()
    assert made <= {Path("photos/sha256") / digest[:2] / digest, Path("parts") / sender.device}
    out = house.folder.parent / "findings.csv"
    house.run("findings", "export", "--out", str(out))
    assert "cron.d" not in {path.name for path in files(house.folder.parent)}


def test_a_checksum_that_is_none_takes_no_chunk(sender: Laptop) -> None:
    right = base64.b64encode(hashlib.sha256(PHOTO).digest()).decode()
    for said in (
        "sha256",
        "sha256 x",
        f"sha256 {right}=",
        f"SHA256 {right}",
        f"sha256  {right}",
        "sha256 " + "A" * 100_000,
        right,
    ):
        headers = {"Upload-Length": str(len(PHOTO)), "Upload-Checksum": said}
        answer = sender.http.post(sender.upload_path(PHOTO), content=PHOTO, headers=headers)
        assert answer.status_code in (400, 431), said[:40]


def test_two_laptops_of_one_name_are_one(house: House, laptops: Callable[[House], Laptop], sender: Laptop) -> None:
    """Names that a disk may take for one another are told apart by the centre: another key is refused."""
    with plain.client(house, timeout=30) as http:
        other = Laptop(http, house.code(), device=sender.device)
        request = other.enrol_request()
        answer = http.post("/v1/enrol", json={name: getattr(request, name) for name in request.__struct_fields__})

    assert problem(answer).code == "device_taken"
