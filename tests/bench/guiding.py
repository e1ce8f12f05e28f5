"""How long the three nearest relief points take to find: those of a district, and more than any city has."""

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from inspector_app.domain.place import Place
from inspector_app.domain.reference.nearest import nearest
from inspector_app.domain.reference.relief import ReliefPoint
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.unit.reference.points import LAT, LON, a_point

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HERE = Place(lat_e7=LAT, lon_e7=LON, address="纬四路与经三路口")
WIDE = 2_000_000  # a fifth of a degree around


def figures(ground: Ground) -> Iterator[Figure]:
    for count in (1_000, 100_000):
        points = _points(count)
        full = [replace(point, free_slots=0) for point in points]
        worst = statistics.median(_times(full, ground.runs))
        yield Figure(
            f"three nearest of {count:,} relief points".replace(",", " "),
            statistics.median(_times(points, ground.runs * 5)), "ms", note=f"all of them full: {worst:.1f} ms",
        )  # fmt: skip


def _points(count: int) -> list[ReliefPoint]:
    chance, one = random.Random(721), a_point()
    return [
        replace(one, id=str(n), lat_e7=LAT + chance.randint(-WIDE, WIDE), lon_e7=LON + chance.randint(-WIDE, WIDE))
        for n in range(count)
    ]


def _times(points: list[ReliefPoint], runs: int) -> Iterator[float]:
    for _ in range(runs):
        began = time.perf_counter()
        nearest(points, HERE, NOW, "food")
        yield (time.perf_counter() - began) * 1000
