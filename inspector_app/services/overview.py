"""How this laptop stands with the centre, as the sync page shows it."""

from dataclasses import dataclass


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
    outcome: str  # complete | incomplete | paused | a problem's code


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
