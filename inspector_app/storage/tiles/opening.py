"""Opens a base map by what it is, not by what it is called."""

import errno
import stat
from pathlib import Path

from inspector_app.domain.tiles import MapCode, MapTrouble
from inspector_app.storage.tiles.mbtiles import MbTiles, open_mbtiles
from inspector_app.storage.tiles.pmtiles import MAGIC, PmTiles, open_pmtiles

SQLITE = b"SQLite format 3\x00"


def open_tiles(path: Path) -> PmTiles | MbTiles:
    """The map in a PMTiles or MBTiles file. Raises MapTrouble; the file is never changed."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would wait for ever
            raise MapTrouble(MapCode.NOT_A_MAP, "not a file")
        with path.open("rb") as file:
            head = file.read(len(SQLITE))
        if head.startswith(MAGIC):
            return open_pmtiles(path)
    except OSError as trouble:
        raise MapTrouble(MapCode.MAP_UNREADABLE, errno.errorcode.get(trouble.errno or 0, "")) from trouble
    if head == SQLITE:
        return open_mbtiles(path)
    raise MapTrouble(MapCode.NOT_A_MAP)
