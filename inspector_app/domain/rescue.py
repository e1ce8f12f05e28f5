"""What happened to the laptop's database and how it came back, as an officer is told."""

from dataclasses import dataclass
from enum import StrEnum


class RescueKind(StrEnum):
    SALVAGED = "salvaged"  # it was damaged, set aside, and a fresh one made of all that could be read
    CAUGHT_UP = "caught_up"  # an older one had been put back; what it lacked came from the second copy
    RESTORED = "restored"  # the laptop was lost; this one was made of what the centre or its second copy held
    PARTED = "parted"  # the centre knew of records that are not here: an older copy, or a clone


@dataclass(frozen=True, slots=True)
class Rescue:
    """At `at` (UTC) so many `lines` of the journal came back, of them `from_copy` out of the second copy; `lost` are known to
    have been there and could not be read; `drafts` are findings that were still on the screen. The damaged files lie in
    `moved_to`, a folder inside the data folder; empty when nothing was left to set aside. Of photos so many that records name
    are here, are `photos_gone` (neither here nor at the centre), or are `unnamed`: files whose record is lost. Where
    `drafts_unsure`, other drafts may have been there that could not be read. So many `receipts` came back, `receipts_dropped`
    were read and prove nothing; where `receipts_unsure`, there may have been others. The centre signs anew what is gone of them."""

    at: str
    kind: RescueKind
    lines: int = 0
    from_copy: int = 0
    lost: int = 0
    drafts: int = 0
    moved_to: str = ""
    photos: int = 0
    photos_gone: int = 0
    unnamed: int = 0
    drafts_unsure: bool = False
    receipts: int = 0
    receipts_dropped: int = 0
    receipts_unsure: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is known that nothing is lost."""
        return not (self.lost or self.photos_gone or self.drafts_unsure)
