"""What goes into a pack as it is, looked at before: a base map that is whole, a policy pack that the centre has too, a calendar."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from inspector_app.domain.policy import pack as policy_packs
from inspector_app.domain.policy.tables import PackProblem
from inspector_app.domain.reference import calendar_body
from sync.protocol.reference_pack import CALENDAR, MAPS, POLICY
from sync.server.judging import load_judge
from sync.server.packs.ledger import BadFolder

PMTILES, HEADER = b"PMTiles\x03", 127
KIND_AT, KINDS = 99, (1, 2, 3, 4)  # of the tiles, in the header: MVT, PNG, JPEG, WebP (PMTiles 3, chapter 3)
MOST_POLICY_BYTES = 16 * 1024 * 1024


def check(along: Mapping[str, Path]) -> None:
    """Raises BadFolder for a file that laptops could not use, OSError."""
    for name, path in along.items():
        if name == MAPS[0]:
            _check_pmtiles(path)
        elif name == MAPS[1]:
            _check_mbtiles(path)
        elif name == CALENDAR:
            _check_calendar(path)
    _check_policy({name: path for name, path in along.items() if name.startswith(POLICY)})


def _check_pmtiles(path: Path) -> None:
    """The header says where each part of the file lies: one that was cut off is too short for them."""
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(HEADER)
    if not header.startswith(PMTILES):
        raise BadFolder(f"{path.name} is no PMTiles file of version 3")
    if len(header) < HEADER:
        raise BadFolder(f"{path.name} was cut off: it has {size} bytes, and its header alone has {HEADER}")
    places = [int.from_bytes(header[at : at + 8], "little") for at in range(8, 72, 8)]
    if any(offset + length > size for offset, length in zip(places[::2], places[1::2], strict=True)):
        raise BadFolder(f"{path.name} was cut off: it has {size} bytes, and its tiles reach further")
    if header[KIND_AT] not in KINDS or not places[1]:
        raise BadFolder(f"{path.name} has no tiles, or none that laptops can show (MVT, PNG, JPEG or WebP)")


def _check_mbtiles(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as tiles:
            if tiles.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise BadFolder(f"{path.name} was cut off or is damaged")
            tiles.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles LIMIT 1").fetchone()
            tiles.execute("SELECT name, value FROM metadata LIMIT 1").fetchone()
    except sqlite3.Error as trouble:
        raise BadFolder(f"{path.name} is no MBTiles file, or was cut off or is damaged") from trouble


def _check_calendar(path: Path) -> None:
    try:
        calendar_body.read(path.read_bytes())
    except (ValueError, RecursionError) as trouble:
        raise BadFolder(f"{path.name}: {trouble}") from trouble


def _check_policy(files: Mapping[str, Path]) -> None:
    if not files:
        return
    if sum(path.stat().st_size for path in files.values()) > MOST_POLICY_BYTES:
        raise BadFolder(f"{POLICY} has more than {MOST_POLICY_BYTES >> 20} MiB")
    try:
        brought = policy_packs.load({name.removeprefix(POLICY): path.read_bytes() for name, path in files.items()})
    except (PackProblem, UnicodeDecodeError) as trouble:
        raise BadFolder(f"{POLICY} {trouble}") from trouble
    ours = load_judge().packs.get(brought.name)
    if ours is None or ours.digest != brought.digest:
        raise BadFolder(
            f"{POLICY} is {brought.name[:60]!r}, which this program does not have just so: the centre could not decide again with it"
        )
