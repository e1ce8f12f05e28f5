"""Places that are points: premises, car parks, relief points, assets, permits."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import shapely  # type: ignore[import-untyped]

from inspector_app.domain.reference import relief
from inspector_app.domain.reference.item import BadReference
from sync.server.desk import reference_rows
from sync.server.packs import cells, naming, shapes
from sync.server.packs.areas import Area
from sync.server.packs.codes import Codes
from sync.server.packs.folder import POINTS, Folder, Source
from sync.server.packs.ground import Ground
from sync.server.packs.ledger import BadRow, Ledger, Reason
from sync.server.packs.sources import Row
from sync.server.placing import ID

KINDS = {
    "relief_points": "relief",
    "car_parks": "car_park",
    "permits": "permit",
    "premises": "premises",
    "assets": "asset",
}
_MEANT = re.compile("[！（），：；？]")  # wide by right: Chinese is written so
NEAR_CM = 10_000  # places of one name as near as this are the same one, told twice
Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Point:
    """`body` is what the contract says for its kind, as a dictionary without empty values."""

    kind: str
    code: str
    name: str
    address: str
    at: shapes.Corner
    unit: str
    first: str
    last: str
    body: Body


def read(folder: Folder, areas: Sequence[Area], codes: Codes, ground: Ground, ledger: Ledger) -> list[Point]:
    """All points by kind, code and name."""
    districts = Districts(areas, codes)
    found: list[Point] = []
    for layer in POINTS:
        seen = cells.Seen()
        for source in folder.of(layer):
            reader = _Reader(source, found, districts, ledger, seen)
            found += cells.taken(source, cells.rows(source, ground, ledger), ledger, reader)
    return sorted(found, key=lambda one: (one.kind, one.code, one.name, one.address, one.at))


class Districts:
    """Which district a place lies in."""

    def __init__(self, areas: Sequence[Area], codes: Codes) -> None:
        self._known = [area for area in areas if area.kind == "district" and area.shape is not None]
        self._tree = shapely.STRtree([area.shape for area in self._known])
        self._codes = Codes({**codes.names, **{area.code: area.name for area in self._known}}, codes.also)

    def elsewhere(self, said: str, lon: float, lat: float) -> str:
        """The name of the district that holds the place, when another one was said; empty when that is right, or unknown."""
        code = self._codes.district(said)
        if not any(area.code == code for area in self._known):
            return ""
        held = self._tree.query(shapely.Point(lon, lat), predicate="intersects").tolist()
        if not held or any(self._known[place].code == code for place in held):
            return ""
        return self._known[int(held[0])].name


class _Reader:
    """Makes points of the rows of one file."""

    def __init__(
        self, source: Source, before: Sequence[Point], districts: Districts, ledger: Ledger, seen: cells.Seen
    ) -> None:
        self._source, self._districts, self._ledger, self._seen = source, districts, ledger, seen
        self._kind = KINDS[source.layer]
        self._named: dict[str, list[tuple[shapes.Corner, str]]] = {}
        self._codes = {point.code for point in before if point.kind == self._kind and point.code}

    def __call__(self, row: Row) -> Point:
        made = MAKERS[self._kind](row, shapes.point(row.shape))
        self._check_new(row, made)
        self._tell(row, made)
        return made

    def _check_new(self, row: Row, made: Point) -> None:
        if made.code:
            if made.code in self._codes:
                raise BadRow(Reason.DUPLICATE, f"code {made.code} stands there twice")
            self._codes.add(made.code)
        same = (naming.plain(made.name), naming.plain(made.address), made.at, made.first, made.code)
        self._seen.check(self._source, row, made.name, same)

    def _tell(self, row: Row, made: Point) -> None:
        file = self._source.path.name
        said = cells.text(row, "district")
        there = self._districts.elsewhere(said, made.at[0] / shapes.E7, made.at[1] / shapes.E7) if said else ""
        if there:
            text = f"{made.name} is said to lie in {said}, and lies in {there}"
            self._ledger.warn(file, row.where, Reason.WRONG_DISTRICT, text)
        for wide in filter(_is_wide, (made.name, made.address)):
            text = f"full-width signs in {wide}; it is found as {naming.plain(wide)}"
            self._ledger.warn(file, row.where, Reason.FULL_WIDTH, text)
        others = self._named.setdefault(naming.plain(made.name) if self._kind == "premises" else "", [])
        for at, where in others if made.name else ():
            if (apart := shapes.centimetres([at, made.at])) < NEAR_CM:
                text = f"{made.name}, {made.address}: perhaps the same as {where}, {round(apart / 100)} m away"
                self._ledger.warn(file, row.where, Reason.DUPLICATE, text)
        if self._kind == "premises":
            others.append((made.at, row.where))


def _is_wide(said: str) -> bool:
    rest = " ".join(_MEANT.sub("", said).split())
    return naming.plain(rest) != rest


def _point(row: Row, at: shapes.Corner, kind: str, body: Body, *, named: bool = False, coded: bool = False) -> Point:
    first, last = cells.span(row, needed=kind == "permit")
    code = cells.named_code(row, needed=coded)
    return Point(
        kind, code, cells.text(row, "name", needed=named), cells.text(row, "address"), at, cells.text(row, "unit"), first, last,
        {name: value for name, value in body.items() if value},
    )  # fmt: skip


def _texts(row: Row, *names: str) -> dict[str, object]:
    return {name: cells.text(row, name) for name in names}


def _premises(row: Row, at: shapes.Corner) -> Point:
    return _point(row, at, "premises", _texts(row, "type", "hours", "owner", "phone"), named=True)


def _car_park(row: Row, at: shapes.Corner) -> Point:
    counts = {name: cells.whole(row, name, 1_000_000) for name in ("spaces", "bicycles")}
    return _point(row, at, "car_park", counts | _texts(row, "hours", "phone"), named=True)


def _asset(row: Row, at: shapes.Corner) -> Point:
    body = {"class": cells.text(row, "class", needed=True)} | _texts(row, "owner", "phone")
    return _point(row, at, "asset", body, coded=True)


def _permit(row: Row, at: shapes.Corner) -> Point:
    body = {"permit": cells.text(row, "permit", needed=True)} | _texts(row, "holder", "use")
    return _point(row, at, "permit", body | {name: cells.whole(row, name) for name in ("area_dm2", "length_cm")})


def _relief(row: Row, at: shapes.Corner) -> Point:
    """As the feed states it, so that one reader understands both."""
    columns = reference_rows.RELIEF_POINT
    given = {name: row(name) for name in columns if row(name)}
    given |= {"lon": f"{at[0] / shapes.E7:.7f}", "lat": f"{at[1] / shapes.E7:.7f}"}
    code = cells.text(row, "code", needed=True, longest=64)
    try:
        body = reference_rows.body(given, columns)
        if "slots" in body:  # how many are free is told by the feed, day by day
            body.setdefault("free_slots", max(0, body["slots"] - body.get("charity_slots", 0)))
        relief.parse(code, body)
    except (BadReference, ValueError) as trouble:
        raise BadRow(Reason.BAD_VALUE, str(trouble)) from trouble
    if not ID.fullmatch(code):
        raise BadRow(Reason.BAD_VALUE, f"code: 1 to 64 of the signs 0-9 A-Z a-z . _ : -, not {code}")
    return _point(row, at, "relief", body, named=True)


MAKERS: Mapping[str, Callable[[Row, shapes.Corner], Point]] = {
    "premises": _premises, "car_park": _car_park, "asset": _asset, "permit": _permit, "relief": _relief,
}  # fmt: skip


def text_of(body: Body) -> str:
    """A body as the contract stores it."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
