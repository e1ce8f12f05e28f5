"""A laptop for tests: its own key and chain, speaking to a real centre over HTTP as the protocol says."""

import base64
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol import enrolment, proofs, receipts
from sync.protocol import messages as wire
from sync.protocol.canonical import canonical
from sync.protocol.lines import ORIGIN, Entry, Line, seal

T = TypeVar("T")
NOW = "2026-03-02T01:00:00.000Z"


def entry(kind: str, about: str, body: dict[str, Any], *, id: str = "", officer: str = "410105-0317") -> Entry:  # noqa: A002
    return Entry(id or f"{kind}/{about}", kind, about, NOW, officer, canonical(body))


def a_finding(finding: str = "f-1", *, shift: str = "s-1", photos: Sequence[str] = (), **changes: Any) -> Entry:
    """A stall that the policy would serve; `changes` replace fields of the body."""
    place: dict[str, Any] = {
        "source": "receiver",
        "lat_e7": 347_466_000,
        "lon_e7": 1_136_254_000,
        "address": "经三路 12 号",
    }
    judgement = {
        "tier": "service", "primary": "STALL_RELIEF", "reasons": ["STALL_RELIEF"], "fine_gate": "NONE", "flags": [],
        "refer": [], "missing": [], "measures": ["GUIDE_TO_RELIEF"], "provisional": False, "pack": "721-v1", "pack_digest": "",
    }  # fmt: skip
    body = {
        "shift": shift, "category": "stall", "type_code": "", "code_table": "", "observed_at": NOW, "utc_offset_min": 480,
        "place": place, "facts": {}, "judgement": judgement, "override": None, "tier": "service", "party": "煎饼车",
        "party_absent": False, "note": "", "photos": list(photos), "evidence_imported": False,
    }  # fmt: skip
    return entry("finding.recorded", finding, body | changes)


def a_photo(content: bytes, finding: str = "f-1", *, mime: str = "image/jpeg", **more: str) -> Entry:
    sha256 = hashlib.sha256(content).hexdigest()
    photo = {"sha256": sha256, "size": len(content), "mime": mime, "origin": "camera", "width": 1, "height": 1} | more
    return entry("photo.taken", finding, {"photo": photo}, id=f"photo/{finding}/{sha256}")


def a_measure(measure: str, finding: str = "f-1", *, id: str = "m-1", **said: str) -> Entry:  # noqa: A002
    return entry("measure.taken", finding, {"id": id, "measure": measure} | said, id=f"measure/{finding}/{id}")


def a_shift(shift: str = "s-1", officer: str = "410105-0317") -> Entry:
    body = {"officer": {"number": officer}, "second": None, "unit": "一中队", "planned_from": "", "planned_to": ""}
    return entry("shift.opened", shift, body)


