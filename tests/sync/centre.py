"""`CentreInMemory`: the centre's rules in two hundred lines, for tests of the client; the contract proves it faithful."""

import base64
import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.client.ports import Content
from sync.protocol import canonical, enrolment, feed, messages, proofs, receipts
from sync.protocol.lines import EPOCH_OPENED, LINE_CARRIED, ORIGIN, Line, verify
from sync.protocol.messages import BucketPage, FeedItem
from sync.protocol.pack_file import Signed
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import CentreKey, Receipt, Statement, public_bytes, public_key, signed

NOW = "2026-11-22T08:00:00.000Z"


@dataclass
class Held:
    """What the centre holds of one laptop."""

    key: str
    epochs: dict[str, list[Line]] = field(default_factory=dict)
    photos: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    revoked: bool = False
    proven: set[tuple[str, int]] = field(default_factory=set)


class World:
    """Everything behind a centre: its key, its laptops, its feeds. `api` is one laptop's door to it."""

    def __init__(self, key: Ed25519PrivateKey | None = None) -> None:
        self.keys = [key or Ed25519PrivateKey.generate()]
        self.laptops: dict[str, Held] = {}
        self.codes: dict[str, str] = {}
        self.feeds: dict[str, list[FeedItem]] = {"area/all": []}
        self.now = NOW
        self.packs: dict[int, Signed] = {}
        self.pack_files: dict[str, bytes] = {}
        self._numbers = itertools.count(1)

    def offered_keys(self) -> tuple[CentreKey, ...]:
        first = CentreKey(self.fingerprint(0), _base64(public_bytes(self.keys[0])))
        return (first, *(receipts.successor(old, new.public_key()) for old, new in itertools.pairwise(self.keys)))

    def fingerprint(self, place: int = -1) -> str:
        return receipts.fingerprint(public_bytes(self.keys[place]))

    def rotate_key(self) -> None:
        self.keys.append(Ed25519PrivateKey.generate())

    def code(self) -> str:
        """A new enrolment code as a person types it."""
        made = enrolment.code_of(hashlib.sha256(str(next(self._numbers)).encode()).digest(), self.fingerprint())
        self.codes[made.secret] = ""
        return str(made)

    def add_task(self, task: str, bucket: str = "area/all") -> None:
        self.tell(bucket, "task.assigned", task, {"task": task, "kind": "verify", "title": "核实"})

    def state(self, kind: str, item: str, body: dict[str, object]) -> None:
        """States something to look up, to everybody."""
        self.tell("area/all", "reference.stated", item, {"kind": kind, "id": item, "version": 1, "body": body})

    def tell(self, bucket: str, kind: str, about: str, body: dict[str, object]) -> None:
        told = self.feeds.setdefault(bucket, [])
        told.append(FeedItem(n=len(told) + 1, kind=kind, about=about, body=msgspec.Raw(canonical.canonical(body))))

    def all_lines(self, device: str) -> list[Line]:
        return [line for lines in self.laptops[device].epochs.values() for line in lines]

    def api(self, device: str) -> "CentreInMemory":
        return CentreInMemory(self, device)


