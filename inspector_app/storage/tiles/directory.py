"""A directory of a PMTiles archive: which tile lies where. Written by whoever made the file, so every number is doubted."""

from array import array
from bisect import bisect_right
from dataclasses import dataclass

from inspector_app.domain.tiles import MapCode, MapTrouble

MOST_BYTES = 8_000_000  # of one directory, unpacked
MOST_ENTRIES = 300_000
GREATEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """`run` tiles from `first` on share these bytes; with a run of 0 they are another directory."""

    first: int
    run: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Directory:
    firsts: "array[int]"
    runs: "array[int]"
    lengths: "array[int]"
    offsets: "array[int]"

    def entry(self, tile_id: int) -> Entry | None:
        """The entry that may hold the tile."""
        place = bisect_right(self.firsts, tile_id) - 1
        if place < 0:
            return None
        found = Entry(self.firsts[place], self.runs[place], self.offsets[place], self.lengths[place])
        return found if found.run == 0 or tile_id < found.first + found.run else None


def read(data: bytes) -> Directory:
    """The directory that `data` is, unpacked already; raises MapTrouble."""
    count, at = _number(data, 0)
    if not 0 < count <= MOST_ENTRIES or 4 * count > len(data) - at:
        raise MapTrouble(MapCode.MAP_DAMAGED, "entries")
    steps, at = _column(data, at, count)
    runs, at = _column(data, at, count)
    lengths, at = _column(data, at, count)
    places, _ = _column(data, at, count)
    return Directory(_summed(steps), runs, lengths, _offsets(places, lengths))


def _summed(steps: "array[int]") -> "array[int]":
    firsts, total = array("q"), 0
    for place, step in enumerate(steps):
        total += step
        if total > GREATEST or (place and not step):
            raise MapTrouble(MapCode.MAP_DAMAGED, "order of entries")
        firsts.append(total)
    return firsts


def _offsets(places: "array[int]", lengths: "array[int]") -> "array[int]":
    """A place of 0 means: right behind the one before."""
    offsets = array("q")
    for index, place in enumerate(places):
        offset = place - 1 if place else offsets[-1] + lengths[index - 1] if index else -1
        if not 0 <= offset <= GREATEST:
            raise MapTrouble(MapCode.MAP_DAMAGED, "place of an entry")
        offsets.append(offset)
    return offsets


def _column(data: bytes, at: int, count: int) -> "tuple[array[int], int]":
    values = array("q")
    for _ in range(count):
        value, at = _number(data, at)
        values.append(value)
    return values, at


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift <= 63:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            if value > GREATEST:
                break
            return value, at
        shift += 7
    raise MapTrouble(MapCode.MAP_DAMAGED, "a number that does not end")


def tile_id(z: int, x: int, y: int) -> int:
    """The tile's place on the Hilbert curves, all zooms one after the other."""
    found = ((1 << 2 * z) - 1) // 3
    side = 1 << z >> 1
    while side:
        east, south = int(bool(x & side)), int(bool(y & side))
        found += side * side * ((3 * east) ^ south)
        x, y = x & (side - 1), y & (side - 1)
        if not south:
            if east:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        side >>= 1
    return found
