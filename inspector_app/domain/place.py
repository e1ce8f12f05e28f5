"""Where something is: what the receiver or the person said, in WGS-84, never converted in storage."""

from dataclasses import dataclass
from enum import StrEnum


class PlaceSource(StrEnum):
    """Whose word the position is."""

    RECEIVER = "receiver"
    PIN = "pin"  # set by hand, with a reason
    PHOTO = "photo"  # taken from a photo's EXIF
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees × 10⁷ (WGS-84), accuracy in mm, fix age in ms; unknown is None. `address` is what a person reads."""

    source: PlaceSource = PlaceSource.NONE
    lat_e7: int | None = None
    lon_e7: int | None = None
    accuracy_mm: int | None = None
    fix_age_ms: int | None = None
    satellites: int | None = None
    address: str = ""
    road_class: str | None = None
    grid: str = ""
    pin_reason: str = ""
