"""A lost laptop made again on an unused one, as the screens know it: where it comes from, how far it is, what came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from inspector_app.services.halt import Halt

MOST_NAMED = 200  # missing photos that are told by name


class Stage(StrEnum):
    """What goes on; each has its own count."""

    PARCEL = "parcel"  # bytes of the parcel on their way to the centre
    RECORDS = "records"  # records that are here; how many there are nobody says before
    PHOTOS = "photos"


Told = Callable[[Stage, int, int], None]  # how much of it is done, and all of it (0: unknown); on the thread that works


@dataclass(frozen=True, slots=True)
class LostPhoto:
    """A photo that did not come back, and the finding that it was taken of; texts may be empty."""

    sha256: str
    file_name: str
    kind: str
    address: str
    observed_at: str  # UTC


@dataclass(frozen=True, slots=True)
class Remade:
    """What came back of a laptop. `photos` are here, `missing` nobody has any more; `lost_records` could not be read."""

    device: str
    findings: int
    records: int
    photos: int
    lost_records: int = 0
    drafts: int = 0
    missing: int = 0
    named: tuple[LostPhoto, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.lost_records)


class Remaking(Protocol):
    """Makes a lost laptop again beside this unused one. All wait for disk or network; each raises a coded trouble, or Halted.

    What was cut is kept: called again with the same code, it goes on.
    """

    def refusal(self) -> str:
        """Why nothing can be made again here, as a code; empty when it can."""
        ...

    def from_centre(self, url: str, code: str, halt: Halt, told: Told) -> Remade:
        """All that the centre at `url` holds of the laptop for which it gave the one-time `code`."""
        ...

    def from_parcel(self, file: str, url: str, code: str, halt: Halt, told: Told) -> Remade:
        """The same, after the parcel was brought to the centre: nobody else can open it."""
        ...

    def needs_password(self, folder: str) -> bool:
        """Whether the data in `folder` are behind a password; raises a coded trouble where it is no laptop's data."""
        ...

    def from_folder(self, folder: str, password: str, halt: Halt, told: Told) -> Remade:
        """The laptop whose data folder, or what was saved of it, is `folder`."""
        ...

    def take_place(self) -> None:
        """The laptop that was made last takes this one's place, once the screens have ended."""
        ...
