"""Compressed parts of a base map, unpacked within bounds: a file from outside may claim anything."""

import zlib

from inspector_app.domain.tiles import MapCode, MapTrouble

MOST_TILE = 4_000_000  # bytes of one tile, unpacked; real ones have at most some 500 000
GZIP = b"\x1f\x8b"


def gunzipped(data: bytes, most: int, code: MapCode) -> bytes:
    """The unpacked bytes, at most `most`; raises MapTrouble(code) for more, for less than was packed, and for nonsense."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = unpacker.decompress(data, most + 1)
    except zlib.error as trouble:
        raise MapTrouble(code, "not gzip") from trouble
    if len(unpacked) > most or not unpacker.eof:
        raise MapTrouble(code, "longer or shorter than it may be")
    return unpacked


def tile_of(data: bytes) -> bytes:
    """A tile as it is meant: what begins as gzip does is unpacked."""
    if data.startswith(GZIP):
        return gunzipped(data, MOST_TILE, MapCode.TILE_DAMAGED)
    if len(data) > MOST_TILE:
        raise MapTrouble(MapCode.TILE_DAMAGED, "too long")
    return data
