"""What the centre decodes of a laptop's calls."""

import json
from contextlib import suppress
from random import Random
from typing import Any

import msgspec
import zstandard

from sync.protocol import canonical, proofs, receipts, restoring
from sync.protocol.messages import BundleRequest, EnrolRequest, ManifestRequest, PushRequest
from sync.protocol.problems import ProtocolProblem
from sync.protocol.restoring import RestoreRequest
from sync.server import admission, bodies, enrolment, manifest, photo_store, wire
from sync.server.clock import system_clock
from sync.server.decoding import decoded
from sync.server.laptops import Laptop
from sync.server.tickets import Tickets
from tests.fuzz import corpus
from tests.fuzz.agreeing import check_patterns, check_read_alike
from tests.fuzz.law import Target
from tests.fuzz.strange import PACKED, changed, damaged

LAPTOP = Laptop(corpus.DEVICE, False, (corpus.KEY.public_key(),))
LINES = corpus.chain(corpus.entries())
BODIES = [bytes(line.body) for line in LINES]
BODY_TREES = [msgspec.json.decode(body) for body in BODIES]
# Short ones, in which every kind of line stands: the whole chain takes as long as eight of them, and is one in eight.
PUSHES = [
    corpus.batch(LINES[first:last])
    for first, last in ((0, 1), (0, 3), (2, 4), (4, 6), (6, 8), (8, 10), (10, 13), (0, 13))
]
TREES = [corpus.tree(push) for push in PUSHES]
WRITTEN = [msgspec.json.encode(push) for push in PUSHES]
REQUESTS = corpus.requests()
ASKED = [msgspec.json.encode(request) for request in REQUESTS]
ASKED_TREES = [corpus.tree(request) for request in REQUESTS]
BUNDLE = {"photos": {corpus.sha256(photo): photo for photo in (corpus.PHOTO, bytes(300), b"x")}}
BUNDLE_WRITTEN = msgspec.msgpack.encode(BUNDLE)
TICKETS = Tickets(b"secret", system_clock)
BEARER = f"Bearer {TICKETS._made('token', corpus.DEVICE, 9_000_000_000)}".encode()
MOST_TRIES = 6
PLAIN, PACKED_FIRST = b"j", b"z"  # the first byte of a push tells how it travelled
COMPRESSOR = zstandard.ZstdCompressor(1)


def _a_body(chance: Random) -> bytes:
    if chance.random() < 0.4:
        return damaged(chance, chance.choice(BODIES), chance.choice(BODIES))
    return msgspec.json.encode(changed(chance, chance.choice(BODY_TREES)))


def _take_body(body: bytes) -> None:
    value = canonical.parse(body)
    assert value == json.loads(body)
    assert value == canonical._closely(body), "the quick look and the close one differ"
    assert canonical.canonical(value) == body
    assert body.decode().encode() == body


def a_push(chance: Random, tree: Any) -> bytes:
    """A push with something changed, half of the time made right again by its own laptop."""
    body = msgspec.json.encode(changed(chance, tree))
    if chance.random() < 0.6:
        body = sealed(body)
    return damaged(chance, body) if chance.random() < 0.1 else body


def sealed(body: bytes) -> bytes:
    """The push with digests, chain and signature that fit, as far as it is one at all."""
    try:
        request = msgspec.json.decode(body, type=PushRequest)
        lines = corpus.resealed(request.lines)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return body
    sig = corpus.sign(
        receipts.BATCH_MARK, *proofs.batch(corpus.DEVICE, request.epoch, request.from_seq, lines[-1].digest)
    )
    return msgspec.json.encode(msgspec.structs.replace(request, lines=tuple(lines), sig=sig))


def another_body(chance: Random, tree: Any) -> Any:
    """The push with one line that says something else, in canonical form all the same."""
    lines = tree["lines"]
    place = chance.randrange(len(lines))
    for _ in range(MOST_TRIES):
        with suppress(ProtocolProblem, RecursionError):  # what has no canonical form
            body = msgspec.json.decode(canonical.canonical(changed(chance, lines[place]["body"])))
            return {**tree, "lines": [*lines[:place], {**lines[place], "body": body}, *lines[place + 1 :]]}
    return tree


