"""What the reference pack of a city answers; storage reads it, tests fake it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from inspector_app.domain.geometry import Box
from inspector_app.domain.location import GridShape, Location, Nearby, Point, Spot
from inspector_app.domain.reference.alike import Likeness
from inspector_app.domain.reference.history import Counted, Entry
from inspector_app.domain.reference.suggestion import Suggestion


class City(Protocol):
    """Every question is answered on reader threads, and may raise StorageTrouble. Moments are aware."""

    def locate(self, spot: Spot, at: datetime) -> Location:
        """What was known of the spot on the day of `at`."""

    def grids(self, box: Box, at: datetime, *, most: int) -> Sequence[GridShape]:
        """The grids in the box on the day of `at`, at most so many."""
        ...

    def walks(self, spot: Spot, targets: Sequence[tuple[int, int]]) -> Sequence[int | None]:
        """The walk to each target (lat, lon) in whole metres along the network; None where the network tells none."""
        ...

    def nearest_points(self, spot: Spot, kind: str, at: datetime, *, most: int) -> Sequence[Nearby]:
        """The nearest points of a kind, the shortest walk first."""
        ...

    def suggestions(self, typed: str, here: Spot | None, *, most: int) -> Sequence[Suggestion]:
        """What a person may mean who has typed so much, the likeliest first."""
        ...

    def points_of(self, code: str, at: datetime) -> Sequence[Point]:
        """The points with this code that are valid on the day of `at`."""
        ...

    def points(self, kind: str, at: datetime, *, most: int) -> Sequence[Point]:
        """The points of a kind that are valid on the day of `at`, at most so many."""
        ...

    def history(self, subject: str) -> Counted | None:
        """What the pack says of a subject (`history.subject_key`); None of one that it does not know."""
        ...

    def happened(self, asked: Likeness) -> Sequence[tuple[str, Entry]]:
        """What the centre knew of the plate within a day, and of anybody near by within the half hour, each with its subject."""
        ...
