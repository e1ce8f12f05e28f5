"""What was right before it was changed: one centre, one laptop, and all that they say to each other; the same at every start."""

import base64
import hashlib
import io
from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol import enrolment, messages, parcels, proofs, receipts, restoring, sealing
from sync.protocol.canonical import canonical
from sync.protocol.lines import ORIGIN, Entry, Line, digest_of, seal
from sync.protocol.parcels import Frame, Head, Stretch
from sync.protocol.receipts import Quarantined, Statement
from tests.server.laptop import NOW, a_finding, a_measure, a_photo, a_shift, entry

KEY = Ed25519PrivateKey.from_private_bytes(b"laptop" + bytes(26))
CENTRE_KEY, NEXT_KEY = (Ed25519PrivateKey.from_private_bytes(b"centre%d" % n + bytes(25)) for n in (1, 2))
SEALING = sealing.private_of(CENTRE_KEY)
EPHEMERAL = X25519PrivateKey.from_private_bytes(b"ephemeral" + bytes(23))
PUBLIC = base64.b64encode(receipts.public_bytes(KEY)).decode()
PINNED = receipts.fingerprint(receipts.public_bytes(CENTRE_KEY))
CODE = enrolment.code_of(bytes(10), PINNED)
DEVICE, CENTRE, EPOCH = "laptop-1", "centre-1", "e-1"
PHOTO = b"a photo, or what is called one"
sign = partial(receipts.sign, KEY)


@cache
def centre_keys() -> tuple[receipts.CentreKey, ...]:
    """The centre's keys: the one that is pinned, and its successor."""
    raw = receipts.public_bytes(CENTRE_KEY)
    first = receipts.CentreKey(PINNED, base64.b64encode(raw).decode())
    return first, receipts.successor(CENTRE_KEY, NEXT_KEY.public_key())


def entries(epoch: str = EPOCH, tail: str = "1") -> list[Entry]:
    """What an epoch may hold: a line of each kind, one of them carried; `tail` ends the ids of all that they are about."""
    finding, shift, measure, visit, task = (f"{kind}-{tail}" for kind in "fsmvt")
    opened = {"after_epoch": "", "after_seq": 0, "after_digest": ORIGIN, "reason": "new"}
    plain = [
        entry("epoch.opened", epoch, opened, id=f"opened/{epoch}"), a_shift(shift), a_finding(finding, shift=shift, facts={"goods": "snacks"}),
        a_photo(PHOTO, finding), a_measure("guide_relief_point", finding, id=measure, target="rp-1", until=NOW),
        entry("finding.amended", finding, {"note": "第一行\n第二行", "party": ""}),
        entry("decision.overridden", finding, {"was": "service", "override": {"tier": "management", "reason": "屡劝", "by": "7"}}),
        entry("visit.planned", finding, {"id": visit, "due": NOW, "why": "order", "measure": measure}),
        entry("task.answered", task, {"outcome": "solved", "note": "", "finding": finding}),
        entry("clock.jumped", "", {"jumped_ms": -3_600_000}, id=f"clock/{tail}"), entry("finding.withdrawn", finding, {"reason": "重复"}),
        entry("shift.closed", shift, {"findings": 1, "photos": 1}),
    ]  # fmt: skip
    inner = seal(DEVICE, "e-0", 3, ORIGIN, a_finding(f"{finding}-old"))
    fields = ("epoch", "seq", "id", "kind", "recorded_at", "officer", "prev", "digest", "alg")
    body = {name: getattr(inner, name) for name in fields} | {"body": msgspec.json.decode(inner.body)}
    return [*plain, entry("line.carried", f"{finding}-old", body, id=f"carried/{tail}")]


def chain(said: Sequence[Entry], epoch: str = EPOCH) -> list[Line]:
    """The entries sealed, one after the other."""
    lines: list[Line] = []
    for one in said:
        lines.append(seal(DEVICE, epoch, len(lines) + 1, lines[-1].digest if lines else ORIGIN, one))
    return lines


def batch(lines: Sequence[Line]) -> messages.PushRequest:
    """The lines as a push, signed whatever they hold."""
    first, last = lines[0], lines[-1]
    sig = sign(receipts.BATCH_MARK, *proofs.batch(DEVICE, first.epoch, first.seq, last.digest))
    return messages.PushRequest(epoch=first.epoch, from_seq=first.seq, lines=tuple(lines), sig=sig)


def resealed(lines: Sequence[Line]) -> list[Line]:
    """The lines with a chain and digests that fit, whatever else they say."""
    found: list[Line] = []
    for line in lines:
        line = msgspec.structs.replace(line, prev=found[-1].digest if found else line.prev)
        found.append(msgspec.structs.replace(line, digest=digest_of(DEVICE, line)))
    return found