class CentreInMemory:
    """`SyncApi` on a World, as the laptop `device` sees it."""

    def __init__(self, world: World, device: str) -> None:
        self.world = world
        self.device = device

    def time(self) -> messages.TimeAnswer:
        return messages.TimeAnswer(now=self.world.now, challenge="challenge")

    def enrol(self, request: messages.EnrolRequest) -> messages.EnrolAnswer:
        key = public_key(request.public_key)
        fields = proofs.enrolment(request.device, request.code, public_bytes(key))
        if not signed(key, request.sig, receipts.ENROL_MARK, *fields):
            raise ProtocolProblem(Problem.WRONG_SIGNATURE)
        if self.world.codes.get(request.code) not in ("", request.device):
            raise ProtocolProblem(Problem.WRONG_CODE)
        held = self.world.laptops.setdefault(request.device, Held(request.public_key))
        if held.key != request.public_key:
            raise ProtocolProblem(Problem.DEVICE_TAKEN)
        self.world.codes[request.code] = request.device
        keys, buckets = self.world.offered_keys(), ("area/all", f"device/{request.device}")
        return messages.EnrolAnswer(device=request.device, centre="centre-1", keys=keys, buckets=buckets)

    def hello(self, request: messages.HelloRequest) -> messages.HelloAnswer:
        held = self._held()
        lines = held.epochs.get(request.epoch, [])
        at = next((line.digest for line in lines if line.seq == request.head_seq), None)
        buckets = [] if held.revoked else ["area/all", f"device/{self.device}"]
        return messages.HelloAnswer(
            now=self.world.now, through_seq=lines[-1].seq if lines else 0, digest=lines[-1].digest if lines else "",
            agrees=None if at is None else at == request.head_digest, keys=self.world.offered_keys(),
            heads={bucket: len(self.world.feeds.get(bucket, [])) for bucket in buckets}, revoked=held.revoked,
            marks={bucket: _mark(self.world.feeds[bucket][-1]) for bucket in buckets if self.world.feeds.get(bucket)},
            receipt=self._proven(lines, request), lacking=tuple(self._lacking(but=request.epoch)),
            batch_lines=messages.MOST_LINES, pack=max(self.world.packs, default=0),
        )  # fmt: skip

    def _lacking(self, *, but: str) -> Iterator[str]:
        held = self._held()
        lines = [line for epoch, its in held.epochs.items() if epoch != but for line in its]
        yield from (sha256 for sha256 in _photos(lines) if sha256 not in held.photos)

    def _proven(self, lines: list[Line], request: messages.HelloRequest) -> Receipt | None:
        end = (request.epoch, request.head_seq)
        has_all = bool(lines) and (lines[-1].seq, lines[-1].digest) == (request.head_seq, request.head_digest)
        return self._receipt(*end) if has_all and end in self._held().proven else None

    def push(self, request: messages.PushRequest) -> messages.PushAnswer:
        held, batch = self._held(), request.lines
        if len(msgspec.json.encode(batch)) > 2 * messages.BATCH_BYTES:
            raise ProtocolProblem(Problem.TOO_LARGE)
        fields = proofs.batch(self.device, request.epoch, request.from_seq, batch[-1].digest)
        self._check(held, request.sig, receipts.BATCH_MARK, fields)
        if batch[0].seq != request.from_seq or batch[0].epoch != request.epoch:
            raise ProtocolProblem(Problem.MALFORMED)
        verify(self.device, batch, after=None)
        fresh = _fresh(held.epochs.get(request.epoch, []), batch)
        held.epochs.setdefault(request.epoch, []).extend(fresh)
        named = _photos(batch)
        return messages.PushAnswer(
            through_seq=held.epochs[request.epoch][-1].seq, added=len(fresh),
            need=tuple(sha256 for sha256 in named if sha256 not in held.photos),
            receipt=self._receipt(request.epoch, batch[-1].seq),
        )  # fmt: skip

    def have(self, sha256: Sequence[str]) -> messages.HaveAnswer:
        held = self._held()
        partial = {name: len(held.parts[name]) for name in sha256 if name in held.parts}
        return messages.HaveAnswer(stored=tuple(name for name in sha256 if name in held.photos), partial=partial)

    def bundle(self, photos: Mapping[str, Content]) -> messages.BundleAnswer:
        held = self._held()
        if any(hashlib.sha256(content).hexdigest() != sha256 for sha256, content in photos.items()):
            raise ProtocolProblem(Problem.WRONG_DIGEST)
        held.photos.update({sha256: bytes(content) for sha256, content in photos.items()})
        for sha256 in photos:
            held.parts.pop(sha256, None)
        return messages.BundleAnswer(stored=tuple(photos))

    def upload(self, sha256: str, offset: int, chunk: bytes, total: int) -> int:
        held = self._held()
        if sha256 in held.photos:
            return total
        part = held.parts.get(sha256)
        if part is None and offset:
            raise ProtocolProblem(Problem.NOT_FOUND)
        if offset == 0 and part:
            return len(part)
        if offset != len(part or b""):
            raise ProtocolProblem(Problem.WRONG_OFFSET, seq=len(part or b""))
        held.parts[sha256] = (part or b"") + chunk
        if len(held.parts[sha256]) >= total:
            original = held.parts.pop(sha256)
            if hashlib.sha256(original).hexdigest() != sha256:
                raise ProtocolProblem(Problem.WRONG_DIGEST)
            held.photos[sha256] = original
        return offset + len(chunk)

    def manifest(self, request: messages.ManifestRequest) -> messages.ManifestAnswer:
        held = self._held()
        self._check(held, request.sig, receipts.MANIFEST_MARK, proofs.manifest(self.device, request))
        lines = held.epochs.get(request.epoch)
        if not lines:
            raise ProtocolProblem(Problem.UNKNOWN_EPOCH, seq=0)
        if lines[-1].seq < request.through_seq:
            raise ProtocolProblem(Problem.HOLE, seq=lines[-1].seq)
        receipt = self._receipt(request.epoch, request.through_seq)
        said = msgspec.json.decode(receipt.body, type=Statement)
        agrees = (said.digest, said.findings, said.photos) == (request.digest, request.findings, request.photos)
        if complete := agrees and not said.missing_count:
            held.proven.add((request.epoch, request.through_seq))
        return messages.ManifestAnswer(complete=complete, agrees=agrees, receipt=receipt)

    def pull(self, request: messages.PullRequest) -> messages.PullAnswer:
        if self._held().revoked:
            raise ProtocolProblem(Problem.REVOKED_DEVICE)
        return messages.PullAnswer(pages=tuple(self._pages(request)))

    def pack(self, version: int) -> Signed:
        if version not in self.world.packs:
            raise ProtocolProblem(Problem.NOT_FOUND)
        return self.world.packs[version]

    def pack_file(self, version: int, sha256: str, offset: int, size: int) -> bytes:
        content = self.world.pack_files.get(sha256)
        if content is None:
            raise ProtocolProblem(Problem.NOT_FOUND)
        if offset >= len(content):
            raise ProtocolProblem(Problem.WRONG_OFFSET, seq=len(content))
        return content[offset : offset + size]

    def _pages(self, request: messages.PullRequest) -> Iterator[BucketPage]:
        left = request.limit
        for bucket, after in request.after.items():
            told = self.world.feeds.get(bucket, [])
            items = tuple(told[after : after + left])
            left -= len(items)
            yield BucketPage(bucket=bucket, items=items, head=len(told))

    def _held(self) -> Held:
        held = self.world.laptops.get(self.device)
        if held is None:
            raise ProtocolProblem(Problem.UNKNOWN_DEVICE)
        return held

    def _check(self, held: Held, sig: str, mark: bytes, fields: tuple[bytes, ...]) -> None:
        if not signed(public_key(held.key), sig, mark, *fields):
            raise ProtocolProblem(Problem.WRONG_SIGNATURE)

    def _receipt(self, epoch: str, through_seq: int) -> Receipt:
        held = self._held()
        lines = [line for line in held.epochs[epoch] if line.seq <= through_seq]
        named = _photos(lines)
        missing = tuple(sorted(sha256 for sha256 in named if sha256 not in held.photos))
        said = Statement(
            centre="centre-1", device=self.device, epoch=epoch, through_seq=through_seq, digest=lines[-1].digest,
            findings=findings_of(lines), photos=len(named), missing_count=len(missing), missing=missing[:1000],
            quarantined=(), server_time=self.world.now, key_id=self.world.fingerprint(),
        )  # fmt: skip
        return receipts.make(said, self.world.keys[-1])


