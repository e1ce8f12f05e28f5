"""Whatever comes in, a coded problem goes out: no 5xx, no traceback, no page; and nothing is stored of it."""

import base64
import json
import socket
from collections.abc import Callable, Iterator

import httpx
import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.protocol import enrolment, receipts, restoring
from sync.protocol import messages as wire
from sync.protocol.lines import digest_of, seal
from tests.server import plain
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_shift, entry, problem

POSTS = ("/v1/enrol", "/v1/token", "/v1/hello", "/v1/lines", "/v1/media/have", "/v1/manifest", "/v1/pull")
DEEP = b"[" * 100_000
BODIES = {
    "nothing": b"",
    "not JSON": b"{",
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "another shape": b"[1, 2, 3]",
    "null": b"null",
    "a lone surrogate": b'{"code": "\\ud800", "public_key": "", "name": "", "sig": "", "device": "d"}',
    "a NUL": b'{"code": "\\u0000", "public_key": "AAAA", "name": "\\u0000", "sig": "", "device": "d"}',
    "deep": DEEP,
    "huge numbers": b'{"epoch": "e", "from_seq": 1e999, "lines": [], "sig": ""}',
    "one field too many": b'{"after": {}, "limit": 1, "and": 1}',
    "NaN": b'{"after": {"x": NaN}}',
}


@pytest.fixture(scope="module")
def sender(centre: House) -> Iterator[Laptop]:
    """A laptop that behaves, to send with what does not."""
    with plain.client(centre, timeout=30) as http:
        yield Laptop(http, centre.code()).join()


def is_coded(answer: httpx.Response) -> bool:
    said = problem(answer)
    return 400 <= answer.status_code < 500 and "Traceback" not in answer.text and bool(said.code)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_malformed_body_is_answered_with_a_code(sender: Laptop, path: str, body: bytes) -> None:
    assert is_coded(sender.http.post(path, content=body))


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/", "not_found"),
        ("GET", "/v1/nothing", "not_found"),
        ("GET", "/v1/%2e%2e/%2e%2e/etc/passwd", "not_found"),
        ("GET", "/v1/lines", "method_not_allowed"),
        ("DELETE", "/v1/lines", "method_not_allowed"),
        ("PUT", "/v1/pull", "method_not_allowed"),
        ("GET", "/%ff%fe%00", "not_found"),
        ("POST", "/v1/time", "method_not_allowed"),
        ("BREW", "/v1/time", "method_not_allowed"),
    ],
)
def test_unknown_places_and_methods_are_coded(sender: Laptop, method: str, path: str, code: str) -> None:
    assert problem(sender.http.request(method, path)).code == code


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Bearer a.1.b", "Basic abc", "Bearer " + "9" * 5000])
def test_a_wrong_token_is_refused_before_the_body_is_read(sender: Laptop, token: str) -> None:
    for path in POSTS[2:]:
        answer = sender.http.post(path, content=DEEP, headers={"Authorization": token})
        assert (problem(answer).code, answer.status_code) == ("no_token", 401)


def test_lines_are_not_unpacked_for_a_wrong_token(sender: Laptop) -> None:
    answer = sender.http.post(
        "/v1/lines", content=b"not zstd", headers={"Authorization": "Bearer x", "Content-Encoding": "zstd"}
    )

    assert problem(answer).code == "no_token"


@pytest.mark.parametrize("host", ["http://[", "x:99999", "a@b]:9", "%00", "centre:port"])
@pytest.mark.parametrize("path", ["/v1/hello", "/v1/nothing", "/console/logout"])
def test_a_strange_host_is_never_our_fault(sender: Laptop, host: str, path: str) -> None:
    answer = sender.http.post(path, content=b"{", headers={"Host": host})

    assert answer.status_code < 500


def test_a_forged_token_is_refused(sender: Laptop) -> None:
    device, expires, seal = sender.http.headers["Authorization"].removeprefix("Bearer ").rsplit(".", 2)
    for forged in (
        f"{device}x.{expires}.{seal}",
        f"{device}.{int(expires) + 999}.{seal}",
        f"{device}.{expires}.{seal[::-1]}",
    ):
        assert problem(sender.http.post("/v1/hello", headers={"Authorization": f"Bearer {forged}"})).code == "no_token"


def test_bodies_over_the_bound_are_refused_announced_or_not(sender: Laptop) -> None:
    large = b" " * (1024 * 1024 + 1)

    assert problem(sender.http.post("/v1/hello", content=large)).code == "too_large"
    assert problem(sender.http.post("/v1/hello", content=iter([large[:600_000], large[:600_000]]))).code == "too_large"


def test_a_bomb_is_not_unpacked(sender: Laptop) -> None:
    bomb = zstandard.compress(b"\0" * (200 * 1024 * 1024), 19)
    assert len(bomb) < 100_000

    answer = sender.http.post("/v1/lines", content=bomb, headers={"Content-Encoding": "zstd"})

    assert problem(answer).code == "too_large"


@pytest.mark.parametrize(
    ("path", "encoding", "body", "code"),
    [
        ("/v1/lines", "gzip", b"x", "unsupported_encoding"),
        ("/v1/pull", "zstd", zstandard.compress(b"{}"), "unsupported_encoding"),
        ("/v1/lines", "zstd", b"not zstd", "malformed"),
        ("/v1/lines", "zstd", zstandard.compress(b'{"epoch": 1}')[:-3], "malformed"),
    ],
)
def test_encodings_that_are_not_ours_are_refused(
    sender: Laptop, path: str, encoding: str, body: bytes, code: str
) -> None:
    assert problem(sender.http.post(path, content=body, headers={"Content-Encoding": encoding})).code == code


