"""How much of parcels is taken on. A head is in the clear, and whoever saw the stick may send a copy: it opens no more room than it explains."""

import shutil
from contextlib import suppress
from pathlib import Path

from sync.protocol import parcels
from sync.protocol.parcels import Front
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.parts import Part, Parts
from sync.server.photo_store import SPACE_KEPT

MOST_HEADS = 4  # of a laptop's unfinished parcels
MOST_TWINS = 2  # with one head: at most one of them is what its laptop made
MOST_PARTS = (MOST_HEADS + 1) * MOST_TWINS
MOST_SPACE_KEPT = 8 * 1024**3
KEPT_OF, TAKEN_OF = 50, 4  # a fiftieth of the disk stays free, a quarter is there for unfinished parcels


def check_length(front: Front, length: int) -> None:
    """Raises ProtocolProblem(MALFORMED) for more bytes than such a head can stand for."""
    if length > parcels.most_bytes(front.head):
        raise ProtocolProblem(Problem.MALFORMED, "Upload-Length: more than the head explains")


def check_space(folder: Path, size: int) -> None:
    """Whether the disk has room for `size` more bytes, and for lines and photos after them. Raises ProtocolProblem(OUT_OF_SPACE)."""
    disk = shutil.disk_usage(folder)
    if disk.free < size + max(SPACE_KEPT, min(MOST_SPACE_KEPT, disk.total // KEPT_OF)):
        raise ProtocolProblem(Problem.OUT_OF_SPACE, "parcels", retry_after_s=60)


def check_total(parts: Parts, folder: Path, length: int) -> None:
    """Whether all that was begun finds room to be finished, with one more. Raises ProtocolProblem(OUT_OF_SPACE)."""
    if parts.announced() + length > shutil.disk_usage(folder).total // TAKEN_OF:
        raise ProtocolProblem(Problem.OUT_OF_SPACE, "too many unfinished parcels", retry_after_s=60)


def make_room(parts: Parts, front: Front) -> None:
    """Drops what goes for a parcel with this head: one of the same head, else those of one that was made earlier.

    Raises ProtocolProblem(OUT_OF_SPACE) where all others were made later: they stay.
    """
    begun = _by_head(parts, front.head.device)
    twins = begun.pop(front, [])
    leaving = twins[: 1 - MOST_TWINS]
    if not twins and len(begun) >= MOST_HEADS:
        earliest = min(begun, key=_made_at)
        if _made_at(earliest) >= _made_at(front):
            raise ProtocolProblem(Problem.OUT_OF_SPACE, "too many unfinished parcels", retry_after_s=3600)
        leaving = begun[earliest]
    for part in leaving:
        parts.drop(part)


def _by_head(parts: Parts, device: str) -> dict[Front, list[Part]]:
    """The laptop's unfinished parcels, under each head the longest untouched first."""
    found = dict[Front, list[Part]]()
    for part in parts.longest_untouched(device):
        with (
            suppress(OSError, ProtocolProblem),
            part.path.open("rb") as file,
        ):  # gone meanwhile, or cut at its first byte
            found.setdefault(parcels.read_front(file.read(parcels.FRONT_BYTES)), []).append(part)
    return found


def _made_at(front: Front) -> str:
    return front.head.made_at
