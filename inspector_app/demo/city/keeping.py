"""The demo city kept beside the demo's data: made once, in a process of its own, and found whole or not at all."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from inspector_app import paths
from inspector_app.demo.centre import leash

STAMP = "made.stamp"  # what the city was made of; a city of another release is made anew. No name of a layer, which a build would miss
PUBLISHED = "city.txt"  # the same, beside the centre's data
MAP = "map.pmtiles"
_ROOM = Path(__file__).parent


def make(folder: Path) -> None:
    """Makes the layers and the base map in `folder`, unless they are there; some fifteen seconds of one processor."""
    from inspector_app.demo.city import making
    from sync.server.basemap import making as basemap

    if is_made(folder):
        return
    unfinished = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    making.make(unfinished, paths.resources())
    basemap.make(unfinished, unfinished / MAP, making.DAY)
    (unfinished / STAMP).write_text(_made_of(), encoding="ascii")
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def is_made(folder: Path) -> bool:
    """Whether the city of this release lies in the folder."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == _made_of()


def publish(folder: Path, centre: Path) -> None:
    """Gives the centre with that data the city as a reference pack, unless it has it: its laptops fetch it with their next round."""
    from sync.server.__main__ import main

    if is_published(centre):
        return
    pack, data = folder.with_suffix(".pack"), ["--data", str(centre)]
    built = main(["pack", "build", "--from", str(folder), "--out", str(pack), *data])
    if built == 0 and main(["pack", "publish", str(pack), *data]) == 0:
        (centre / PUBLISHED).write_text(_made_of(), encoding="ascii")
    pack.unlink(missing_ok=True)


def is_published(centre: Path) -> bool:
    """Whether the centre has the city of this release."""
    stamp = centre / PUBLISHED
    return stamp.is_file() and stamp.read_text(encoding="ascii") == _made_of()


def begin(folder: Path, centre: Path) -> "subprocess.Popen[bytes] | None":
    """Makes the city and publishes it in a process of its own, which gives way to the window and ends with it; None when all is there."""
    if is_made(folder) and is_published(centre):
        return None
    folder.parent.mkdir(parents=True, exist_ok=True)
    # On a leash: one that was left behind would write into `city.part` beside that of the next start.
    command = [*leash(), sys.executable, "-m", "inspector_app.demo.city", "--out", str(folder), "--centre", str(centre)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def end(making: "subprocess.Popen[bytes] | None") -> None:
    """Gives up what is not finished; the next start begins anew."""
    if making is not None and making.poll() is None:
        making.terminate()
        making.wait()


def _made_of() -> str:
    """The digest of the plan and of every file that draws it."""
    digest = hashlib.sha256()
    resources = paths.resources() / "demo"
    server = _ROOM.parents[2] / "sync" / "server"
    drawn_by = [file for room in (_ROOM, server / "basemap", server / "packs") for file in room.glob("*.py")]
    for file in (resources / "city.json", resources / "relief_points.csv", *sorted(drawn_by)):
        digest.update(file.read_bytes())
    return digest.hexdigest()