def changed(laptop: Laptop, **fields: object) -> wire.PushRequest:
    return msgspec.structs.replace(laptop.batch(laptop.lines), **fields)


def test_batches_that_lie_are_refused_whole(centre: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(centre)
    laptop.record(a_shift())
    one, two = laptop.lines
    cut = msgspec.structs.replace(two, digest="0" * 64)
    algorithm = msgspec.structs.replace(two, alg="crc32")
    spaced = msgspec.structs.replace(two, body=msgspec.Raw(b'{"b": 1}'))
    spaced = msgspec.structs.replace(spaced, digest=digest_of(laptop.device, spaced))
    far = msgspec.structs.replace(two, seq=7)
    far = msgspec.structs.replace(far, digest=digest_of(laptop.device, far))

    def code(request: wire.PushRequest) -> str:
        return problem(laptop.http.post("/v1/lines", content=msgspec.json.encode(request))).code

    assert code(changed(laptop, sig="AAAA")) == "wrong_signature"
    assert code(changed(laptop, sig="not base64 at all!")) == "wrong_signature"
    assert code(changed(laptop, epoch="e-2")) == "wrong_signature"
    assert code(laptop.batch([one, cut])) == "wrong_digest"
    assert code(laptop.batch([one, algorithm])) == "unknown_algorithm"
    assert code(laptop.batch([one, spaced])) == "not_canonical"
    assert code(laptop.batch([one, far])) == "broken_chain"
    assert code(laptop.batch([two, one])) == "broken_chain"
    assert code(laptop.batch([one] * (wire.MOST_LINES + 1))) == "malformed"
    assert laptop.hello().through_seq == 0


def test_signs_that_a_database_cannot_hold_never_reach_it(centre: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(centre)
    hello = {"app": "a\u0000b", "proto": 1, "epoch": "e-1", "head_seq": 0, "head_digest": "\u0000"}
    after = {"after_epoch": "", "after_seq": 0, "after_digest": "f" * 5000, "reason": "new"}
    long = seal(laptop.device, "e-3", 1, "f" * 5000, entry("epoch.opened", "e-3", after))

    assert laptop.http.post("/v1/hello", json=hello).status_code == 200
    assert problem(laptop.post_lines([long])).code == "broken_chain"
    laptop.push()
    assert laptop.account(findings=0, photos=0, shift="s\u0000").complete


def test_signs_that_a_database_cannot_hold_are_refused_where_photos_are_listed(
    centre: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(centre)
    laptop.push()
    secret = enrolment.read(centre.run("devices", "restore-code", laptop.device).strip()).secret
    public = receipts.public_bytes(laptop.key)
    sig = receipts.sign(laptop.key, restoring.RESTORE_MARK, *restoring.proof(secret, public))
    begun = {"code": secret, "public_key": base64.b64encode(public).decode(), "sig": sig}
    assert laptop.http.post("/v1/restore", json=begun).status_code == 200

    for after in ("\0", "ab", "0" * 63 + "\n", "é" * 64):
        answer = laptop.http.post("/v1/restore/photos", json={"code": secret, "after": after})
        assert problem(answer).code == "malformed"
    for after in ("", "0" * 64):
        assert laptop.http.post("/v1/restore/photos", json={"code": secret, "after": after}).json() == {"photos": []}


def test_another_laptops_lines_are_refused(centre: House, laptops: Callable[[House], Laptop]) -> None:
    one, two = laptops(centre), laptops(centre)

    stolen = one.batch(one.lines)

    assert problem(two.http.post("/v1/lines", content=msgspec.json.encode(stolen))).code == "wrong_signature"


def test_an_old_protocol_is_told_so(sender: Laptop) -> None:
    body = {"app": "1", "proto": 99, "epoch": "e", "head_seq": 0, "head_digest": ""}

    answer = sender.http.post("/v1/hello", json=body)

    assert (problem(answer).code, answer.status_code) == ("old_protocol", 426)


@pytest.mark.parametrize(
    "raw",
    [
        b"GARBAGE\r\n\r\n",
        b"POST /v1/lines HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/enrol HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /v1/time HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 600_000 + b"\r\n\r\n",
        b"POST /v1/enrol HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
    ],
)
def test_broken_http_is_never_our_fault(centre: House, raw: bytes) -> None:
    host, port = centre.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(raw)
        answer = line.recv(1000)

    assert answer.startswith(b"HTTP/1.1 4")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("epoch", "from_seq", "lines", "sig", "device", "code", "name", "public_key", "challenge", "after", "limit", "sha256", "shift", "through_seq", "digest", "findings", "photos", "app", "proto", "head_seq"), JSON),
)  # fmt: skip


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    path=st.sampled_from(POSTS),
    body=st.binary(max_size=300) | (JSON | FIELDS).map(lambda value: json.dumps(value).encode()),
)
def test_no_body_whatever_makes_the_centre_fail(sender: Laptop, path: str, body: bytes) -> None:
    answer = sender.http.post(path, content=body)

    assert answer.status_code < 500
    assert answer.status_code == 200 or is_coded(answer)


def test_the_log_tells_codes_and_ids_and_nothing_that_people_wrote(centre: House, sender: Laptop) -> None:
    sender.http.post(
        "/v1/enrol", json={"name": "王小明的电脑", "code": "geheim", "public_key": "", "sig": "", "device": "d"}
    )

    log = (centre.folder / "centre.log").read_text()

    entries = [json.loads(line) for line in log.splitlines()]
    assert {"request", "route", "status", "ms", "problem"} <= entries[-1].keys()
    assert "王小明" not in log
    assert "geheim" not in log
    assert not any("trouble" in entry for entry in entries)
