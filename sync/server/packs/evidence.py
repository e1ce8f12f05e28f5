"""Whether a file's datum is what it is taken for: its rows name districts, streets and roads, and lie there in one of two readings only.

WGS-84 and GCJ-02 look alike, and are 500 m apart. Nothing is moved on a guess: what nobody said is told, and what the rows say against it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import comb

import shapely  # type: ignore[import-untyped]

from inspector_app.domain import datum
from sync.server.packs.folder import AREAS, Source
from sync.server.packs.ledger import BadFolder, Ledger, Reason
from sync.server.packs.shapes import Shape, middle
from sync.server.packs.sources import Row

MOST_ROWS = 5_000  # of a file that are asked, evenly spread
ONE_IN = 1_000  # how seldom luck alone may speak so
MOST = 4  # times as many rows against it as for it: then it is the file
AT_ROAD, BESIDE = (
    0.0009,
    0.0014,
)  # degrees: within 100 m of the road of the address, and 150 m farther in the other reading
PARENTS = (12, 9, 6)  # digits of the codes that a longer one may begin with
NAMES = {"": "WGS-84", "wgs84": "WGS-84", "cgcs2000": "CGCS2000", "gcj02": "GCJ-02"}


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Where what a row may name lies: `areas` by code and name, `roads` by name."""

    areas: Mapping[str, Shape] = field(default_factory=dict)
    roads: Mapping[str, Shape] = field(default_factory=dict)

    def with_areas(self, areas: Iterable[tuple[str, str, Shape]]) -> "Landmarks":
        """And these areas: code, name, outline."""
        found = dict(self.areas)
        for code, name, shape in areas:
            shapely.prepare(shape)
            found |= {code: shape, name: shape}
        return replace(self, areas=found)

    def with_roads(self, roads: Iterable[tuple[str, Shape]]) -> "Landmarks":
        """And these roads: name and line; of one name, all of its lines."""
        parts: dict[str, list[Shape]] = {}
        for name, line in roads:
            if len(name) > 1:
                parts.setdefault(name, []).append(line)
        return replace(self, roads={name: shapely.union_all(lines) for name, lines in parts.items()})


def tell(source: Source, crs: str, rows: Sequence[Row], landmarks: Landmarks, ledger: Ledger) -> None:
    """Tells where nobody said the datum of a file, and where some of its rows speak against what was said. Raises BadFolder where nearly
    all do that can: the whole file would lie 500 m off.
    """
    placed = [row for row in rows if row.shape is not None]
    if not placed:
        return
    said_datum = source.datum_with(crs)
    taken, other = NAMES[said_datum], "WGS-84" if said_datum == "gcj02" else "GCJ-02"
    bears, against = weighed(source.layer, placed, landmarks, is_gcj02=said_datum == "gcj02")
    told, name = bears + against, source.path.name
    speaks = f"{against} of the {told} rows that tell the two apart lie in the area or at the road that they name only if it is {other}"
    if is_clear(against, bears):
        said = f"said to be {taken}" if said_datum or crs else f"taken as {taken}, which nobody said"
        text = f"{said}, but {speaks}; look, and say datum in city.json"
        if against >= MOST * bears:
            raise BadFolder(f"{name}: {text}")
        ledger.warn(name, "file", Reason.WRONG_DATUM, text)
    elif not (said_datum or crs):
        rest = f"; {bears} of the {told} rows that tell it from GCJ-02 bear that out" if told else ""
        text = f"nobody said its datum: it is taken as {taken}{rest}; say it in city.json, or in its name (.wgs84., .gcj02.)"
        ledger.warn(name, "file", Reason.NO_DATUM, text)


def weighed(layer: str, placed: Sequence[Row], landmarks: Landmarks, *, is_gcj02: bool) -> tuple[int, int]:
    """How many rows lie where they say only as the file was taken, and how many only in the other reading."""
    asked = _Asked(layer, landmarks)
    move = datum.to_gcj02 if is_gcj02 else datum.to_wgs84
    votes = [0, 0]
    for row in placed[:: max(1, -(-len(placed) // MOST_ROWS))]:
        here = middle(row.shape)
        is_here, is_there = asked.fits(row, here, move(*here))
        if is_here != is_there:
            votes[is_there] += 1
    return votes[0], votes[1]


def is_clear(many: int, few: int) -> bool:
    """A sign test, one-sided: whether so many against so few are no luck."""
    total = many + few
    lucky = sum(comb(total, one) for one in range(many, total + 1))
    return lucky * ONE_IN < 1 << total


class _Asked:
    """What the rows of one layer name."""

    def __init__(self, layer: str, landmarks: Landmarks) -> None:
        self._known = landmarks
        self._by_code = layer in (*AREAS, "grids")
        self._areas, self._roads = _any(landmarks.areas), _any(landmarks.roads)

    def fits(self, row: Row, here: tuple[float, float], there: tuple[float, float]) -> tuple[bool, bool]:
        """Whether each of two places is where the row says."""
        spots = shapely.Point(here), shapely.Point(there)
        near, far = (self._to_road(row, spot) for spot in spots)
        if min(near, far) < AT_ROAD and abs(near - far) > BESIDE:
            return near < far, far < near
        area = self._area(row)
        if area is None:
            return False, False
        is_here, is_there = (bool(area.contains(spot)) for spot in spots)
        return is_here, is_there

    def _to_road(self, row: Row, spot: Shape) -> float:
        lines = [self._known.roads[name] for name in self._roads.findall(row("address"))]
        return min((float(line.distance(spot)) for line in lines), default=0.0)

    def _area(self, row: Row) -> Shape | None:
        """The outline of the smallest area that the row names, by its code, its address or its district."""
        code = row("code") if self._by_code else ""
        for digits in PARENTS:
            if len(code) > digits and code[:digits] in self._known.areas:
                return self._known.areas[code[:digits]]
        named = self._areas.findall(row("address"))
        said = named[-1] if named else row("district")
        exact = self._known.areas.get(said)
        begun = (shape for name, shape in self._known.areas.items() if said and name.startswith(said))
        return exact if exact is not None else next(begun, None)


def _any(names: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the names, the longest that fits."""
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)")
