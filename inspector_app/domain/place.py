"""Where something is: what the receiver or the person said, in WGS-84, never converted in storage."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_REASON = 200  # characters


class PlaceSource(StrEnum):
    """Whose word the position is."""

    RECEIVER = "receiver"
    PIN = "pin"  # set by hand, with a reason
    PHOTO = "photo"  # taken from a photo's EXIF
    NONE = "none"


class PinReason(StrEnum):
    """Why a hand set the place; `typed` is what earlier versions said of every one."""

    NO_RECEIVER = "no_receiver"
    NO_FIX = "no_fix"
    INACCURATE = "inaccurate"
    ELSEWHERE = "elsewhere"  # the thing is not where the laptop is
    TASK = "task"  # the centre named the place
    MAP = "map"  # somebody pointed at it on the map, near a usable fix
    ADDRESS = "address"  # where the reference pack has the address
    CODE = "code"  # where it has the thing whose code was scanned
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees × 10⁷ (WGS-84), accuracy in mm, fix age in ms; unknown is None. `address` is what a person reads.

    Of a receiver: `quality` as in GGA, HDOP × 1000, its own UTC (the time alone while it told no date), by how much that was
    ahead of the laptop's clock, and which one it was. `pin_reason` is a code of PinReason, or a person's own words.
    `grid` was valid at the finding's time; `grids` are all candidates, where a border is nearer than the position is good.
    """

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
    quality: int | None = None
    hdop_milli: int | None = None
    receiver_utc: str = ""
    clock_offset_ms: int | None = None
    receiver: str = ""
    grids: tuple[str, ...] = ()

    @property
    def by_hand(self) -> bool:
        """Whether a person's hand set it, and nothing else stands for it."""
        return self.source is PlaceSource.PIN
