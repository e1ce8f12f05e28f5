"""A base map in one PMTiles file (version 3): a header, directories, and tiles that are read one by one."""

import json
import struct
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from inspector_app.domain.tiles import MapCode, MapTrouble, TileFacts, TileKind
from inspector_app.storage.tiles import directory, told
from inspector_app.storage.tiles.directory import Directory
from inspector_app.storage.tiles.unpacking import MOST_TILE, gunzipped, tile_of

MAGIC, HEADER = b"PMTiles", 127
VERSION = 3
NONE, GZIP = 1, 2
KINDS = {1: TileKind.VECTOR, 2: TileKind.RASTER, 3: TileKind.RASTER, 4: TileKind.RASTER}  # MVT, PNG, JPEG, WebP
MOST_METADATA = 1_000_000
DEEPEST = 4  # directories above one another
LEAVES, LEAF_ENTRIES = 64, 400_000  # kept in memory, 32 bytes an entry: at most 13 MB


class Section(NamedTuple):
    """A part of the file."""

    begin: int
    length: int

    def holds(self, offset: int, length: int) -> bool:
        return length > 0 and offset + length <= self.length


class PmTiles:
    """Satisfies services.map_ports.Tiles."""

    def __init__(self, file: BinaryIO, facts: TileFacts, root: Directory, leaves: Section, data: Section, packing: int):
        self._file, self._facts, self._root = file, facts, root
        self._leaves, self._data, self._packing = leaves, data, packing
        self._kept: OrderedDict[int, Directory] = OrderedDict()
        self._alone = threading.Lock()

    @property
    def facts(self) -> TileFacts:
        return self._facts

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The unpacked tile; None where there is none. Raises MapTrouble."""
        if not self._facts.may_have(z, x, y):
            return None
        with self._alone:
            place = self._find(directory.tile_id(z, x, y))
            packed = self._read(self._data, *place, most=MOST_TILE) if place is not None else None
        return tile_of(packed) if packed is not None else None

    def close(self) -> None:
        with self._alone:
            self._file.close()

    def _find(self, tile_id: int) -> tuple[int, int] | None:
        looked = self._root
        for _ in range(DEEPEST):
            entry = looked.entry(tile_id)
            if entry is None:
                return None
            if entry.run:
                return entry.offset, entry.length
            looked = self._leaf(entry.offset, entry.length)
        raise MapTrouble(MapCode.MAP_DAMAGED, "directories without end")

    def _leaf(self, offset: int, length: int) -> Directory:
        kept = self._kept.get(offset)
        if kept is None:
            packed = self._read(self._leaves, offset, length, most=directory.MOST_BYTES)
            kept = self._kept[offset] = _directory(packed, self._packing)
            while len(self._kept) > LEAVES or sum(len(one.firsts) for one in self._kept.values()) > LEAF_ENTRIES:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(offset)
        return kept

    def _read(self, section: Section, offset: int, length: int, *, most: int) -> bytes:
        if not section.holds(offset, length) or length > most:
            raise MapTrouble(MapCode.TILE_DAMAGED, "outside of the file")
        try:
            return _exactly(self._file, section.begin + offset, length)
        except ValueError as closed:  # the file, while a tile was still wanted
            raise MapTrouble(MapCode.MAP_UNREADABLE, "closed") from closed


def open_pmtiles(path: Path) -> PmTiles:
    """The map, with its header, root and metadata read and believed only within the file. Raises MapTrouble, OSError."""
    file = path.open("rb", buffering=0)
    try:
        return _opened(file, path.stat().st_size)
    except BaseException:
        file.close()
        raise


def _opened(file: Any, size: int) -> PmTiles:
    head = file.read(HEADER)
    if head[:7] != MAGIC:
        raise MapTrouble(MapCode.NOT_A_MAP)
    if len(head) < HEADER:
        raise MapTrouble(MapCode.MAP_TRUNCATED, "header")
    if head[7] != VERSION:
        raise MapTrouble(MapCode.NEWER_MAP, f"PMTiles {head[7]}")
    numbers = struct.unpack_from("<8Q", head, 8)
    root, metadata, leaves, data = (Section(numbers[at], numbers[at + 1]) for at in (0, 2, 4, 6))
    if any(part.begin + part.length > size for part in (root, metadata, leaves, data)):
        raise MapTrouble(MapCode.MAP_TRUNCATED, "a part ends behind the file")
    packing, tile_packing, kind = head[97:100]
    if packing not in (NONE, GZIP) or tile_packing not in (0, NONE, GZIP) or kind not in KINDS:
        raise MapTrouble(MapCode.MAP_KIND_UNKNOWN, f"type {kind}, compressions {packing}, {tile_packing}")
    if not 0 < root.length <= directory.MOST_BYTES:
        raise MapTrouble(MapCode.MAP_DAMAGED, "root directory")
    first = _directory(_exactly(file, *root), packing)
    return PmTiles(file, _facts(head, _metadata(file, metadata, packing)), first, leaves, data, packing)


def _facts(head: bytes, said: dict[str, Any]) -> TileFacts:
    told.check_grid(said)
    west, south, east, north = (value / 1e7 for value in struct.unpack_from("<4i", head, 102))
    lowest, highest = told.zooms(head[100], head[101])
    box = told.bounds((west, south, east, north))
    return TileFacts(KINDS[head[99]], lowest, highest, box, told.datum(said), **told.words(said))


def _metadata(file: BinaryIO, section: Section, packing: int) -> dict[str, Any]:
    if not section.length:
        return {}
    if section.length > MOST_METADATA:
        raise MapTrouble(MapCode.MAP_DAMAGED, "metadata")
    data = _exactly(file, *section)
    try:
        said = json.loads(gunzipped(data, MOST_METADATA, MapCode.MAP_DAMAGED) if packing == GZIP else data)
    except (ValueError, RecursionError) as trouble:
        raise MapTrouble(MapCode.MAP_DAMAGED, "metadata") from trouble
    return said if isinstance(said, dict) else {}


def _directory(data: bytes, packing: int) -> Directory:
    if packing == GZIP:
        data = gunzipped(data, directory.MOST_BYTES, MapCode.MAP_DAMAGED)
    return directory.read(data)


def _exactly(file: BinaryIO, offset: int, length: int) -> bytes:
    # Not mapped into memory: a file that shrinks under a map ends the process.
    file.seek(offset)
    parts, missing = [], length
    while missing:
        part = file.read(missing)
        if not part:
            raise MapTrouble(MapCode.MAP_TRUNCATED, "ends too early")
        parts.append(part)
        missing -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
