"""From the officer's F9 to durable, beside one fsynced commit of the same bytes on the same disk."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from inspector_app import bootstrap
from inspector_app.config import PACK
from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.devices.pictures import PictureReader
from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.ids import iso
from inspector_app.domain.photo import Origin, Photo
from inspector_app.domain.place import Place
from inspector_app.services import findings, photos
from inspector_app.storage import journal
from inspector_app.storage.store import Store
from tests import policies
from tests.bench import pictures
from tests.bench.ground import Ground, opened
from tests.bench.table import Figure

IN_A_RUN = 20  # each a commit and a comparison commit in turn


def figures(ground: Ground) -> Iterator[Figure]:
    store = opened(ground.own_laptop())
    bare = _bare_database(ground.folder / "bare.db")
    try:
        recording = Recording(store)
        ours, limits = [], []
        for body in recording.turns(IN_A_RUN * ground.runs):
            ours.append(recording.last_ms)
            limits.append(_commit(bare, body))
    finally:
        bare.close()
        store.close()
    yield Figure(
        "a finding with two photos recorded, durable", statistics.median(ours), "ms",
        "one fsynced SQLCipher commit of the same bytes", statistics.median(limits),
        "`findings.record` in its unit of work, with decision, chain, projections and the second copy (a second fsync); in a"
        f" database of {store_size(ground)}",
    )  # fmt: skip


def store_size(ground: Ground) -> str:
    return f"{sum(file.stat().st_size for file in ground.own_laptop().glob('patrol.db*')) / 1e6:.0f} MB"


class Recording:
    """Records findings of the worked cases, one after the other."""

    def __init__(self, store: Store):
        self.last_ms = 0.0
        self._store = store
        self._clock, self._ids = SystemClock(), OrderedIds()
        self._policy = bootstrap.load_policy(PACK)
        self._photos = [self._photo(number) for number in range(2)]

    def turns(self, count: int) -> Iterator[bytes]:
        """Yields, after each record, the bytes that its lines say; `last_ms` is how long it took."""
        for number in range(count):
            draft = self._draft(number)
            begun = time.perf_counter()
            with self._store.unit_of_work() as work:
                findings.record(work, draft, policy=self._policy, clock=self._clock)
            self.last_ms = (time.perf_counter() - begun) * 1000
            lines = self._store.read(lambda connection, draft=draft: journal.about(connection, draft.id))  # type: ignore[misc]
            yield b"".join(bytes(line.body) for line in lines)

    def _draft(self, number: int) -> Draft:
        facts: dict[str, Any] = dict(policies.cases()[number % len(policies.cases())]["input"])
        category = Category(facts.pop("category"))
        return Draft(
            self._ids(), category, iso(self._clock.now()), type_code="0301", facts=facts, photos=tuple(self._photos),
            place=Place(address=f"花园路{number}号门前"), note="劝导后自行离开。",
        )  # fmt: skip

    def _photo(self, number: int) -> Photo:
        file = pictures.scene(100 + number)
        return photos.take(self._store.photos, PictureReader(), file, file_name="IMG.jpg", origin=Origin.CAMERA)


def _bare_database(path: Path) -> Any:
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{bytes(32).hex()}'\"")
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE bodies (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")
    return connection


def _commit(connection: Any, body: bytes) -> float:
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO bodies (body) VALUES (?)", (body,))
    connection.execute("COMMIT")
    return (time.perf_counter() - begun) * 1000
