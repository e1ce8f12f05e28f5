"""What the tests of storage are told with: a clock and ids that stand still enough, findings, photos, and a laptop's folder."""

import hashlib
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from inspector_app.domain.events import FindingRecorded, PhotoTaken, ShiftOpened
from inspector_app.domain.finding import Category, Draft, Override, Tier
from inspector_app.domain.ids import uuid7
from inspector_app.domain.judgement import Judgement
from inspector_app.domain.officer import Officer
from inspector_app.domain.photo import Origin, Photo
from inspector_app.domain.place import Place
from inspector_app.storage.opening import open_store
from inspector_app.storage.store import Store

MASTER = bytes(range(32))
LI = Officer("410105-0317", "李敏", "豫A-0317")
WANG = Officer("410105-0288", "王强", "豫A-0288")


class TickingClock:
    """A moment later at every look."""

    def __init__(self) -> None:
        self._moment = datetime(2026, 11, 22, 1, 0, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self._moment += timedelta(milliseconds=7)
        return self._moment


CLOCK = TickingClock()
_counter = itertools.count(10_000)  # the first ones stand in the vectors


def next_id() -> str:
    """Ids in order, never the same twice in one test process."""
    n = next(_counter)
    return uuid7(1_795_000_000_000 + n, n.to_bytes(10, "big"))


def opened(folder: Path, *, master: bytes = MASTER, device: str = "") -> Store:
    return open_store(folder, master, clock=CLOCK, ids=next_id, device=device)


@contextmanager
def laptop(folder: Path) -> Iterator[Store]:
    """An open store that is closed in the end, whatever happens."""
    store = opened(folder)
    try:
        yield store
    finally:
        store.close()


def backed_up(store: Store) -> Path:
    """A backup that was made now."""
    assert store.upkeep.backup()
    return max((store.folder / "backup").glob("*.db"))


def a_judgement(**changed: Any) -> Judgement:
    said: dict[str, Any] = {
        "tier": Tier.SERVICE, "primary": "ST_GUIDE_RP", "reasons": ("ST_GUIDE_RP",), "fine_gate": "none", "flags": (),
        "refer": (), "missing": (), "measures": ("guide_relief_point",), "provisional": False, "pack": "721-v1",
        "pack_digest": "0" * 64,
    }  # fmt: skip
    return Judgement(**said | changed)


def a_finding(name: str, **changed: Any) -> FindingRecorded:
    said: dict[str, Any] = {
        "about": name, "shift": "shift-1", "category": Category.STALL, "type_code": "0501", "code_table": "default-2026",
        "observed_at": "2026-11-22T01:14:05.000Z", "utc_offset_min": 480, "place": Place(address="经三路与纬四路口"),
        "facts": {"category": "stall", "form": "mobile_vendor"}, "judgement": a_judgement(), "override": None,
        "tier": Tier.SERVICE, "party": "", "party_absent": False, "note": "", "photos": (), "evidence_imported": False,
    }  # fmt: skip
    return FindingRecorded(**said | changed)


def a_shift(name: str = "shift-1", officer: Officer = LI, second: Officer | None = None) -> ShiftOpened:
    return ShiftOpened(name, officer, second, "花园路中队", "08:00", "16:00")


def a_photo(original: bytes) -> Photo:
    sha256 = hashlib.sha256(original).hexdigest()
    return Photo(sha256, len(original), "image/jpeg", Origin.CAMERA, 4, 3)


def a_draft(name: str, **changed: Any) -> Draft:
    return Draft(**{"id": name, "category": Category.STALL, "observed_at": "2026-11-22T01:14:05.000Z"} | changed)


def an_override(tier: Tier = Tier.ENFORCEMENT) -> Override:
    return Override(tier, "屡教不改", LI.number)


def record(store: Store, *events: Any, officer: str = LI.number) -> list[str]:
    """The events as lines of one transaction; their ids."""
    with store.unit_of_work() as uow:
        return [uow.record(event, officer=officer, at=CLOCK.now()) for event in events]


def record_finding(store: Store, name: str, *originals: bytes, **changed: Any) -> None:
    """A finding with its photos, as a save on the screen does it."""
    for original in originals:
        store.photos.keep(original)
    taken = [PhotoTaken(name, a_photo(original)) for original in originals]
    digests = tuple(one.photo.sha256 for one in taken)
    record(store, a_finding(name, photos=digests, **changed), *taken)


def tables_of(store: Store, *names: str) -> dict[str, list[Any]]:
    """Every row of the tables, for comparing."""
    return {name: store.read(_rows(name)) for name in names}


def _rows(name: str) -> Callable[[Any], list[Any]]:
    return lambda connection: sorted(connection.execute(f"SELECT * FROM {name}").fetchall())