def statement(lines: Sequence[Line], **more: Any) -> Statement:
    said = Statement(
        centre=CENTRE, device=DEVICE, epoch=lines[-1].epoch, through_seq=lines[-1].seq, digest=lines[-1].digest, findings=2,
        photos=1, missing_count=1, missing=(sha256(PHOTO),), quarantined=(Quarantined(9, "unknown_task"),), server_time=NOW,
        key_id=PINNED,
    )  # fmt: skip
    return msgspec.structs.replace(said, **more)


def receipt() -> receipts.Receipt:
    return receipts.make(statement(chain(entries())), CENTRE_KEY)


def account() -> messages.ManifestRequest:
    last = chain(entries())[-1]
    said = messages.ManifestRequest(
        epoch=EPOCH, shift="s-1", through_seq=last.seq, digest=last.digest, findings=2, photos=1, sig=""
    )
    return msgspec.structs.replace(said, sig=sign(receipts.MANIFEST_MARK, *proofs.manifest(DEVICE, said)))


@cache
def requests() -> tuple[msgspec.Struct, ...]:
    """One of each message in JSON that a laptop sends, but pushes."""
    secret, public = CODE.secret, receipts.public_bytes(KEY)
    return (
        messages.EnrolRequest(
            device=DEVICE, code=secret, public_key=PUBLIC, name="巡查一号",
            sig=sign(receipts.ENROL_MARK, *proofs.enrolment(DEVICE, secret, public)),
        ),
        messages.TokenRequest(device=DEVICE, challenge="c", sig=sign(receipts.TOKEN_MARK, *proofs.token(DEVICE, "c"))),
        messages.HelloRequest(app="1", proto=1, epoch=EPOCH, head_seq=3, head_digest="ab" * 32),
        messages.HaveRequest(sha256=(sha256(PHOTO), "0" * 64)),
        account(),
        messages.PullRequest(after={"area/all": 0, f"device/{DEVICE}": 3}, limit=200),
        restoring.RestoreRequest(code=secret, public_key=PUBLIC, sig=sign(restoring.RESTORE_MARK, *restoring.proof(secret, public))),
        restoring.RestoreLinesRequest(code=secret, epoch=EPOCH, after_seq=0),
        restoring.RestorePhotosRequest(code=secret, after=""),
        restoring.RestoreBundleRequest(code=secret, sha256=(sha256(PHOTO),)),
    )  # fmt: skip


def head(**more: Any) -> Head:
    """What the parcel says to everybody."""
    last = chain(entries())[-1]
    said = Head(
        device=DEVICE, key=PUBLIC, centre=CENTRE, sealed_to=sealing.key_id(SEALING.public_key()), made_at=NOW, app="1",
        shift="s-1", epochs=(Stretch(EPOCH, 1, last.seq, last.digest),), lines=last.seq, findings=2, photos=1, photo_bytes=len(PHOTO),
        ephemeral=base64.b64encode(sealing.raw_public(EPHEMERAL.public_key())).decode(),
    )  # fmt: skip
    return msgspec.structs.replace(said, **more)


def frames() -> bytes:
    """The parcel's plain text."""
    lines = chain(entries())
    inside = [
        (Frame.LINES, msgspec.json.encode(batch(lines[:4]))), (Frame.LINES, msgspec.json.encode(batch(lines[4:]))),
        (Frame.PHOTO, PHOTO), (Frame.MANIFEST, msgspec.json.encode(account())),
    ]  # fmt: skip
    return b"".join(kind.value[0] + len(body).to_bytes(4, "big") + body for kind, body in inside)


def parcel(said: bytes, plain: bytes) -> bytes:
    """A parcel with any head and any plain text, sealed and signed all the same."""
    file = io.BytesIO()
    front = parcels.MARK + len(said).to_bytes(4, "big") + said + base64.b64decode(sign(parcels.HEAD_MARK, said))
    file.write(front)
    salt = sealing.raw_public(EPHEMERAL.public_key()) + sealing.raw_public(SEALING.public_key())
    info = parcels.MARK + hashlib.sha256(said).digest()
    sealer = sealing.Sealer(file, sealing.chunk_key(EPHEMERAL, SEALING.public_key(), salt=salt, info=info))
    sealer.write(plain)
    sealer.end()
    whole = file.getvalue()
    return whole + base64.b64decode(sign(parcels.MARK, hashlib.sha256(whole).digest()))


def plain_head() -> bytes:
    return canonical(msgspec.to_builtins(head()))


def tree(message: msgspec.Struct) -> Any:
    """The message as lists and objects, bodies too."""
    return msgspec.json.decode(msgspec.json.encode(message))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