def findings_of(lines: Sequence[Line]) -> int:
    return sum(kind == "finding.recorded" for kind, _ in map(_unwrapped, lines))


def photos_of(lines: Sequence[Line]) -> list[str]:
    return _photos(lines)


def _photos(lines: Sequence[Line]) -> list[str]:
    said = map(_unwrapped, lines)
    return list(dict.fromkeys(str(body["photo"]["sha256"]) for kind, body in said if kind == "photo.taken"))


def _unwrapped(line: Line) -> tuple[str, dict[str, dict[str, object]]]:
    return _innermost(line.kind, bytes(line.body))


@lru_cache(4096)  # asked again for every receipt
def _innermost(kind: str, content: bytes) -> tuple[str, dict[str, dict[str, object]]]:
    body = canonical.parse(content)
    while kind == LINE_CARRIED:
        kind, body = body["kind"], body["body"]
    return kind, body


def _mark(item: FeedItem) -> str:
    return feed.mark_of(item.kind, item.about, bytes(item.body))


def _fresh(held: list[Line], batch: Sequence[Line]) -> list[Line]:
    """The lines of `batch` that continue `held`; raises HOLE, FORK or BROKEN_CHAIN."""
    if not held:
        if batch[0].kind != EPOCH_OPENED:
            raise ProtocolProblem(Problem.HOLE, seq=0)
        anchor = canonical.parse(bytes(batch[0].body))
        if batch[0].prev not in (ORIGIN, anchor["after_digest"]):
            raise ProtocolProblem(Problem.BROKEN_CHAIN, seq=batch[0].seq)
        return list(batch)
    known = {line.seq: line.digest for line in held}
    if batch[0].seq > held[-1].seq + 1:
        raise ProtocolProblem(Problem.HOLE, seq=held[-1].seq)
    claimed = {line.seq: line.digest for line in batch if line.seq <= held[-1].seq}
    if batch[0].seq > held[0].seq:
        claimed[batch[0].seq - 1] = batch[0].prev
    if any(known.get(seq) != digest for seq, digest in claimed.items()):
        raise ProtocolProblem(Problem.FORK, seq=held[-1].seq)
    return [line for line in batch if line.seq > held[-1].seq]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
