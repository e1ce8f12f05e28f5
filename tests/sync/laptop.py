"""A laptop in memory: its journal, photos and cursors (`SyncStore`), its key, and an engine to bring it in step."""

import copy
import hashlib
import itertools
from collections.abc import Callable, Iterable, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.ports import Lanes, SyncApi
from sync.client.status import Progress, SyncReport
from sync.protocol import feed, receipts
from sync.protocol.canonical import canonical, parse
from sync.protocol.laptop import Enrolment, Head, PhotoOnDisk, RoundEnded
from sync.protocol.lines import EPOCH_OPENED, LINE_CARRIED, ORIGIN, Entry, Line, seal
from sync.protocol.messages import BucketPage, FeedItem
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Receipt, Statement
from tests.sync.centre import findings_of, photos_of

NOW = "2026-11-22T07:00:00.000Z"

FINDING: dict[str, object] = {
    "shift": "shift-1", "category": "other", "type_code": "0501", "code_table": "", "observed_at": NOW,
    "utc_offset_min": 480, "place": {"source": "receiver", "lat_e7": 347_466_000, "lon_e7": 1_136_254_000, "address": "经三路"},
    "facts": {}, "judgement": None, "override": None, "tier": "service", "party": "", "party_absent": False,
    "evidence_imported": False,
}  # fmt: skip


def quietly(progress: Progress) -> None:
    """A listener that has no use for progress."""


class Journal:
    """`SyncStore` in memory, with the journal that it reads."""

    def __init__(self, device: str, epochs: Iterable[str]) -> None:
        self.device = device
        self.lines: list[Line] = []
        self.receipts: list[tuple[Statement, bool]] = []
        self.photos: dict[str, bytes] = {}
        self.stored: set[str] = set()
        self.tasks: list[str] = []
        self.rounds: list[RoundEnded] = []
        self.pulled_at = ""
        self.told: dict[tuple[str, int], FeedItem] = {}
        self._enrolment: Enrolment | None = None
        self._cursors: dict[str, int] = {}
        self._forked: dict[str, int] = {}  # epoch -> the last seq that its successor trusts
        self._names = iter(epochs)
        self.open_epoch(after=Head("", 0, ORIGIN), reason="new", now=NOW)

    def record(self, kind: str, about: str, body: dict[str, object], *, id_: str = "") -> Line:
        head = self.head()
        entry = Entry(id_ or f"{kind}/{about}/{head.seq + 1}", kind, about, NOW, "410105-0317", canonical(body))
        line = seal(self.device, head.epoch, head.seq + 1, head.digest, entry)
        self.lines.append(line)
        return line

    def record_finding(self, name: str, *photos: bytes) -> None:
        for original in photos:
            sha256 = hashlib.sha256(original).hexdigest()
            self.photos[sha256] = original
            photo = {
                "sha256": sha256,
                "size": len(original),
                "mime": "image/jpeg",
                "origin": "camera",
                "width": 1,
                "height": 1,
            }
            self.record("photo.taken", name, {"photo": photo})
        named = [hashlib.sha256(original).hexdigest() for original in photos]
        self.record("finding.recorded", name, FINDING | {"photos": named, "note": name})

    def copied(self, epochs: Iterable[str]) -> "Journal":
        """A copy of the database file as it is now (a backup, or a disk image on a second laptop)."""
        names, self._names = self._names, iter(())
        other = copy.deepcopy(self)
        self._names, other._names = names, iter(epochs)
        return other

    # What follows is the port.

    def enrolment(self) -> Enrolment | None:
        return self._enrolment

    def keep_enrolment(self, enrolment: Enrolment) -> None:
        self._enrolment = enrolment

    def head(self) -> Head:
        if not self.lines:
            return Head("", 0, ORIGIN)
        return Head(self.lines[-1].epoch, self.lines[-1].seq, self.lines[-1].digest)

    def epoch_start(self) -> int:
        return self.lines_after(self.head().epoch, 0, 1)[0].seq

    def digest_at(self, epoch: str, seq: int) -> str | None:
        return next((line.digest for line in self.lines if (line.epoch, line.seq) == (epoch, seq)), None)

    def acknowledged(self, epoch: str) -> int:
        return max((said.through_seq for said, agrees in self.receipts if agrees and said.epoch == epoch), default=0)

    def lines_after(self, epoch: str, seq: int, limit: int) -> Sequence[Line]:
        return [line for line in self.lines if line.epoch == epoch and line.seq > seq][:limit]

    def unsent_epochs(self) -> Sequence[str]:
        ends = {line.epoch: line.seq for line in self.lines}
        ends |= {epoch: min(end, self._forked.get(epoch, end)) for epoch, end in ends.items()}
        return [epoch for epoch, end in ends.items() if self.acknowledged(epoch) < end]

    def totals(self, epoch: str, through_seq: int) -> tuple[int, int]:
        lines = [line for line in self.lines if line.epoch == epoch and line.seq <= through_seq]
        return findings_of(lines), len(photos_of(lines))

    def open_epoch(self, *, after: Head, reason: str, now: str) -> Head:
        behind = [line for line in self.lines if line.seq > after.seq and line.kind != EPOCH_OPENED]
        epoch, at = next(self._names), self.head()
        trusted = {"after_epoch": after.epoch, "after_seq": after.seq, "after_digest": after.digest, "reason": reason}
        entry = Entry(f"opened/{epoch}", EPOCH_OPENED, epoch, now, "", canonical(trusted))
        self.lines.append(seal(self.device, epoch, at.seq + 1, after.digest if at.seq else ORIGIN, entry))
        self._forked |= {line.epoch: after.seq for line in behind}
        for line in behind:
            inner = {
                name: getattr(line, name) for name in ("epoch", "seq", "id", "kind", "recorded_at", "officer", "prev")
            }
            inner |= {"digest": line.digest, "alg": line.alg, "body": _decoded(line)}
            self.record(LINE_CARRIED, line.about, inner, id_=line.id)
        return self.head()

    def keep_receipt(self, receipt: Receipt, statement: Statement, *, agrees: bool) -> None:
        self.receipts.append((statement, agrees))
        self.stored -= set(statement.missing)

    def unstored_photos(self) -> Sequence[PhotoOnDisk]:
        named = {sha256: line.seq for line in reversed(self.lines) for sha256 in photos_of([line])}
        waiting = sorted((seq, sha256) for sha256, seq in named.items() if sha256 not in self.stored)
        return [PhotoOnDisk(sha256, len(self.photos.get(sha256, b"")), seq) for seq, sha256 in waiting]

    def mark_stored(self, sha256: Sequence[str]) -> None:
        self.stored.update(sha256)

    def outdated_receipts(self) -> Sequence[tuple[str, int]]:
        newest = {said.epoch: said for said, agrees in self.receipts if agrees}
        newest.pop(self.head().epoch, None)
        return [(epoch, said.through_seq) for epoch, said in newest.items() if self.stored.intersection(said.missing)]

    def note_lacking(self, sha256: Sequence[str]) -> None:
        self.stored.difference_update(sha256)

    def photo(self, sha256: str) -> bytes:
        if sha256 not in self.photos:
            raise ProtocolProblem(Problem.WRONG_DIGEST, "absent")
        return self.photos[sha256]

    def photo_in(self, sha256: str, room: memoryview) -> bytes | memoryview:
        original = self.photo(sha256)
        if len(original) > len(room):
            return original
        room[: len(original)] = original
        return room[: len(original)]

    def cursors(self) -> dict[str, int]:
        return dict(self._cursors)

    def marks(self) -> dict[str, str]:
        here = {bucket: self.told[bucket, n] for bucket, n in self._cursors.items() if n}
        return {bucket: feed.mark_of(item.kind, item.about, bytes(item.body)) for bucket, item in here.items()}

    def apply(self, pages: Sequence[BucketPage]) -> None:
        for page in pages:
            here = self._cursors.get(page.bucket, 0)
            if any(item.n == here and self.told[page.bucket, item.n] != item for item in page.items):
                self._cursors[page.bucket] = 0
                continue
            self.told |= {(page.bucket, item.n): item for item in page.items}
            self.tasks += [item.about for item in page.items if item.about not in self.tasks]
            self._cursors[page.bucket] = page.items[-1].n if page.items else min(here, page.head)

    def keep_pulled(self, at: str) -> None:
        self.pulled_at = at

    def keep_round(self, ended: RoundEnded) -> None:
        self.rounds.append(ended)


