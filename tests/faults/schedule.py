"""What happens to laptops and centre, and when: made from a seed alone, so that a schedule can be played again."""

from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What a step does. What is done to a folder ends the process on it first."""

    KILL_OFFICER = "kill_officer"
    KILL_CENTRE = "kill_centre"
    KILL_BOTH = "kill_both"
    SYNC = "sync"  # let it send everything and close
    KEEP = "keep"  # copy its folder aside
    PUT_BACK = "put_back"  # the folder as it was kept
    PUT_BACK_DATABASE = "put_back_database"  # only the database: photos, identity and second copy stay
    CLONE = "clone"  # its folder becomes a second laptop with the same identity
    TRUNCATE = "truncate"  # cut off the end of its database or of the write-ahead log
    FLIP = "flip"  # turn one bit over there
    BAD_LINE = "bad_line"  # spoil the laptop's line until it struck, then let it come back by itself
    SLEEP = "sleep"  # close the lid in the middle of a transfer, and open it again
    FILL = "fill"  # no room on the small disk until somebody was told, then room again
    SET_CLOCK = "set_clock"  # the laptop's wall clock jumps while it works
    ROT_PHOTO = "rot_photo"  # turn one bit of a photo on the laptop
    ROT_COPY = "rot_copy"  # … of its second copy
    ROT_RECEIPT = "rot_receipt"  # … of a receipt that it keeps
    ROT_STORED = "rot_stored"  # … of a photo at the centre
    ROT_PACK = "rot_pack"  # … of the rules that are installed on the laptop, until its officer was told
    BACK_UP = "back_up"  # the centre's own backup
    RESTORE = "restore"  # the centre as that backup has it
    ASK = "ask"  # the centre gives every patrol a task
    UPGRADE = "upgrade"  # what was an old release is today's


KILLS = (Deed.KILL_OFFICER, Deed.KILL_CENTRE, Deed.KILL_BOTH)
FAULTS = frozenset({*Deed} - {Deed.SYNC, Deed.KEEP, Deed.BACK_UP, Deed.ASK, Deed.UPGRADE})
ROTS = frozenset({Deed.ROT_PHOTO, Deed.ROT_COPY, Deed.ROT_RECEIPT})
TAMPERS = ROTS | {Deed.PUT_BACK, Deed.PUT_BACK_DATABASE, Deed.TRUNCATE, Deed.FLIP}


class Mark(StrEnum):
    """From when a step's delay counts: the start of the process that is to be killed, or what it says next."""

    START = "start"
    OPENED = "opened"
    SAVED = "saved"
    SENT = "sent"
    LISTENING = "listening"  # the centre


@dataclass(frozen=True, slots=True)
class Step:
    """`laptop` counts from 0; `delay_s` runs from `mark`; `chance` decides what else is open (which bit, where to cut).

    `longest_s` is how long a lid may stay closed.
    """

    deed: Deed
    laptop: int = 0
    mark: Mark = Mark.START
    delay_s: float = 0.0
    chance: int = 0
    longest_s: float = 0.0


class Disk(StrEnum):
    """What lies on a small disk of its own."""

    NONE = ""
    LAPTOP = "laptop"
    PHOTOS = "photos"
    LINES = "lines"  # the second copy
    CENTRE = "centre"


class Old(StrEnum):
    """Who begins with the release before this one."""

    NOBODY = ""
    LAPTOPS = "laptops"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Schedule:
    """`laptops` from the beginning; a clone adds one. `line`: they reach the centre through a line that can be spoilt."""

    story: str
    seed: int
    laptops: int
    steps: tuple[Step, ...]
    line: bool = False
    tls: bool = False
    disk: Disk = Disk.NONE
    old: Old = Old.NOBODY

    def __str__(self) -> str:
        disk, old = f"{self.disk} on a small disk" if self.disk else "", f"old {self.old}" if self.old else ""
        return ", ".join(filter(None, (self.story, disk, old, "TLS" if self.tls else "")))

    @property
    def faults(self) -> int:
        return sum(step.deed in FAULTS for step in self.steps)

    @property
    def is_healthy(self) -> bool:
        """Nobody tampered with a laptop's disk, so that drafts too must be there, and no kill may look like damage."""
        return not any(step.deed in TAMPERS for step in self.steps)

    @property
    def is_alone(self) -> bool:
        """One laptop per identity, never put back: then both ends hold the same lines, one for one."""
        return all(step.deed not in TAMPERS - ROTS and step.deed is not Deed.CLONE for step in self.steps)
