"""What a base map's metadata say, whoever wrote them: names differ, and nothing of it is believed without a look."""

import math
import re
from collections.abc import Mapping
from typing import Any

from inspector_app.domain.mercator import EDGE_LAT
from inspector_app.domain.tiles import MapCode, MapDatum, MapTrouble

DEEPEST = 22  # zoom
LONGEST = 200  # signs of a text that is shown
_DATUMS = {
    "wgs84": MapDatum.WGS84, "cgcs2000": MapDatum.CGCS2000, "epsg4326": MapDatum.WGS84, "epsg4490": MapDatum.CGCS2000,
    "gcj02": MapDatum.GCJ02,
}  # fmt: skip
_GRIDS = {"", "epsg3857", "epsg900913", "webmercator", "googlemaps", "xyz", "tms", "mercator"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAG = re.compile(r"<[^<>]{0,300}>")


def datum(told: Mapping[str, Any]) -> MapDatum:
    """WGS-84 where nothing is said."""
    said = _plain(told.get("datum"))
    if not said:
        return MapDatum.WGS84
    if said not in _DATUMS:
        raise MapTrouble(MapCode.MAP_WRONG_DATUM, said)
    return _DATUMS[said]


def check_grid(told: Mapping[str, Any]) -> None:
    """Raises MapTrouble for tiles that are not in the web's Mercator grid, such as 经纬度直投."""
    for name in ("crs", "srs", "projection"):
        said = _plain(told.get(name))
        if said not in _GRIDS:
            raise MapTrouble(MapCode.MAP_WRONG_GRID, said)


def bounds(values: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """West, south, east, north as they are, cut at the square's edge; raises MapTrouble where they are none."""
    if not any(values):  # never filled in
        return -180.0, -EDGE_LAT, 180.0, EDGE_LAT
    west, south, east, north = values
    if not all(map(math.isfinite, values)) or not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise MapTrouble(MapCode.MAP_WRONG_GRID, "bounds")
    return west, max(south, -EDGE_LAT), east, min(north, EDGE_LAT)


def zooms(lowest: int, highest: int) -> tuple[int, int]:
    if not 0 <= lowest <= highest <= DEEPEST:
        raise MapTrouble(MapCode.MAP_DAMAGED, "zooms")
    return lowest, highest


def words(told: Mapping[str, Any]) -> dict[str, str]:
    """Attribution, day and 审图号, as plain text of one line."""
    made = next((found[0] for name in ("made", "made_at", "date", "version") if (found := _day(told.get(name)))), "")
    approval = next((told[name] for name in ("approval", "审图号", "map_approval") if told.get(name)), "")
    return {"attribution": _line(told.get("attribution")), "made": made, "approval": _line(approval)}


def _day(value: Any) -> "re.Match[str] | None":
    return _DAY.match(value) if isinstance(value, str) else None


def _line(value: Any) -> str:
    text = _TAG.sub("", value[: 10 * LONGEST]) if isinstance(value, str) else ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST]


def _plain(value: Any) -> str:
    return re.sub(r"[^a-z0-9]", "", value[:LONGEST].lower()) if isinstance(value, str) else ""