def _lines(chance: Random) -> bytes:
    way = chance.random()
    if way < 0.35:
        body = sealed(msgspec.json.encode(another_body(chance, chance.choice(TREES))))
    elif way < 0.75:
        body = a_push(chance, chance.choice(TREES))
    else:
        body = damaged(chance, chance.choice(WRITTEN), chance.choice(WRITTEN))
    how = chance.random()
    if how < 0.6:
        return PLAIN + body
    packed = COMPRESSOR.compress(body)
    return PACKED_FIRST + (damaged(chance, packed, packed) if how < 0.85 else packed)


def _take_lines(content: bytes) -> None:
    packed, body = content[:1] == PACKED_FIRST, content[1:]
    body = bodies._decompressed(body, bodies.LINES_LIMIT) if packed else body
    request = decoded(body, PushRequest)
    batch = admission.read(corpus.DEVICE, request)
    admission.check(LAPTOP, batch)
    check_read_alike(body, request)
    assert [line.seq for line in request.lines] == list(range(request.from_seq, request.from_seq + len(request.lines)))
    assert len(batch.found) == len(request.lines)


def _a_request(chance: Random) -> bytes:
    place = chance.randrange(len(REQUESTS))
    if chance.random() < 0.25:
        body = damaged(chance, ASKED[place], chance.choice(ASKED))
    else:
        body = msgspec.json.encode(changed(chance, ASKED_TREES[place]))
    return bytes([65 + place]) + body


def _take_request(content: bytes) -> None:
    model = type(REQUESTS[(content[0] - 65) % len(REQUESTS)]) if content else EnrolRequest
    request = decoded(content[1:], model)
    check_read_alike(content[1:], request)
    match request:
        case EnrolRequest():
            public = receipts.public_key(request.public_key)
            raw = receipts.public_bytes(public)
            receipts.signed(
                public, request.sig, receipts.ENROL_MARK, *proofs.enrolment(request.device, request.code, raw)
            )
            enrolment._hash(request.code)
        case ManifestRequest():
            manifest.check(LAPTOP, request)
        case RestoreRequest():
            public = receipts.public_key(request.public_key)
            fields = restoring.proof(request.code, receipts.public_bytes(public))
            receipts.signed(public, request.sig, restoring.RESTORE_MARK, *fields)


def _a_bundle(chance: Random) -> bytes:
    if chance.random() < 0.6:
        with suppress(OverflowError):  # MessagePack has no number beyond 64 bits
            return msgspec.msgpack.encode(changed(chance, BUNDLE, PACKED))
    return damaged(chance, BUNDLE_WRITTEN, BUNDLE_WRITTEN)


def _take_bundle(content: bytes) -> None:
    bundle = decoded(content, BundleRequest, msgspec.msgpack.decode)
    if not photo_store.are_others(bundle.photos):
        check_patterns(bundle)
        assert all(corpus.sha256(bytes(photo)) == name for name, photo in bundle.photos.items())


def _a_token(chance: Random) -> bytes:
    return damaged(chance, BEARER)


def _take_token(content: bytes) -> None:
    said = content.decode("latin-1")
    token = wire.bearer(said)
    device = TICKETS.device_of(token)
    subject, expires, _ = token.rsplit(".", 2)
    assert subject == device
    assert token == f"{device}.{expires}.{TICKETS._seal('token', device, int(expires))}"
    TICKETS.check_challenge(token)  # a token is no challenge
    raise AssertionError("a token was taken for a challenge")


TARGETS = [
    Target("body", _a_body, _take_body, weight=24),
    Target("lines", _lines, _take_lines, weight=22),
    Target("requests", _a_request, _take_request, weight=24),
    Target("bundle", _a_bundle, _take_bundle, weight=8),
    Target("token", _a_token, _take_token, (ProtocolProblem,), weight=3),
]
