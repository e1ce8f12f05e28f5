"""A base map in one MBTiles file: an SQLite database of tiles, whose rows count from the south. Read-only, and bounded."""

import math
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2 as sqlite

from inspector_app.domain import mercator
from inspector_app.domain.tiles import MapCode, MapTrouble, TileFacts, TileKind
from inspector_app.storage.tiles import told
from inspector_app.storage.tiles.unpacking import MOST_TILE, tile_of

KINDS = {"pbf": TileKind.VECTOR, "mvt": TileKind.VECTOR} | dict.fromkeys(
    ("png", "png8", "jpg", "jpeg", "webp"), TileKind.RASTER
)
MOST_SAID = 500  # rows of metadata
FUNCTIONS = ("length", "min", "max")
LOOK_EVERY, MOST_LOOKS = 100_000, 200  # steps of SQLite's machine: a question that takes more is a trap
_TILE = """SELECT length(tile_data), CASE WHEN length(tile_data) <= ? THEN tile_data END FROM tiles
WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"""


class MbTiles:
    """Satisfies services.map_ports.Tiles."""

    def __init__(self, connection: Any, facts: TileFacts, *, from_north: bool = False):
        self._connection, self._facts, self._from_north = connection, facts, from_north
        self._alone = threading.Lock()

    @property
    def facts(self) -> TileFacts:
        return self._facts

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The unpacked tile; None where there is none. Raises MapTrouble."""
        if not self._facts.may_have(z, x, y):
            return None
        with self._alone:
            row = y if self._from_north else (1 << z) - 1 - y
            found = _asked(self._connection, _TILE, MOST_TILE, z, x, row)
        if not found:
            return None
        if not isinstance(found[0][1], bytes):
            raise MapTrouble(MapCode.TILE_DAMAGED, "too long, or no bytes")
        return tile_of(found[0][1])

    def close(self) -> None:
        with self._alone:
            self._connection.close()


def open_mbtiles(path: Path) -> MbTiles:
    """The map; its file is never written, not even beside it. Raises MapTrouble."""
    try:
        # Immutable: another program that writes it meanwhile is no concern of ours, and no journal is looked for.
        connection = sqlite.connect(
            f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    except sqlite.Error as trouble:
        raise MapTrouble(MapCode.MAP_UNREADABLE) from trouble
    try:
        for pragma in ("query_only = 1", "trusted_schema = 0", "cell_size_check = 1", "cache_size = -4000"):
            _asked(connection, f"PRAGMA {pragma}")
        _check_plain(connection)
        facts = _facts(connection)
        return MbTiles(connection, facts, from_north=_counts_from_north(connection, facts))
    except BaseException:
        connection.close()
        raise


def _check_plain(connection: Any) -> None:
    """From here on nothing is worked out but what we ask: tables may be views, and a view may ask for a gigabyte in one step."""
    if _asked(connection, "SELECT 1 FROM sqlite_schema WHERE instr(sql, '||') LIMIT 1"):  # what no authorizer sees
        raise MapTrouble(MapCode.MAP_DAMAGED, "texts are put together")
    connection.set_authorizer(_judge)


def _judge(action: int, _one: str | None, function: str | None, *_rest: str | None) -> int:
    is_plain = action in (sqlite.SQLITE_SELECT, sqlite.SQLITE_READ)
    is_ours = action == sqlite.SQLITE_FUNCTION and function in FUNCTIONS
    verdict: int = sqlite.SQLITE_OK if is_plain or is_ours else sqlite.SQLITE_DENY
    return verdict


def _facts(connection: Any) -> TileFacts:
    said = {
        name.lower(): value
        for name, value in _asked(connection, "SELECT name, value FROM metadata LIMIT ?", MOST_SAID)
        if isinstance(name, str) and isinstance(value, str)
    }
    told.check_grid(said)
    kind = KINDS.get(said.get("format", "png").strip().lower())
    if kind is None:
        raise MapTrouble(MapCode.MAP_KIND_UNKNOWN, said["format"][:20])
    lowest, highest = told.zooms(_zoom(connection, said, "min"), _zoom(connection, said, "max"))
    return TileFacts(kind, lowest, highest, told.bounds(_bounds(said)), told.datum(said), **told.words(said))


def _zoom(connection: Any, said: dict[str, str], which: str) -> int:
    try:
        return int(said[f"{which}zoom"])
    except (KeyError, ValueError):
        # Each by its own question: only so SQLite looks it up in the index.
        found = _asked(connection, f"SELECT {which}(zoom_level) FROM tiles")[0][0]  # noqa: S608
    if not isinstance(found, int):
        raise MapTrouble(MapCode.MAP_DAMAGED, "no tiles")
    return found


def _counts_from_north(connection: Any, facts: TileFacts) -> bool:
    """Whether the rows count from the north, as some makers have them against the format; what they say of it is often wrong, so
    the bounds decide: only the one way a tile lies within them."""
    found = _asked(connection, "SELECT tile_row FROM tiles WHERE zoom_level = ? LIMIT 1", facts.max_zoom)
    if not found or not isinstance(found[0][0], int):
        return False
    side, row = 1 << facts.max_zoom, found[0][0]
    north, south = (mercator.y_of(facts.bounds[edge]) * side for edge in (3, 1))
    return not north - 1 < side - 1 - row < south and north - 1 < row < south


def _bounds(said: dict[str, str]) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in said.get("bounds", "-180,-85,180,85").split(","))
    except ValueError:
        return (math.nan,) * 4
    return west, south, east, north


def _asked(connection: Any, question: str, *values: int) -> list[Any]:
    looks = iter(range(MOST_LOOKS))
    try:
        connection.set_progress_handler(lambda: next(looks, -1) < 0, LOOK_EVERY)
        found: list[Any] = connection.execute(question, values).fetchmany(MOST_SAID)
    except (sqlite.Error, UnicodeError, MemoryError, OverflowError) as trouble:
        code = getattr(trouble, "sqlite_errorcode", 0) & 0xFF
        is_map = code != sqlite.SQLITE_ERROR  # such as: no such table
        raise MapTrouble(MapCode.MAP_DAMAGED if is_map else MapCode.NOT_A_MAP, type(trouble).__name__) from trouble
    return found
