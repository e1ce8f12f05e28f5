"""What the sync page shows, without Qt: how far everything is on its way to the centre, and what proves it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from inspector_app.services.overview import ShiftReceipt, SyncOverview
    from inspector_app.services.syncing import SyncState


class Mode(StrEnum):
    """What the sync is doing as a whole."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSING = "pausing"
    PAUSED = "paused"
    WAITING = "waiting"  # for the next try, after a problem of the surroundings
    STOPPED = "stopped"  # a person must act


class Phase(StrEnum):
    """The steps of a round, in their order; the names are those of `services.syncing`."""

    CONNECTING = "connecting"
    LINES = "lines"
    PHOTOS = "photos"
    MANIFEST = "manifest"
    PULL = "pull"


IN_ROUND = frozenset(phase.value for phase in Phase)


@dataclass(frozen=True, slots=True)
class Sending:
    """The round under way or the last one. Bytes per second, seconds; None when not known."""

    mode: Mode = Mode.IDLE
    phase: Phase = Phase.CONNECTING
    lines: int = 0
    lines_total: int = 0
    photos: int = 0
    photos_total: int = 0
    sent_bytes: int = 0
    total_bytes: int = 0
    bytes_per_s: float | None = None
    seconds_left: float | None = None
    problem: str = ""
    next_try_s: float | None = None
    lost_photos: int = 0
    new_epoch: str = ""
    bad_pack: str = ""
    pack_left: bool = False  # a reference pack, or a part of it, is still to come
    revoked: bool = False


def sending_of(said: SyncState, now: datetime, *, pausing: bool) -> Sending:
    """What a screen shows of the sync at `now` (UTC); `pausing` when the person asked for it and the round still runs."""
    phase, report = said.phase.value, said.report
    running = Mode.PAUSING if pausing else Mode.RUNNING
    wait = None if said.next_try_at is None else max(0.0, (said.next_try_at - now).total_seconds())
    return Sending(
        mode=running if phase in IN_ROUND else _RESTING.get(phase, Mode.IDLE),
        phase=Phase(phase) if phase in IN_ROUND else Phase.CONNECTING,
        lines=said.lines, lines_total=said.lines_total, photos=said.photos, photos_total=said.photos_total,
        sent_bytes=said.sent_bytes, total_bytes=said.bytes_total, bytes_per_s=said.rate or None, seconds_left=said.eta_s,
        problem=said.problem, next_try_s=wait, lost_photos=len(report.lost_photos) if report else 0,
        new_epoch=report.new_epoch if report else "", revoked=report.revoked if report else False, bad_pack=report.bad_pack if report else "",
        pack_left=report is not None and report.pack_left and not report.bad_pack,
    )  # fmt: skip


_RESTING = {"paused": Mode.PAUSED, "waiting": Mode.WAITING, "trouble": Mode.STOPPED}


class Listing(StrEnum):
    """Which list stands below the progress."""

    FINDINGS = "findings"
    MISSING = "missing"
    ROUNDS = "rounds"


class Check(StrEnum):
    """What verifying the receipt on this laptop said."""

    NOT_YET = "not_yet"
    RUNNING = "running"
    AGREES = "agrees"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """The centre's statement of one epoch; `whole` when it fits the own chain, covers the last line and misses no photo."""

    through_seq: int
    digest: str
    server_time: str
    findings: int
    photos: int
    missing: int
    quarantined: tuple[tuple[int, str], ...]
    agrees: bool
    lines_after: int

    @property
    def whole(self) -> bool:
        return self.agrees and self.missing == 0 and self.lines_after == 0

    @property
    def short_digest(self) -> str:
        """The chain's end as people compare it: eight signs, and the last four."""
        return f"{self.digest[:4]} {self.digest[4:8]} … {self.digest[-4:]}"


