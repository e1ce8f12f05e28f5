"""Makes a parcel: what a round would send, written to a file instead. Nothing is deleted and nothing counts as sent by it."""

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from sync.client import continuity, proving, pushing
from sync.client.ports import ParcelStore, Signer
from sync.protocol import parcels, receipts, sealing
from sync.protocol.canonical import LARGEST_INTEGER
from sync.protocol.laptop import Enrolment, PhotoOnDisk
from sync.protocol.lines import Line, batches
from sync.protocol.messages import BATCH_BYTES, BATCH_LINES
from sync.protocol.parcels import Frame, Head, Stretch
from sync.protocol.problems import Problem, ProtocolProblem

Told = Callable[[int, int], None]  # bytes of photos and lines that are written, and all of them
AROUND_A_LINE = 1024  # bytes of a line beside its body
_READ = 500


@dataclass(frozen=True, slots=True)
class Contents:
    """What a parcel will hold; `lost` are photos whose files are gone or damaged on this laptop, `size` bytes at the most."""

    shift: str
    stretches: tuple[Stretch, ...]
    photos: tuple[PhotoOnDisk, ...]
    lost: tuple[str, ...]
    lines: int
    findings: int
    size: int


def contents(store: ParcelStore, *, shift: str = "", every: bool = False) -> Contents:
    """What no receipt covers yet, or `every` line and photo; up to the end of `shift` when one is named.

    Raises ProtocolProblem: NOT_FOUND (no such shift), NOTHING_TO_CARRY.
    """
    until = store.shift_end(shift) if shift else LARGEST_INTEGER
    if until is None:
        raise ProtocolProblem(Problem.NOT_FOUND, "shift")
    stretches = tuple(_stretches(store, until, every=every))
    photos, lost = _photos(store, until, every=every)
    carried = [one for one in stretches if one.from_seq <= one.through_seq]
    if not carried and not photos:
        raise ProtocolProblem(Problem.NOTHING_TO_CARRY)
    texts = sum(len(line.body) + AROUND_A_LINE for one in carried for line in _lines(store, one))
    size = texts + sum(photo.size for photo in photos)
    return Contents(
        shift, stretches, photos, lost, sum(one.through_seq - one.from_seq + 1 for one in carried),
        sum(_findings(store, one) for one in carried), size + size // 1000 + parcels.FRONT_BYTES + 64 * len(photos),
    )  # fmt: skip


def write(file: BinaryIO, what: Contents, store: ParcelStore, signer: Signer, *, now: str, app: str, told: Told) -> str:
    """Writes `what`, sealed for the centre and signed; returns the parcel's SHA-256.

    Raises ProtocolProblem: UNKNOWN_DEVICE (no centre yet), NO_SEALING_KEY (the centre has never told one).
    """
    enrolment = store.enrolment()
    if enrolment is None:
        raise ProtocolProblem(Problem.UNKNOWN_DEVICE, "not enrolled")
    if enrolment.sealing is None:
        raise ProtocolProblem(Problem.NO_SEALING_KEY)
    keys = {key_id: receipts.public_key(public) for key_id, public in enrolment.keys.items()}
    to = sealing.vouched(enrolment.sealing, keys)
    parcel = parcels.Writer(
        file, _head(what, enrolment, signer, to_id=sealing.key_id(to), now=now, app=app), to, signer.sign
    )
    done = 0
    for kind, body in _messages(what, store, signer, enrolment.device):
        parcel.add(kind, body)
        done += len(body)
        told(min(done, what.size), what.size)
    return parcel.end()


def _stretches(store: ParcelStore, until: int, *, every: bool) -> Iterator[Stretch]:
    """Lines of each epoch, oldest first; the current epoch also when it has none to carry: its account goes along."""
    head = store.head()
    for epoch, end in continuity.epochs_of(store, head, 0 if every else store.acknowledged(head.epoch)):
        through = 0 if every else store.acknowledged(epoch)
        last = min(end, until, head.seq)
        lines = store.lines_after(epoch, last - 1, 1) if last else ()
        if not lines or lines[0].seq != last:
            lines = _last_before(store, epoch, last)
        if lines and (through < lines[0].seq or epoch == head.epoch):
            first = store.lines_after(epoch, through, 1)
            yield Stretch(epoch, first[0].seq if first else through + 1, lines[0].seq, lines[0].digest)


def _last_before(store: ParcelStore, epoch: str, seq: int) -> Sequence[Line]:
    """The epoch's last line up to `seq`; empty when it begins behind it."""
    through, last = 0, ()  # type: int, Sequence[Line]
    while (chunk := store.lines_after(epoch, through, _READ)) and chunk[0].seq <= seq:
        last = [line for line in chunk if line.seq <= seq][-1:]
        through = chunk[-1].seq
    return last


def _photos(store: ParcelStore, until: int, *, every: bool) -> tuple[tuple[PhotoOnDisk, ...], tuple[str, ...]]:
    """The photos that can be read, and those that cannot: a head must not promise what is not inside."""
    named = store.photos_through(until, every=every)
    lost = {photo.sha256 for photo in named if not _is_whole(store, photo.sha256)}
    return tuple(photo for photo in named if photo.sha256 not in lost), tuple(sorted(lost))


def _is_whole(store: ParcelStore, sha256: str) -> bool:
    try:
        store.photo(sha256)
    except ProtocolProblem as trouble:
        if trouble.code is not Problem.WRONG_DIGEST:
            raise
        return False
    return True


def _findings(store: ParcelStore, one: Stretch) -> int:
    return store.totals(one.epoch, one.through_seq)[0] - store.totals(one.epoch, one.from_seq - 1)[0]


def _lines(store: ParcelStore, one: Stretch) -> Iterator[Line]:
    through = one.from_seq - 1
    while through < one.through_seq:
        chunk = store.lines_after(one.epoch, through, min(_READ, one.through_seq - through))
        yield from chunk
        through = chunk[-1].seq


def _head(what: Contents, enrolment: Enrolment, signer: Signer, *, to_id: str, now: str, app: str) -> Head:
    return Head(
        device=enrolment.device, key=base64.b64encode(signer.public()).decode(), centre=enrolment.centre, sealed_to=to_id,
        made_at=now, app=app, shift=what.shift, epochs=what.stretches, lines=what.lines, findings=what.findings,
        photos=len(what.photos), photo_bytes=sum(photo.size for photo in what.photos),
    )  # fmt: skip


def _messages(what: Contents, store: ParcelStore, signer: Signer, device: str) -> Iterator[tuple[Frame, bytes]]:
    """What a round would send, in its order: lines, photos, the account of each epoch."""
    for one in what.stretches:
        for batch in batches(_lines(store, one), count=BATCH_LINES, size=BATCH_BYTES):
            yield Frame.LINES, msgspec.json.encode(pushing.signed(device, batch, signer))
    for photo in what.photos:
        yield Frame.PHOTO, store.photo(photo.sha256)
    for one in what.stretches:
        account = proving.account(store, signer, device, one.epoch, one.through_seq, what.shift)
        yield Frame.MANIFEST, msgspec.json.encode(account)