@dataclass
class Laptop:
    """An enrolled laptop with a journal in memory; `http` already knows the centre's address."""

    http: httpx.Client
    code: str
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    epoch: str = "e-1"
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    lines: list[Line] = field(default_factory=list)

    def join(self) -> "Laptop":
        """Enrols, opens the first epoch in the journal, and takes a token."""
        self.enrol()
        self.pinned = enrolment.read(self.code).fingerprint
        self.open_epoch(self.epoch, reason="new")
        return self.authenticated()

    def enrol_request(self) -> wire.EnrolRequest:
        secret, public = enrolment.read(self.code).secret, receipts.public_bytes(self.key)
        sig = receipts.sign(self.key, receipts.ENROL_MARK, *proofs.enrolment(self.device, secret, public))
        return wire.EnrolRequest(
            device=self.device, code=secret, public_key=base64.b64encode(public).decode(), name="巡查一号", sig=sig
        )

    def enrol(self) -> wire.EnrolAnswer:
        return decoded(self.http.post("/v1/enrol", content=msgspec.json.encode(self.enrol_request())), wire.EnrolAnswer)

    def authenticated(self) -> "Laptop":
        challenge = decoded(self.http.get("/v1/time"), wire.TimeAnswer).challenge
        sig = receipts.sign(self.key, receipts.TOKEN_MARK, *proofs.token(self.device, challenge))
        request = wire.TokenRequest(device=self.device, challenge=challenge, sig=sig)
        token = decoded(self.http.post("/v1/token", content=msgspec.json.encode(request)), wire.TokenAnswer).token
        self.http.headers["Authorization"] = f"Bearer {token}"
        return self

    def open_epoch(self, epoch: str, *, reason: str) -> None:
        last = self.lines[-1] if self.lines else None
        after = {
            "after_epoch": last.epoch if last else "", "after_seq": last.seq if last else 0,
            "after_digest": last.digest if last else ORIGIN, "reason": reason,
        }  # fmt: skip
        self.epoch = epoch
        self.record(entry("epoch.opened", epoch, after, id=f"opened/{epoch}"))

    def record(self, *entries: Entry) -> list[Line]:
        """Seals the entries at the end of the journal."""
        sealed = []
        for said in entries:
            last = self.lines[-1] if self.lines else None
            line = seal(self.device, self.epoch, last.seq + 1 if last else 1, last.digest if last else ORIGIN, said)
            self.lines.append(line)
            sealed.append(line)
        return sealed

    def batch(self, lines: Sequence[Line]) -> wire.PushRequest:
        fields = proofs.batch(self.device, lines[0].epoch, lines[0].seq, lines[-1].digest)
        sig = receipts.sign(self.key, receipts.BATCH_MARK, *fields)
        return wire.PushRequest(epoch=lines[0].epoch, from_seq=lines[0].seq, lines=tuple(lines), sig=sig)

    def post_lines(self, lines: Sequence[Line]) -> httpx.Response:
        """The raw answer to a push of these lines, as they are."""
        body = zstandard.compress(msgspec.json.encode(self.batch(lines)))
        return self.http.post("/v1/lines", content=body, headers={"Content-Encoding": "zstd"})

    def push(self, lines: Sequence[Line] | None = None) -> wire.PushAnswer:
        return decoded(self.post_lines(self.lines if lines is None else lines), wire.PushAnswer)

    def statement(self, receipt: receipts.Receipt) -> receipts.Statement:
        """What a receipt says, once the pinned key has vouched for it."""
        return receipts.verify(receipt, receipts.trusted(self.pinned, self.hello().keys))

    def hello(self) -> wire.HelloAnswer:
        last = self.lines[-1]
        request = wire.HelloRequest(app="test", proto=1, epoch=self.epoch, head_seq=last.seq, head_digest=last.digest)
        return self.call("/v1/hello", request, wire.HelloAnswer)

    def have(self, *sha256: str) -> wire.HaveAnswer:
        return self.call("/v1/media/have", wire.HaveRequest(sha256=sha256), wire.HaveAnswer)

    def pull(self, **after: int) -> dict[str, wire.BucketPage]:
        cursors = {bucket: after.get(bucket, 0) for bucket in self.hello().heads} | after
        answer = self.call("/v1/pull", wire.PullRequest(after=cursors), wire.PullAnswer)
        return {page.bucket: page for page in answer.pages}

    def account(self, *, findings: int, photos: int, shift: str = "s-1") -> wire.ManifestAnswer:
        return self.call("/v1/manifest", self.account_request(findings, photos, shift), wire.ManifestAnswer)

    def account_request(self, findings: int, photos: int, shift: str = "s-1") -> wire.ManifestRequest:
        last = self.lines[-1]
        request = wire.ManifestRequest(
            epoch=self.epoch,
            shift=shift,
            through_seq=last.seq,
            digest=last.digest,
            findings=findings,
            photos=photos,
            sig="",
        )
        sig = receipts.sign(self.key, receipts.MANIFEST_MARK, *proofs.manifest(self.device, request))
        return msgspec.structs.replace(request, sig=sig)

    def call(self, path: str, request: msgspec.Struct, answer: type[T]) -> T:
        return decoded(self.http.post(path, content=msgspec.json.encode(request)), answer)

    def upload_path(self, content: bytes) -> str:
        return f"/v1/uploads/{self.device}/{hashlib.sha256(content).hexdigest()}"

    def begin_photo(self, content: bytes, first: bytes = b"") -> httpx.Response:
        headers = {"Upload-Length": str(len(content))} | checksum(first)
        return self.http.post(self.upload_path(content), content=first, headers=headers)

    def send_bundle(self, *photos: bytes) -> httpx.Response:
        return self.post_bundle({"photos": {hashlib.sha256(photo).hexdigest(): photo for photo in photos}})

    def post_bundle(self, body: object) -> httpx.Response:
        """The raw answer to a bundle of any shape."""
        return self.http.post(f"/v1/uploads/{self.device}", content=msgspec.msgpack.encode(body))

    def send_chunk(self, content: bytes, offset: int, chunk: bytes, **headers: str) -> httpx.Response:
        said = {"Upload-Offset": str(offset)} | checksum(chunk) | headers
        return self.http.patch(self.upload_path(content), content=chunk, headers=said)


def checksum(chunk: bytes) -> dict[str, str]:
    return {"Upload-Checksum": "sha256 " + base64.b64encode(hashlib.sha256(chunk).digest()).decode()} if chunk else {}


def decoded(answer: httpx.Response, model: type[T]) -> T:
    assert answer.status_code < 300, f"{answer.status_code} {answer.text}"
    return msgspec.json.decode(answer.content, type=model)


def problem(answer: httpx.Response) -> wire.ProblemAnswer:
    """The coded problem that the centre answered."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    said = msgspec.json.decode(answer.content, type=wire.ProblemAnswer)
    assert said.status == answer.status_code
    return said