def receipt_of(overview: SyncOverview) -> ReceiptShown | None:
    """The last receipt of an overview; None before the first, or when its text is no statement."""
    try:
        said = json.loads(overview.receipt_body)
        return ReceiptShown(
            through_seq=said["through_seq"], digest=said["digest"], server_time=said["server_time"],
            findings=said["findings"], photos=said["photos"], missing=said["missing_count"],
            quarantined=tuple((line["seq"], line["reason"]) for line in said["quarantined"]),
            agrees=overview.receipt_agrees, lines_after=max(0, overview.last_seq - said["through_seq"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class SyncPageState:
    """`items` are the findings that have not arrived whole; `listing` says which list stands below."""

    overview: SyncOverview | None = None
    sending: Sending = field(default_factory=Sending)
    items: int = 0
    open_tasks: int = 0
    pack: str = ""
    address: str = ""  # of the centre, as it was typed at enrolment
    check: Check = Check.NOT_YET
    listing: Listing = Listing.FINDINGS
    proof: ShiftReceipt | None = None  # of the newest shift that has one
    saving: bool = False
    saved: Path | None = None  # where the receipt was written

    @property
    def lacking(self) -> int:
        """Rows of the list of what the shift's receipt lacks."""
        return len(self.proof.account.missing) + len(self.proof.account.gaps) if self.proof else 0

    @property
    def receipt(self) -> ReceiptShown | None:
        return None if self.overview is None else receipt_of(self.overview)

    @property
    def enrolled(self) -> bool:
        return self.overview is None or self.overview.enrolled

    @property
    def all_sent(self) -> bool:
        """Whether nothing of this laptop waits for the centre."""
        seen = self.overview
        return seen is not None and seen.unsent_lines == 0 and seen.photos == seen.photos_arrived

    @property
    def lacks_photos(self) -> bool:
        """Whether a receipt names a photo as missing, be it that of an older epoch."""
        receipt, proof = self.receipt, self.proof
        return bool((receipt and receipt.missing) or (proof and proof.account.missing))

    @property
    def proven(self) -> bool:
        """Whether everything is proved to have arrived; the last receipt alone knows nothing of older epochs."""
        receipt = self.receipt
        return receipt is not None and receipt.whole and self.all_sent and not self.lacks_photos

    @property
    def photos_waiting(self) -> int:
        return 0 if self.overview is None else self.overview.photos - self.overview.photos_arrived

    @property
    def only_lost(self) -> bool:
        """Whether the centre has everything but photos that this laptop can no longer read."""
        nothing_else = self.overview is not None and self.overview.unsent_lines == 0
        return nothing_else and 0 < self.photos_waiting <= self.sending.lost_photos

    @property
    def percent(self) -> int:
        """How much of what waits has arrived; 100 only when everything has."""
        if self.sending.mode is Mode.IDLE:
            return 100 if self.all_sent else 99 if self.only_lost else 0
        return min(99, progress_percent(self.sending))

    @property
    def can_start(self) -> bool:
        return self.enrolled and self.overview is not None and self.sending.mode is not Mode.PAUSING

    @property
    def lines(self) -> tuple[int, int]:
        """Lines at the centre, and all; of the round while one runs."""
        if self.overview is None:
            return (0, 0)
        last = self.overview.last_seq
        return (min(last, self.overview.acknowledged_seq), last)

    @property
    def photos(self) -> tuple[int, int]:
        return (0, 0) if self.overview is None else (self.overview.photos_arrived, self.overview.photos)


def progress_percent(sending: Sending) -> int:
    """By bytes where they are known, but never ahead of the records; else by the steps of the round."""
    if sending.total_bytes > 0:
        by_bytes = 100 * sending.sent_bytes // sending.total_bytes
        return min(by_bytes, 100 * sending.lines // sending.lines_total) if sending.lines_total else by_bytes
    return 100 * list(Phase).index(sending.phase) // len(Phase)


class Attention(StrEnum):
    """What the officer should look at."""

    PROBLEM = "problem"
    REVOKED = "revoked"
    LOST_PHOTOS = "lost_photos"
    NEW_EPOCH = "new_epoch"
    QUARANTINED = "quarantined"
    DISAGREES = "disagrees"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Matter:
    """`code` is the problem's or the reason's; `count` how many lines or photos it is about."""

    what: Attention
    code: str = ""
    count: int = 0
    who: str = ""


def matters(state: SyncPageState) -> Sequence[Matter]:
    """What needs the officer, the most urgent first."""
    sending, seen, receipt = state.sending, state.overview, state.receipt
    found: list[Matter] = []
    found += [Matter(Attention.PROBLEM, code=code) for code in (sending.problem, sending.bad_pack) if code]
    if state.check is Check.DIFFERS or (receipt is not None and not receipt.agrees):
        found.append(Matter(Attention.DISAGREES))
    if sending.revoked:
        found.append(Matter(Attention.REVOKED, code="revoked_device"))
    if sending.lost_photos:
        found.append(Matter(Attention.LOST_PHOTOS, count=sending.lost_photos))
    if sending.new_epoch:
        found.append(Matter(Attention.NEW_EPOCH, code=sending.new_epoch))
    aside = Counter(reason for _, reason in receipt.quarantined) if receipt is not None else {}
    found += [Matter(Attention.QUARANTINED, code=reason, count=count) for reason, count in aside.items()]
    others = seen.others if seen is not None else ()
    found += [Matter(Attention.OTHERS, count=other.lines, who=other.officer) for other in others]
    return found
