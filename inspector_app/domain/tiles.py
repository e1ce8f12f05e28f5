"""What a base map says of itself, and what can be wrong with one."""

from dataclasses import dataclass
from enum import StrEnum


class TileKind(StrEnum):
    VECTOR = "vector"  # Mapbox Vector Tiles
    RASTER = "raster"  # pictures: PNG, JPEG, WebP


class MapDatum(StrEnum):
    """Where the map's coordinates come from. CGCS2000 equals WGS-84 within centimetres, GCJ-02 is 100 to 700 m off."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"


class MapCode(StrEnum):
    """What keeps a base map from being shown."""

    NOT_A_MAP = "not_a_map"
    NEWER_MAP = "newer_map"  # a version of the format that this program does not know
    MAP_TRUNCATED = "map_truncated"
    MAP_DAMAGED = "map_damaged"
    MAP_KIND_UNKNOWN = "map_kind_unknown"  # pictures or a compression that this program cannot read
    MAP_WRONG_GRID = "map_wrong_grid"  # not in the web's Mercator grid
    MAP_WRONG_DATUM = "map_wrong_datum"  # a datum that nobody can convert here
    MAP_UNREADABLE = "map_unreadable"  # the disk or its permissions refuse
    TILE_DAMAGED = "tile_damaged"  # only this tile


class MapTrouble(Exception):
    """A coded trouble with a base map; `detail` is for logs."""

    def __init__(self, code: MapCode, detail: str = ""):
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class TileFacts:
    """`bounds` are west, south, east, north in degrees. `made` is a day or empty, `approval` the 审图号 or empty."""

    kind: TileKind
    min_zoom: int
    max_zoom: int
    bounds: tuple[float, float, float, float]
    datum: MapDatum = MapDatum.WGS84
    attribution: str = ""
    made: str = ""
    approval: str = ""

    @property
    def middle(self) -> tuple[float, float]:
        """Latitude and longitude of the middle."""
        west, south, east, north = self.bounds
        return (south + north) / 2, (west + east) / 2

    def may_have(self, z: int, x: int, y: int) -> bool:
        """Whether there is such a tile at a zoom of this map."""
        return self.min_zoom <= z <= self.max_zoom and 0 <= x < 1 << z and 0 <= y < 1 << z
