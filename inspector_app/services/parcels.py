"""Work on a stick as the screens know it: what a parcel says to everybody, its way to the centre, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from inspector_app.services.halt import Halt, Told


@dataclass(frozen=True, slots=True)
class ParcelSeen:
    """What can be read without any key, and is signed by the laptop; whether the laptop is a known one the centre says.

    `shift` is the id of the one shift that it ends with, empty for everything that was not confirmed.
    """

    path: str
    device: str
    centre: str
    made_at: str  # UTC
    shift: str
    findings: int
    lines: int
    photos: int
    size: int


@dataclass(frozen=True, slots=True)
class ParcelSent:
    """What the centre says that it has now. `receipt` is the file beside the parcel, empty where `trouble` kept it from being written."""

    device: str
    through_seq: int
    findings: int
    photos: int
    missing: int
    named: tuple[str, ...]  # SHA-256 of photos that the centre lacks; it may not name them all
    aside: int  # records that the centre set aside
    server_time: str
    receipt: str = ""
    trouble: str = ""


class Carrying(Protocol):
    """Carries parcels from this PC, whosever they are. Each waits for disk or network; `told` hears bytes."""

    def look(self, file: str, halt: Halt, told: Told) -> ParcelSeen:
        """Reads the whole file once; raises a coded trouble when it is no parcel, not whole, or the stick is gone."""
        ...

    def send(self, file: str, url: str, halt: Halt, told: Told) -> ParcelSent:
        """Brings it to the centre at `url`, from where an earlier try was cut, and writes the receipt beside it.

        Raises a coded trouble, or Halted. A receipt that could not be written is said in the answer, and kept for `keep_receipt`.
        """
        ...

    def keep_receipt(self, folder: str) -> str:
        """Writes the receipt of the last parcel sent into `folder` and returns its file."""
        ...
