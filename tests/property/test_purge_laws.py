"""Nothing is purged that no receipt covers: whatever receipts came, of whatever age and truth, and whenever it is looked at."""

import base64
import hashlib
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.events import PhotoTaken
from inspector_app.domain.ids import iso
from inspector_app.services.upkeep_ports import Purged
from inspector_app.storage import epochs, journal, purging
from inspector_app.storage.database import FILE_NAME, open_reader
from inspector_app.storage.photos import PhotoFiles
from inspector_app.storage.second_copy import SEGMENT_BYTES, SecondCopy
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol import receipts
from sync.protocol.laptop import Enrolment
from sync.protocol.receipts import Receipt, Statement
from tests.storage.builders import LI, MASTER, a_finding, a_photo, laptop

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
CENTRE, FORGER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


@dataclass(frozen=True)
class Said:
    """A receipt to come: `part` of the journal, signed on `day`; what is wrong with it, and which photos it misses."""

    part: int
    day: int
    fault: str
    misses: tuple[int, ...]
    unnamed: int = 0


def said() -> st.SearchStrategy[Said]:
    return st.builds(
        Said, part=st.integers(1, 12), day=st.integers(0, 60),
        fault=st.sampled_from(["", "", "", "", "forged", "disagrees", "other device", "other chain"]),
        misses=st.lists(st.integers(0, 5), max_size=2).map(tuple), unnamed=st.sampled_from([0, 0, 0, 3]),
    )  # fmt: skip


@given(
    days=st.lists(st.integers(0, 40), min_size=1, max_size=6).map(sorted), told=st.lists(said(), max_size=4),
    arrived=st.sets(st.integers(0, 5)), now=st.integers(0, 80),
)  # fmt: skip
@settings(max_examples=60)
def test_it_never_purges_what_no_receipt_covers(days: list[int], told: list[Said], arrived: set[int], now: int) -> None:
    with tempfile.TemporaryDirectory() as folder, laptop(Path(folder) / "data") as store:
        photos = [_take(store, n, START + day * DAY) for n, day in enumerate(days)]
        enrolment = _joined(store)
        for one in told:
            _hear(store, enrolment, one, photos)
        LaptopSyncStore(store).mark_stored([photos[n] for n in arrived if n < len(photos)])
        moment = START + now * DAY

        done = _purge(store, enrolment, moment)

        gone = [sha256 for sha256 in photos if not store.photos.has(sha256)]
        assert len(gone) == done.photos
        for sha256 in gone:
            n = photos.index(sha256)
            assert START + days[n] * DAY <= moment - 14 * DAY
            assert any(_covers(store, one, n, photos, moment) for one in told)
            assert n in arrived
            assert not _last_misses(store, told, n)
        assert store.read(lambda c: list(journal.every(c))), "the journal stays"


