"""Where rows lie: any datum or CRS made WGS-84, and positions that cannot be in this city found out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyproj
import shapely  # type: ignore[import-untyped]
from pyproj.exceptions import CRSError

from inspector_app.domain import datum
from sync.server.packs.evidence import Landmarks
from sync.server.packs.folder import CITY, Source, says_gcj02
from sync.server.packs.ledger import BadFolder, Ledger, Reason
from sync.server.packs.shapes import Shape, middle
from sync.server.packs.sources import Row, Table

WEB_MERCATOR = 3857
CHINA = (73.0, 3.0, 136.0, 54.0)  # west, south, east, north
MARGIN = 0.02  # degrees around the city: some 2 km
MOST_SWAPPED = 0.5  # of a file's rows: then it is the file, and not a row
# CGCS2000 is taken as WGS-84: they differ by centimetres. Older datums (Beijing 1954, Xi'an 1980) lie up to 100 m off, and what
# leads from them to here is secret.
TAKEN = ("World Geodetic System 1984", "China 2000", "China Geodetic Coordinate System 2000")
Bounds = tuple[float, float, float, float]


def located(source: Source, table: Table) -> Iterator[Row]:
    """The rows with their shapes in WGS-84, longitude first. Raises BadFolder for coordinates that cannot be converted."""
    steps = [_projected(source, table.crs)] if table.crs and not says_gcj02(table.crs) else []
    if source.datum_with(table.crs) == "gcj02":
        steps.append(_from_gcj02)
    for row in table.rows:
        for convert in steps if row.shape is not None else ():
            row = replace(row, shape=shapely.transform(row.shape, convert))
        yield row


def _as_it_is(corners: Any) -> Any:
    return corners


def _from_gcj02(corners: Any) -> Any:
    return np.array([datum.to_wgs84(lon, lat) for lon, lat in corners.tolist()]).reshape(-1, 2)


def _projected(source: Source, crs: str) -> Any:
    """What takes the corners of a CRS to degrees; who said a datum of the file is believed more than its CRS."""
    name = source.path.name
    try:
        told = pyproj.CRS.from_user_input(crs)
    except CRSError as trouble:
        if source.datum:
            return _as_it_is
        raise BadFolder(f"{name}: nobody knows the CRS {crs[:60]!r}") from trouble
    geodetic = told.geodetic_crs
    frame = geodetic.datum.name if geodetic is not None and geodetic.datum is not None else "no datum"
    if not frame.startswith(TAKEN) and not source.datum:
        raise BadFolder(
            f"{name} is in {told.name} ({frame}): only WGS-84, CGCS2000 and GCJ-02 can be converted exactly; convert it first"
        )
    if told.is_geographic or geodetic is None:
        return _as_it_is
    move = pyproj.Transformer.from_crs(told, geodetic, always_xy=True)
    return lambda corners: np.column_stack(move.transform(corners[:, 0], corners[:, 1]))


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the city is. `districts` are its districts in one, None where none are known: then only `bounds` count.

    `landmarks` are what rows may name.
    """

    bounds: Bounds = CHINA
    districts: Shape | None = None
    landmarks: Landmarks = field(default_factory=Landmarks)

    @staticmethod
    def of(shapes: Iterable[Shape]) -> "Ground":
        """The ground of a city whose districts these are; China where there are none."""
        known = [shape for shape in shapes if shape.area]
        if not known:
            return Ground()
        whole = shapely.union_all([shapely.make_valid(shape) for shape in known])
        near = shapely.buffer(shapely.simplify(whole, MARGIN / 20), MARGIN / 10)
        shapely.prepare(near)
        west, south, east, north = whole.bounds
        return Ground((west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN), near)

    def inside(self, source: Source, rows: Iterable[Row], ledger: Ledger) -> Iterator[Row]:
        """Rows that lie in the city; the others are told. Raises BadFolder when the whole file lies elsewhere."""
        held = list(rows)
        placed = [row for row in held if row.shape is not None]
        faults = {row.where: fault for row in placed if (fault := self._fault(row.shape)) is not None}
        self._refuse_whole(source, placed, list(faults.values()))
        for row in held:
            fault = faults.get(row.where)
            if fault is None:
                yield row
            elif row.shape is not None:
                ledger.reject(source.path.name, row.where, fault, _said(fault, row.shape))

    def _fault(self, shape: Shape | None) -> Reason | None:
        assert shape is not None
        if not _within(shape.bounds, self.bounds):
            west, south, east, north = shape.bounds
            return Reason.SWAPPED if _within((south, west, north, east), self.bounds) else Reason.OUTSIDE
        if self.districts is not None and not self.districts.intersects(shape if shape.is_valid else shape.envelope):
            return Reason.OUTSIDE
        return None

    def _refuse_whole(self, source: Source, rows: Sequence[Row], faults: list[Reason]) -> None:
        name, placed, swapped = source.path.name, len(rows), faults.count(Reason.SWAPPED)
        if swapped > placed * MOST_SWAPPED:
            raise BadFolder(f"{name}: latitude and longitude stand in each other's place ({swapped} of {placed} rows)")
        if placed and len(faults) == placed:
            west, south, east, north = self.bounds
            raise BadFolder(
                f"{name}: nothing of it lies in the city, between {west:.2f},{south:.2f} and {east:.2f},{north:.2f}; "
                f"{_instead(middle(rows[0].shape), self.bounds)}"
            )


def _instead(spot: tuple[float, float], bounds: Bounds) -> str:
    """What coordinates may be that lie nowhere in the city."""
    if abs(spot[0]) <= 180 and abs(spot[1]) <= 180:
        return "its datum or CRS is another one, or it is of another city"
    numbers = f"{spot[0]:.0f}, {spot[1]:.0f} are no degrees"
    for crs in _metric((bounds[0] + bounds[2]) / 2):
        move = pyproj.Transformer.from_crs(crs, pyproj.CRS(crs).geodetic_crs, always_xy=True)
        for how, given in (("", spot), (" with north before east: exchange the two, and", spot[::-1])):
            lon, lat = move.transform(*given)
            if _within((lon, lat, lon, lat), bounds):
                wanted = f"metres of EPSG:{crs}, by which it would{how or ':'}"
                return f"{numbers}, but {wanted} export it in degrees, or say crs in {CITY}"
    return f"{numbers}: export it in degrees of CGCS2000 or WGS-84, or say crs in {CITY}"


def _metric(lon: float) -> tuple[int, ...]:
    """What metres are given in there: Web Mercator, CGCS2000 in zones of three and of six degrees, without their number and with it."""
    three, six = round(lon / 3) - 25, int(lon // 6) - 12  # from the first zones of China, 25 and 13
    return WEB_MERCATOR, 4534 + three, 4513 + three, 4502 + six, 4491 + six


def _within(inner: Bounds, outer: Bounds) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _said(fault: Reason, shape: Shape) -> str:
    lon, lat = middle(shape)
    if fault is Reason.SWAPPED:
        return f"lon {lon:.5f} and lat {lat:.5f} stand in each other's place"
    return f"lon {lon:.5f}, lat {lat:.5f} is not in the city"
