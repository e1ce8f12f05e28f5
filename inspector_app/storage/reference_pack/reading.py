"""Answers what the laptop looks up about its city, each thread on a connection of its own."""

import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from inspector_app.domain.geometry import Box
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.location import GridShape, Location, Nearby, Point, Spot
from inspector_app.domain.reference.alike import Likeness
from inspector_app.domain.reference.history import Counted, Entry
from inspector_app.domain.reference.suggestion import Suggestion
from inspector_app.storage.database import Connection
from inspector_app.storage.reference_pack import codes, histories, locating, names, walking
from inspector_app.storage.reference_pack.areas import Areas
from inspector_app.storage.reference_pack.names import Weights
from inspector_app.storage.reference_pack.opening import opened
from inspector_app.storage.trouble import StorageCode, StorageTrouble, coded


class PackReading:
    """Satisfies services.city_ports.City. Every call may raise StorageTrouble; `on_damage` hears of damaged pages.

    Whoever holds it gets answers, also when another pack has come into use meanwhile: its connections end with it.
    """

    def __init__(self, path: Path, key: bytes | None = None, *, on_damage: Callable[[], None] = lambda: None):
        self._path, self._key, self._on_damage = path, key, on_damage
        self._own = threading.local()
        self._opened: list[Connection] = []
        self._end = weakref.finalize(self, _close, self._opened)
        self._areas: Areas | None = None
        self._weights: Weights | None = None

    def check(self) -> None:
        """Opens it once; raises StorageTrouble for what this program cannot look things up in."""
        with self._connection():
            pass

    def locate(self, spot: Spot, at: datetime) -> Location:
        """What was known of the spot on the day of `at` (aware)."""
        with self._connection() as connection:
            if self._areas is None:
                self._areas = Areas.read(connection)
            return locating.located(connection, spot, _day(at), self._areas)

    def grids(self, box: Box, at: datetime, *, most: int) -> Sequence[GridShape]:
        """The grids in the box on the day of `at`, at most so many."""
        with self._connection() as connection:
            return locating.outlines(connection, box, _day(at), most=most)

    def walks(self, spot: Spot, targets: Sequence[tuple[int, int]]) -> Sequence[int | None]:
        """The walk to each target (lat, lon) in whole metres along the network; None where the network tells none."""
        with self._connection() as connection:
            return walking.walks(connection, spot, targets)

    def nearest_points(self, spot: Spot, kind: str, at: datetime, *, most: int) -> Sequence[Nearby]:
        """The nearest points of a kind, the shortest walk first."""
        with self._connection() as connection:
            return walking.nearest_points(connection, spot, kind, _day(at), most=most)

    def suggestions(self, typed: str, here: Spot | None, *, most: int) -> Sequence[Suggestion]:
        """What a person may mean who has typed so much, the likeliest first."""
        with self._connection() as connection:
            if self._weights is None:
                self._weights = Weights.read(connection)
            return names.suggestions(connection, self._weights, typed, here, most=most)

    def points_of(self, code: str, at: datetime) -> Sequence[Point]:
        """The points with this code that are valid on the day of `at`."""
        with self._connection() as connection:
            return codes.points_of(connection, code, _day(at))

    def points(self, kind: str, at: datetime, *, most: int) -> Sequence[Point]:
        """The points of a kind that are valid on the day of `at`, at most so many."""
        with self._connection() as connection:
            return codes.points_of_kind(connection, kind, _day(at), most)

    def history(self, subject: str) -> Counted | None:
        """What the pack says of a subject; None of one that it does not know."""
        with self._connection() as connection:
            return histories.history(connection, subject)

    def happened(self, asked: Likeness) -> Sequence[tuple[str, Entry]]:
        """What the centre knew of the plate within a day, and of anybody near by within the half hour, each with its subject."""
        with self._connection() as connection:
            return histories.happened(connection, asked)

    def close(self) -> None:
        """Lets go of the file now; for who knows that nobody asks any more."""
        self._end()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """This thread's connection. What a damaged page leads our own reading to is damage too."""
        try:
            with coded(self._on_damage):
                try:
                    yield self._mine()
                except ValueError as trouble:  # a shape that is none
                    raise StorageTrouble(StorageCode.DAMAGED, "reference pack") from trouble
        except StorageTrouble as trouble:
            if trouble.code is StorageCode.DAMAGED:  # never to be taken for the laptop's own database
                raise StorageTrouble(StorageCode.PACK_DAMAGED, trouble.detail) from trouble
            raise

    def _mine(self) -> Connection:
        if not self._end.alive:
            raise StorageTrouble(StorageCode.UNREADABLE, "closed")
        mine: Connection | None = getattr(self._own, "mine", None)
        if mine is None:
            mine = self._own.mine = opened(self._path, self._key)
            self._opened.append(mine)
        return mine


def _close(connections: list[Connection]) -> None:
    for connection in connections:
        connection.close()


def _day(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%Y-%m-%d}"