@given(told=st.lists(said(), max_size=3), now=st.integers(0, 90), backed_up=st.integers(-1, 90))
@settings(max_examples=20)
def test_of_the_second_copy_only_covered_old_segments_that_a_backup_holds_go(
    told: list[Said], now: int, backed_up: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, laptop(Path(folder) / "data") as store:
        photos = [_take(store, n, START + n * 8 * DAY, note="长" * 200) for n in range(6)]
        copy, enrolment = _spread(store, Path(folder)), _joined(store)
        for one in told:
            _hear(store, enrolment, one, photos)
        before = {one.line.digest: one.line for one in copy.every()}
        with closing(open_reader(store.folder / FILE_NAME, MASTER)) as connection:
            moment = START + now * DAY
            purging.purge(
                connection, store.photos, copy, enrolment, now=moment,
                backed_up=None if backed_up < 0 else START + backed_up * DAY,
            )  # fmt: skip

        gone = [line for digest, line in before.items() if digest not in {one.line.digest for one in copy.every()}]
        for line in gone:
            assert line.recorded_at <= iso(min(moment - 30 * DAY, START + backed_up * DAY))
            covering = [
                one for one in told if not one.fault and one.day <= now - 30 and _through(store, one) >= line.seq
            ]
            assert covering
        assert len({one.line.digest for one in copy.every()}) >= 2


def _take(store: Store, n: int, at: datetime, **changed: str) -> str:
    original = bytes([n]) * 10
    store.photos.keep(original)
    sha256 = hashlib.sha256(original).hexdigest()
    with store.unit_of_work() as uow:
        uow.record(PhotoTaken(f"f{n}", a_photo(original)), officer=LI.number, at=at)
        uow.record(a_finding(f"f{n}", photos=(sha256,), **changed), officer=LI.number, at=at)
    return sha256


def _joined(store: Store) -> Enrolment:
    public = receipts.public_bytes(CENTRE)
    key_id = receipts.fingerprint(public)
    enrolment = Enrolment(
        url="https://centre.example", device=store.device, centre="centre-1", pinned=key_id,
        keys={key_id: receipts.CentreKey(key_id, _base64(public)).public}, buckets=(),
    )  # fmt: skip
    LaptopSyncStore(store).keep_enrolment(enrolment)
    return enrolment


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _hear(store: Store, enrolment: Enrolment, one: Said, photos: list[str]) -> None:
    through, epoch = _through(store, one), store.read(journal.head).epoch
    findings, count = store.read(lambda c: epochs.totals(c, epoch, through))
    digest = store.read(lambda c: epochs.digest_at(c, epoch, through)) or ""
    missing = tuple(sorted({photos[n] for n in one.misses if n < len(photos)}))
    statement = Statement(
        centre="centre-1", device="another" if one.fault == "other device" else store.device, epoch=epoch,
        through_seq=through, digest="0" * 64 if one.fault == "other chain" else digest, findings=findings, photos=count,
        missing_count=len(missing) + one.unnamed, missing=missing, quarantined=(), server_time=iso(START + one.day * DAY),
        key_id=enrolment.pinned,
    )  # fmt: skip
    receipt = receipts.make(statement, FORGER if one.fault == "forged" else CENTRE)
    LaptopSyncStore(store).keep_receipt(Receipt(receipt.body, receipt.sig), statement, agrees=one.fault != "disagrees")


def _through(store: Store, one: Said) -> int:
    return min(one.part, store.read(journal.head).seq)


def _covers(store: Store, one: Said, n: int, photos: list[str], moment: datetime) -> bool:
    """Whether a true receipt of 14 days or more says that photo `n`, whose line is the (2n + 2)nd, is there."""
    old = START + one.day * DAY <= moment - 14 * DAY
    is_there = n not in one.misses and not one.unnamed
    return not one.fault and old and is_there and _through(store, one) >= 2 * n + 2


def _last_misses(store: Store, told: list[Said], n: int) -> bool:
    true = [one for one in told if not one.fault]
    if not true:
        return False
    _, last = max(enumerate(true), key=lambda one: (one[1].day, _through(store, one[1]), one[0]))
    return n in last.misses or bool(last.unnamed)


def _purge(store: Store, enrolment: Enrolment, now: datetime) -> Purged:
    copy = SecondCopy(store.folder / "lines", MASTER)
    with closing(open_reader(store.folder / FILE_NAME, MASTER)) as connection:
        photos = PhotoFiles(store.folder / "photos", MASTER)
        return purging.purge(connection, photos, copy, enrolment, now=now, backed_up=now)


def _spread(store: Store, folder: Path) -> SecondCopy:
    """The second copy once more, a segment for each line, as years would spread it."""
    copy = SecondCopy(folder / "spread", MASTER)
    for line in store.read(lambda c: list(journal.every(c))):
        frames = copy.framed(store.device, [line])
        copy._end = SEGMENT_BYTES  # the segment before is full
        copy.reserve(line.seq, len(frames))
        copy.append(frames)
    return copy
