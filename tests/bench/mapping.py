"""The map: a 2-GB pack opened, and frames with 100 000 findings, beside a plain QGraphicsView of the same tiles and points."""

import json
import os
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests import tilesets
from tests.bench.ground import Ground, say
from tests.bench.starting import xvfb
from tests.bench.table import Figure, median

SIZE = 2_000_000_000
OTHERS = 120_000  # tiles elsewhere, so that directories are as large as those of a large map
PEER = "plain QGraphicsView"


def figures(ground: Ground) -> Iterator[Figure]:
    packs = {"PMTiles": large_pmtiles(ground.folder), "MBTiles": large_mbtiles(ground.folder)}
    offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    runs = {name: [_shown("ours", file, offscreen) for _ in range(ground.runs)] for name, file in packs.items()}
    peer = [_shown("graphics", packs["PMTiles"], offscreen)]
    for name, told in runs.items():
        yield Figure(
            f"map of 2 GB ({name}): opened", median(run["open_ms"] for run in told), "ms", "", 0.0,
            f"whole first picture after {median(run['whole_ms'] for run in told):.0f} ms",
        )  # fmt: skip
    yield from _frames("", runs["PMTiles"], peer)
    yield Figure(
        "… moved with 576 grids over it: 99th percentile", median(run["grids_ms_p99"] for run in runs["PMTiles"]), "ms",
        note=f"{median(run['grids_ms'] for run in runs['PMTiles']):.1f} ms the median frame",
    )  # fmt: skip
    yield Figure(
        "… resident memory after that", median(run["mb"] for run in runs["PMTiles"]), "MB", PEER, peer[0]["mb"],
        "the page alone, without the database",
    )  # fmt: skip
    if shutil.which("Xvfb"):
        with xvfb() as display:
            there = os.environ | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
            yield from _frames(
                " under Xvfb", [_shown("ours", packs["PMTiles"], there) for _ in range(ground.runs)],
                [_shown("graphics", packs["PMTiles"], there)],
            )  # fmt: skip
    else:
        say("There is no Xvfb here: no frames of the map under it.")


def _frames(where: str, ours: list[dict[str, Any]], peer: list[dict[str, Any]]) -> Iterator[Figure]:
    for name, what in (("pan", "moved over new ground"), ("zoom", "zoomed through five levels")):
        for part, words in (("ms", "median frame"), ("ms_p99", "99th percentile")):
            cpu = median(run[f"{name}_{part.replace('ms', 'cpu')}"] for run in ours)
            yield Figure(
                f"… {what}{where}: {words}", median(run[f"{name}_{part}"] for run in ours), "ms", PEER,
                median(run[f"{name}_{part}"] for run in peer), f"{cpu:.1f} ms of the UI thread's CPU; 100 000 findings",
            )  # fmt: skip


def _shown(kind: str, file: Path, there: Mapping[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.map_frames", kind, str(file)]
    done = subprocess.run(
        command, env=dict(there), capture_output=True, text=True, check=True, start_new_session=True
    )  # in a group of its own, whose memory is counted
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def large_pmtiles(folder: Path) -> Path:
    """The district and many tiles elsewhere, with room at the end that takes no disk."""
    chance = random.Random(721)
    others = [
        (15, 26_000 + n % 400, 12_000 + n // 400, chance.randbytes(chance.randrange(20, 60))) for n in range(OTHERS)
    ]
    file = folder / "large.pmtiles"
    tilesets.pmtiles_file(file, [*tilesets.tiles(tilesets.city()), *others])
    with file.open("r+b") as opened:
        begin = struct.unpack_from("<Q", opened.read(127), 56)[0]
        opened.seek(64)
        opened.write(struct.pack("<Q", SIZE - begin))
        opened.truncate(SIZE)
    return file


def large_mbtiles(folder: Path) -> Path:
    """The same district, with room behind the pages that the database counts."""
    others = ((15, 26_000 + n % 400, 12_000 + n // 400, b"tile") for n in range(OTHERS))
    file = folder / "large.mbtiles"
    tilesets.mbtiles_file(file, [*tilesets.tiles(tilesets.city()), *others])
    with file.open("r+b") as opened:
        opened.truncate(SIZE)
    return file
