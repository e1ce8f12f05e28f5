"""What a laptop brings home: a shift's journal in memory, and photos that are made anew whenever somebody asks for one."""

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.domain.events import Event, FindingRecorded, PhotoTaken, ShiftClosed, ShiftOpened
from inspector_app.domain.ids import iso
from inspector_app.domain.photo import Origin, Photo
from inspector_app.storage.bodies import body_of
from sync.protocol.laptop import PhotoOnDisk
from sync.protocol.lines import Entry, seal
from sync.protocol.receipts import Receipt, Statement
from tests.bench import pictures
from tests.bench.city import OFFICERS
from tests.bench.fleet import Fleet
from tests.sync.laptop import Journal

OWN_LINES = 3  # of a shift without findings: the epoch opens, the shift opens, the shift closes


class Load(msgspec.Struct, frozen=True):
    """What each laptop brings: findings of a shift, photos over all of them, bytes of a photo."""

    findings: int = 12
    photos: int = 6
    photo_bytes: int = 60_000

    @property
    def lines(self) -> int:
        return OWN_LINES + self.findings + self.photos


class Pictures:
    """Photos of `size` bytes: whole JPEGs, each another one, the same for the same seed and number."""

    def __init__(self, size: int, seed: int) -> None:
        self._seed = seed
        self._plain = pictures.noise(random.Random(seed))
        self.size = max(size, len(self._plain) + pictures.SMALLEST_SEGMENT)

    def picture(self, number: int) -> bytes:
        return pictures.padded(self._plain, self.size, random.Random(f"{self._seed}/{number}"))


class Papers(Journal):
    """`SyncStore` in memory; of each photo it keeps a number, so that thousands of laptops fit into one process."""

    def __init__(self, device: str, epoch: str) -> None:
        super().__init__(device, [epoch])
        self.shift = ""
        self.last: Receipt | None = None
        self.pictures: dict[str, tuple[Pictures, int]] = {}
        self._named: dict[str, int] = {}

    def take(self, event: Event, id_: str, at: str) -> None:
        head = self.head()
        entry = Entry(id_, event.KIND, event.about, at, OFFICERS[0].number, body_of(event))
        self.lines.append(seal(self.device, head.epoch, head.seq + 1, head.digest, entry))
        if isinstance(event, PhotoTaken):
            self._named.setdefault(event.photo.sha256, head.seq + 1)

    def totals(self, epoch: str, through_seq: int) -> tuple[int, int]:
        # By kind, unread: nothing is carried here. On a real laptop these are two numbers in its database.
        kinds = [line.kind for line in self.lines if line.epoch == epoch and line.seq <= through_seq]
        return kinds.count(FindingRecorded.KIND), kinds.count(PhotoTaken.KIND)

    def unstored_photos(self) -> Sequence[PhotoOnDisk]:
        waiting = [(seq, sha256) for sha256, seq in self._named.items() if sha256 not in self.stored]
        return [PhotoOnDisk(sha256, self.pictures[sha256][0].size, seq) for seq, sha256 in waiting]

    def photo(self, sha256: str) -> bytes:
        made, number = self.pictures[sha256]
        return made.picture(number)

    def keep_receipt(self, receipt: Receipt, statement: Statement, *, agrees: bool) -> None:
        super().keep_receipt(receipt, statement, agrees=agrees)
        self.last = receipt


class Shifts:
    """Makes the shifts of one process, findings by the real policy and bodies by the real program."""

    def __init__(self, load: Load, seed: int) -> None:
        self._load = load
        self._field = Fleet(load.findings, 0, seed)
        self._pictures = Pictures(load.photo_bytes, seed)
        self._ids, self._clock = OrderedIds(), SystemClock()

    def papers(self, number: int, device: str) -> Papers:
        """The shift of the laptop with this number in the whole fleet."""
        papers = Papers(device, self._ids())
        papers.shift = self._ids()
        photos = self._photos(papers, number)
        for event in self._events(papers.shift, photos):
            papers.take(event, self._ids(), iso(self._clock.now()))
        return papers

    def _photos(self, papers: Papers, number: int) -> list[Photo]:
        """As many as a laptop brings, and remembered in its papers."""
        taken = []
        for one in range(number * self._load.photos, (number + 1) * self._load.photos):
            sha256 = hashlib.sha256(self._pictures.picture(one)).hexdigest()
            papers.pictures[sha256] = (self._pictures, one)
            taken.append(_photo(sha256, self._pictures.size, one))
        return taken

    def _events(self, shift: str, photos: Sequence[Photo]) -> Iterable[Event]:
        findings = self._load.findings
        yield ShiftOpened(shift, OFFICERS[0], OFFICERS[1], "花园路中队", "08:00", "16:00")
        for n in range(findings):
            of_it = photos[n::findings]
            found = replace(self._field.found(shift, of_it), about=self._ids())
            yield found
            yield from (PhotoTaken(found.about, photo) for photo in of_it)
        yield ShiftClosed(shift, findings, len(photos))


def _photo(sha256: str, size: int, number: int) -> Photo:
    name = f"IMG_{number % 10_000:04d}.jpg"
    return Photo(sha256, size, "image/jpeg", Origin.CAMERA, 64, 48, file_name=name)
