"""What a centre tells, taken into a laptop's real store and looked up again: nothing that it says may spoil the page of a person."""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

import msgspec

from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.services import approvals, calendars, relief, surroundings
from inspector_app.services.ports import Reads
from inspector_app.storage import inbox
from inspector_app.storage.database import Connection
from inspector_app.storage.reading import Reading
from inspector_app.storage.store import Store
from sync.client import http
from sync.protocol.messages import PullAnswer
from tests.fuzz import places
from tests.fuzz.law import Target
from tests.fuzz.strange import changed, damaged
from tests.storage import builders

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
PLACE = Place(source=PlaceSource.RECEIVER, lat_e7=347_466_000, lon_e7=1_136_254_000, address="花园路 12 号")
DRAFT = Draft(
    "f-1", Category.STALL, "2026-11-26T03:00:00.000Z", facts={"goods": "snacks", "plate": "豫A12345"}, place=PLACE
)
POINT = {
    "name": "花园路疏导点", "address": "花园路", "lat_e7": 347_466_000, "lon_e7": 1_136_250_000, "slots": 9, "charity_slots": 1,
    "free_slots": 4, "free_at": "2026-11-26T00:00:00.000Z", "hours": [["05:00", "07:30"], ["19:00", "01:00"]], "days": [1, 4],
    "goods": ["snacks"], "manager": "王", "phone": "1", "held": [{"until": "2026-11-26T09:00:00.000Z", "slots": 1}],
}  # fmt: skip
STATED: dict[str, dict[str, Any]] = {
    "relief_point": POINT,
    "street": {
        "name": "花园路", "version": 2, "mode": "guide", "zone": "regulated", "hours": [["06:00", "09:00"]], "line": "线内",
        "tolerance": "早市", "first": "2026-01-01", "last": "2026-12-31",
    },
    "campaign": {"name": "专项", "first": "2026-11-01", "last": "2026-11-30", "streets": ["花园路"], "categories": ["stall"]},
    "history": {"subject": "豫A12345", "entries": [{"at": "2026-11-01T02:00:00.000Z", "what": "warned", "category": "stall", "until": ""}]},
    "leader": {"number": "7", "name": "周正", "salt": "00" * 16, "verifier": "11" * 32, "cost": 16384},
    "calendar": {"2026": {"off": ["2026-10-01"], "work": ["2026-10-10"]}},
    "later": {"x": 1},
}  # fmt: skip
TASK = {
    "task": "t-1", "kind": "verify", "title": "核实", "note": "", "address": "花园路", "lat_e7": 1, "lon_e7": 2, "due": "", "about": "",
    "created_at": "2026-11-26T00:00:00.000Z",
}  # fmt: skip
ITEMS: list[tuple[str, str, dict[str, Any]]] = [
    ("task.assigned", "t-1", TASK), ("task.withdrawn", "t-1", {"task": "t-1"}), ("task.closed", "t-1", {"task": "t-1", "state": "closed"}),
    ("hold.answered", "m-1", {"measure": "m-1", "confirmed": True, "reason": ""}), ("reference.gone", "x", {"kind": "street", "id": "x"}),
    *(("reference.stated", "x", {"kind": kind, "id": "x", "version": 3, "body": body, "valid_from": "", "valid_to": ""})
      for kind, body in STATED.items()),
]  # fmt: skip


class _Undone(Exception):
    """Takes back what an input wrote: the next one finds the same store."""


@cache
def store() -> Store:
    opened = builders.opened(places.folder("laptop"))
    atexit.register(opened.close)
    return opened


def _pages(chance: Random) -> bytes:
    chosen = [chance.choice(ITEMS) for _ in range(chance.choice((1, 1, 2, 3)))]
    items = [{"n": n, "kind": kind, "about": about, "body": body} for n, (kind, about, body) in enumerate(chosen, 1)]
    if chance.random() < 0.7:
        place = chance.randrange(len(items))
        items[place] = {**items[place], "body": changed(chance, items[place]["body"])}
    tree: Any = {"pages": [{"bucket": "area/all", "items": items, "head": len(items)}]}
    body = msgspec.json.encode(tree if chance.random() < 0.7 else changed(chance, tree))
    return damaged(chance, body) if chance.random() < 0.15 else body


def _take(content: bytes) -> None:
    answer = http.decoded(content, PullAnswer)
    with _taken_back() as connection:
        inbox.apply(connection, answer.pages)
        inbox.apply(connection, answer.pages)
        inbox.marks(connection)
        _look(_Here(connection))


@contextmanager
def _taken_back() -> Iterator[Connection]:
    try:
        with store().writing() as connection:
            yield connection
            raise _Undone
    except _Undone:
        pass


class _Here(Reading):
    """Every question that a screen may ask, asked within the transaction that wrote the answers."""

    def __init__(self, connection: Connection) -> None:
        self._here = connection
        self._identity = store().identity
        self._city = None  # no reference pack

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        yield self._here


def _look(reads: Reads) -> None:
    """What the record page, the list of tasks and the desk ask when an officer opens them."""
    known, asked = surroundings.known(reads, NOW), surroundings.asks(DRAFT)
    assert asked is not None
    known.facts(DRAFT, surroundings.past(reads, asked, NOW))
    known.relief.offers(DRAFT, NOW)
    known.relief.free(NOW)
    relief.refused(reads, "")
    calendars.stated(reads, NOW)
    approvals.known(reads, NOW)
    reads.tasks()
    reads.sync_overview()


TARGETS = [Target("feed", _pages, _take, weight=1.5, is_centre=False)]
