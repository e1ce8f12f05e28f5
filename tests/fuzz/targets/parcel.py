"""A parcel: damaged on its way, or made by a laptop that lies in head and frames and signs it all the same."""

import io
from random import Random

import msgspec

from sync.protocol import parcels, receipts, sealing
from sync.protocol.parcels import Frame
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import parcel_check
from sync.server.parcel_check import Held
from tests.fuzz import corpus
from tests.fuzz.law import Target
from tests.fuzz.strange import changed, damaged
from tests.fuzz.targets.centre import LAPTOP, another_body, sealed

HEAD, PLAIN = corpus.plain_head(), corpus.frames()
WHOLE = corpus.parcel(HEAD, PLAIN)
HEAD_TREE = msgspec.json.decode(HEAD)
ACCOUNT = corpus.tree(corpus.account())
PUSHES = [corpus.tree(corpus.batch(corpus.chain(corpus.entries())[:n])) for n in (1, 4)]


def frame(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "big") + body


def _a_parcel(chance: Random) -> bytes:
    way = chance.random()
    if way < 0.3:
        return damaged(chance, WHOLE, WHOLE)
    if way < 0.5:
        head = msgspec.json.encode(changed(chance, HEAD_TREE))
        return corpus.parcel(head[: parcels.HEAD_BYTES + 2], PLAIN)
    return corpus.parcel(HEAD, _frames(chance) if way < 0.8 else damaged(chance, PLAIN, PLAIN))


def _frames(chance: Random) -> bytes:
    """Some frames, in any order, most of them what they say."""
    kinds = [chance.choice("lllppmx") for _ in range(chance.randrange(5))]
    if chance.random() < 0.7:
        kinds.sort(key="lpmx".index)
    return b"".join(_one_frame(chance, kind) for kind in kinds)


def _one_frame(chance: Random, kind: str) -> bytes:
    if kind == "l":
        return frame(b"l", sealed(msgspec.json.encode(another_body(chance, chance.choice(PUSHES)))))
    if kind == "p":
        return frame(b"p", chance.choice((b"", b"x", corpus.PHOTO, bytes(70_000))))
    if kind == "m":
        return frame(b"m", msgspec.json.encode(chance.choice((ACCOUNT, changed(chance, ACCOUNT)))))
    return frame(bytes([chance.randrange(256)]), b"?")


def _take(content: bytes) -> None:
    file = io.BytesIO(content)
    front, digest = parcels.check_whole(file)
    assert digest == corpus.sha256(content)
    if front.head.centre != corpus.CENTRE or front.head.sealed_to != sealing.key_id(corpus.SEALING.public_key()):
        raise ProtocolProblem(Problem.OTHER_CENTRE)
    if receipts.public_bytes(front.laptop) not in {receipts.public_bytes(key) for key in LAPTOP.keys}:
        raise ProtocolProblem(Problem.WRONG_SIGNATURE)
    nothing_held = {one.epoch: Held(None, None) for one in front.head.epochs}
    parcel_check.check_inside(file, front, corpus.SEALING, LAPTOP, nothing_held)
    inside = list(parcels.frames(file, front, corpus.SEALING))
    file.seek(front.content)
    size = len(content) - front.content - parcels.SIGNATURE
    plain = b"".join(sealing.opened(file, size, parcels._opening_key(front, corpus.SEALING)))
    assert b"".join(frame(kind.value[0], body) for kind, body in inside) == plain, "not all of it was read"
    assert all(body for kind, body in inside if kind is Frame.PHOTO), "an empty photo, which no call takes"


TARGETS = [Target("parcel", _a_parcel, _take, weight=3)]