class Key:
    """`Signer` with a key in memory."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()

    def sign(self, mark: bytes, *fields: bytes) -> str:
        return receipts.sign(self._key, mark, *fields)

    def public(self) -> bytes:
        return receipts.public_bytes(self._key)


class Laptop:
    """A journal, a key and the engine between them and a centre."""

    def __init__(self, device: str = "laptop-1", journal: Journal | None = None, key: Key | None = None) -> None:
        self.device = device
        self.journal = journal or Journal(device, (f"{device}-e{n}" for n in itertools.count(1)))
        self.key = key or Key()

    def enrol(self, api: SyncApi, code: str) -> "Laptop":
        enrolling.enrol(
            code, "https://centre.example", "巡查一号", device=self.device, signer=self.key, api=api, store=self.journal
        )
        return self

    def engine(self, api: SyncApi, *, call_s: float = 1.0, lanes: Lanes | None = None) -> Engine:
        """An engine for which every call takes `call_s`: the line is too thin for large ones unless a test says otherwise."""
        steady = itertools.count(0.0, call_s).__next__
        return Engine(api, self.journal, self.key, now=lambda: NOW, steady=steady, app="1.0.0", lanes=lanes)

    def sync(
        self, api: SyncApi, *, report: Callable[[Progress], None] = quietly,
        stop: Callable[[], bool] = lambda: False,
    ) -> SyncReport:  # fmt: skip
        return self.engine(api).run_round(report, stop, shift="shift-1")

    def twin(self, name: str) -> "Laptop":
        """The same laptop from a copy of its disk: same id, same key, same journal so far."""
        return Laptop(self.device, self.journal.copied(f"{name}-e{n}" for n in itertools.count(1)), self.key)


def _decoded(line: Line) -> dict[str, object]:
    return parse(bytes(line.body))
