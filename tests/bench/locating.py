"""How long a fix takes to become a grid, a street, a road and a door, and a typed word a list, with 100 000 grids and 100 000 names."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from inspector_app.domain.location import Spot
from inspector_app.storage.reference_pack.opening import opened
from inspector_app.storage.reference_pack.reading import PackReading
from tests.bench.ground import Ground
from tests.bench.table import Figure, medians
from tests.reference_packs import LAT, LON, SIDE, city

GRIDS, NAMES, ASKED = 100_000, 100_000, 200
LIMIT_MS, TYPED_MS, LETTER_MS = 5.0, 10.0, 50.0
NOW = datetime(2026, 11, 22, 1, 14, tzinfo=UTC)
KEY = bytes(range(32))
TYPED = ("金水", "金水路", "j", "js", "jsl", "jinshui", "面", "面馆", "烩miang", "经3路12", "huayuan", "z")
LETTERS = ("j", "s", "sh", "z", "路", "1")  # what most names begin with, or hold


def figures(ground: Ground) -> Iterator[Figure]:
    path = city(GRIDS, NAMES).made(ground.folder / "reference.db", KEY)
    reading, plain = PackReading(path, KEY), opened(path, KEY)
    try:
        yield from _figures(ground.runs, reading, plain)
    finally:
        reading.close()
        plain.close()


def _figures(runs: int, reading: PackReading, plain: Any) -> Iterator[Figure]:
    chance = random.Random(721)
    wide = int(GRIDS**0.5) * SIDE
    spots = [Spot(LAT + chance.randrange(wide), LON + chance.randrange(wide), 8_000) for _ in range(ASKED)]
    ours, bare = medians(
        runs,
        lambda: statistics.median(_times(lambda spot: reading.locate(spot, NOW), spots)),
        lambda: statistics.median(_times(lambda spot: _bare(plain, spot), spots)),
    )
    slow = max(_times(lambda spot: reading.locate(spot, NOW), spots))
    yield Figure(
        f"a fix becomes grid, street, road, door and unit, of {_grouped(GRIDS)} grids", ours, "ms", "asked for", LIMIT_MS,
        f"encrypted; slowest of {ASKED}: {slow:.1f} ms; the grid's box alone in plain SQL: {bare:.2f} ms",
    )  # fmt: skip
    walks = statistics.median(_times(lambda spot: reading.nearest_points(spot, "premises", NOW, most=3), spots[:20]))
    yield Figure(
        "… three nearest points by the walk on the ways", walks, "ms", note="ways of the whole city, read ring by ring"
    )
    here = spots[0]
    reading.suggestions("金", here, most=8)  # reads what names weigh
    typed = _times(lambda text: reading.suggestions(text, here, most=8), TYPED * runs)
    yield Figure(
        f"an address or a shop found while it is typed, of {_grouped(NAMES)}", statistics.median(typed), "ms", "asked for",
        TYPED_MS, f"slowest of {len(TYPED)} inputs: {max(typed):.1f} ms",
    )  # fmt: skip
    letters = _times(lambda text: reading.suggestions(text, here, most=8), LETTERS * runs)
    yield Figure(
        "… from one letter or sign that thousands begin with, the slowest", max(letters), "ms", "asked for", LETTER_MS,
        "the nearest of all that begin so, not of the first",
    )  # fmt: skip


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _bare(plain: Any, spot: Spot) -> object:
    return plain.execute(
        "SELECT code, shape FROM grids_box b JOIN grids g ON g.id = b.id"
        " WHERE west <= ?1 AND east >= ?1 AND south <= ?2 AND north >= ?2",
        (spot.lon_e7, spot.lat_e7),
    ).fetchall()


def _times(deed: Callable[[Any], object], asked: Any) -> list[float]:
    times = []
    for one in asked:
        begun = time.perf_counter()
        deed(one)
        times.append((time.perf_counter() - begun) * 1000)
    return times
