"""How this laptop stands with the centre, as the sync page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # screens start without the protocol's libraries
    from sync.protocol.receipt_file import Account


@dataclass(frozen=True, slots=True)
class OthersUnsent:
    """Unsent lines of another officer on this laptop: shown as a count only."""

    officer: str
    lines: int


@dataclass(frozen=True, slots=True)
class SyncRound:
    """One finished round with the centre, for today's list."""

    started_at: str  # UTC
    lines: int
    photos: int
    sent_bytes: int
    took_ms: int
    outcome: str  # complete | incomplete | partly | paused | a problem's code


@dataclass(frozen=True, slots=True)
class SyncOverview:
    """What is here, what the centre has confirmed, and the last receipt (empty before the first)."""

    enrolled: bool
    centre: str
    device: str
    epoch: str
    last_seq: int
    acknowledged_seq: int
    unsent_lines: int
    unsent_findings: int
    photos: int
    photos_arrived: int
    photo_bytes_waiting: int
    receipt_body: str
    receipt_sig: str
    receipt_agrees: bool
    others: tuple[OthersUnsent, ...]
    rounds: tuple[SyncRound, ...]

    @property
    def is_unused(self) -> bool:
        """Whether nobody has stated anything here: there is at most the line that opens the journal."""
        return self.last_seq <= 1


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt as the centre gave it; it covers the lines of `epoch` up to `through_seq`."""

    epoch: str
    through_seq: int
    body: str
    sig: str


@dataclass(frozen=True, slots=True)
class ShiftReceipt:
    """What proves a shift: the newest receipt of each epoch that it touches, and the laptop's own account of it.

    The account names no shift before the first one: then it is about everything here.
    """

    receipts: tuple[KeptReceipt, ...]
    account: Account


@dataclass(frozen=True, slots=True)
class ParcelMade:
    """A parcel that was read back from where it is; `size` bytes, `lost` photos that this laptop has no whole file of."""

    path: str
    lines: int
    findings: int
    photos: int
    size: int
    lost: int


@dataclass(frozen=True, slots=True)
class ParcelTaken:
    """What the receipt of a parcel left open: photos that the centre misses, and lines that no receipt covers yet."""

    missing: int
    left: int
