"""A city's laptops at the end of a shift, ready to send: lines sealed, chained, signed and packed by the program's own code."""

import base64
import hashlib
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app import bootstrap
from inspector_app.config import PACK
from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.domain.events import EpochOpened, Event, FindingRecorded, PhotoTaken, ShiftOpened
from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.ids import iso
from inspector_app.domain.photo import Origin, Photo
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.services import findings
from inspector_app.services.ports import Shift
from inspector_app.storage.bodies import body_of
from sync.protocol import enrolment as codes
from sync.protocol import proofs, receipts
from sync.protocol.lines import ORIGIN, Entry, Line, batches, seal
from sync.protocol.messages import EnrolRequest, PushRequest
from tests import policies
from tests.bench.city import NAMES, NOTES, OFFICERS, ROADS, SPOTS

if TYPE_CHECKING:
    from sync.server import centre as wiring
    from sync.server.store.connection import Connection

PHOTO_BYTES = 1_200_000


class Ready(msgspec.Struct, frozen=True):
    """What one laptop will send, call after call; `counted` findings are in it."""

    device: str
    epoch: str
    token: str
    calls: tuple[bytes, ...]
    lines: int
    findings: int


@dataclass
class Fleet:
    """Makes laptops with `findings` findings each, `photos` photos to a finding."""

    findings: int
    photos: int
    seed: int = 721

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._clock, self._ids = SystemClock(), OrderedIds()
        self._shift = Shift(
            self._ids(), OFFICERS[0], OFFICERS[1], "花园路中队", "08:00", "16:00", iso(self._clock.now()), ""
        )
        policy = bootstrap.load_policy(PACK)
        drafts = [self._draft(dict(case["input"])) for case in policies.cases()]
        self._patterns = [findings._finding(draft, self._shift, policy) for draft in drafts]

    async def enrolled(self, centre: "wiring.Centre", count: int) -> list[Ready]:
        """So many laptops, known to the centre, with tokens that it will take for 15 minutes."""
        from sync.server import enrolment  # whoever makes laptops alone need not load the server
        from sync.server.clock import system_clock

        keys = {str(uuid.uuid4()): Ed25519PrivateKey.generate() for _ in range(count)}

        async def join(connection: "Connection") -> None:
            for device, key in keys.items():
                code = await enrolment.issue_code(connection, centre.identity.pinned, system_clock)
                await enrolment.enrol(connection, _request(device, key, code), system_clock)

        await centre.database.write(join)
        return [self._ready(device, key, centre.tickets.token(device)) for device, key in keys.items()]

    def _ready(self, device: str, key: Ed25519PrivateKey, token: str) -> Ready:
        epoch = self._ids()
        lines = list(self._lines(device, epoch))
        calls = tuple(_packed(device, key, batch) for batch in batches(lines))
        return Ready(device, epoch, token, calls, len(lines), self.findings)

    def _lines(self, device: str, epoch: str) -> Iterator[Line]:
        prev = ORIGIN
        for seq, event in enumerate(self._events(epoch), 1):
            entry = Entry(
                self._ids(), event.KIND, event.about, iso(self._clock.now()), OFFICERS[0].number, body_of(event)
            )
            line = seal(device, epoch, seq, prev, entry)
            prev = line.digest
            yield line

    def _events(self, epoch: str) -> Iterator[Event]:
        yield EpochOpened(epoch, "", 0, ORIGIN, "new")
        shift = self._ids()
        yield ShiftOpened(shift, OFFICERS[0], OFFICERS[1], "花园路中队", "08:00", "16:00")
        for _ in range(self.findings):
            taken = [self._photo() for _ in range(self.photos)]
            found = self.found(shift, taken)
            yield found
            yield from (PhotoTaken(found.about, photo) for photo in taken)

    def found(self, shift: str, taken: Sequence[Photo]) -> FindingRecorded:
        """A finding like one of the worked cases, somewhere in the city."""
        chance = self._chance
        return replace(
            chance.choice(self._patterns), about=self._ids(), shift=shift, observed_at=iso(self._clock.now()),
            place=self._place(), note=chance.choice(NOTES),
            party=f"{chance.choice(NAMES)}某" if chance.random() < 0.3 else "",
            photos=tuple(photo.sha256 for photo in taken),
        )  # fmt: skip

    def _place(self) -> Place:
        chance = self._chance
        return Place(
            PlaceSource.RECEIVER, 347_700_000 + chance.randrange(500_000), 1_136_800_000 + chance.randrange(500_000),
            accuracy_mm=chance.randrange(2_000, 12_000), fix_age_ms=chance.randrange(3_000), satellites=chance.randrange(6, 22),
            address=f"{chance.choice(ROADS)}{chance.randrange(1, 300)}{chance.choice(SPOTS)}",
        )  # fmt: skip

    def _photo(self) -> Photo:
        sha256 = hashlib.sha256(self._chance.randbytes(32)).hexdigest()
        return Photo(sha256, PHOTO_BYTES, "image/jpeg", Origin.CAMERA, 4000, 3000, file_name="IMG.jpg")

    def _draft(self, facts: dict[str, object]) -> Draft:
        category = Category(str(facts.pop("category")))
        return Draft(self._ids(), category, iso(self._clock.now()), type_code="0301", facts=facts)


def _request(device: str, key: Ed25519PrivateKey, typed: str) -> EnrolRequest:
    secret, public = codes.read(typed).secret, receipts.public_bytes(key)
    sig = receipts.sign(key, receipts.ENROL_MARK, *proofs.enrolment(device, secret, public))
    return EnrolRequest(
        device=device, code=secret, public_key=base64.b64encode(public).decode(), name="巡查车", sig=sig
    )


def _packed(device: str, key: Ed25519PrivateKey, batch: tuple[Line, ...]) -> bytes:
    sig = receipts.sign(key, receipts.BATCH_MARK, *proofs.batch(device, batch[0].epoch, batch[0].seq, batch[-1].digest))
    request = PushRequest(epoch=batch[0].epoch, from_seq=batch[0].seq, lines=batch, sig=sig)
    return zstandard.compress(msgspec.json.encode(request))
