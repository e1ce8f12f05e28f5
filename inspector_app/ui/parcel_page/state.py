"""What the page of a parcel shows, without Qt: whose it is, how far it is on its way, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from inspector_app.ui.settings.state import address_problem

if TYPE_CHECKING:
    from inspector_app.services.parcels import ParcelSeen, ParcelSent

PACE_S = 2.0  # so long must a try go on before its pace is worth telling


class Step(StrEnum):
    """How far this PC is with the parcel."""

    EMPTY = "empty"
    READING = "reading"
    READ = "read"
    SENDING = "sending"
    PAUSING = "pausing"
    PAUSED = "paused"
    STOPPED = "stopped"  # `problem` says why
    SENT = "sent"


BUSY = frozenset({Step.READING, Step.SENDING, Step.PAUSING})


@dataclass(frozen=True, slots=True)
class ParcelState:
    """`done` of `whole` bytes; `receipt` is where it was written, `receipt_problem` why it was not."""

    step: Step = Step.EMPTY
    file: str = ""
    seen: ParcelSeen | None = None
    address: str = ""
    done: int = 0
    whole: int = 0
    seconds_left: float | None = None
    problem: str = ""
    sent: ParcelSent | None = None
    receipt: str = ""
    receipt_problem: str = ""

    @property
    def percent(self) -> int:
        if self.step is Step.SENT:
            return 100
        return min(99, 100 * self.done // self.whole) if self.whole else 0

    @property
    def is_being_checked(self) -> bool:
        """All of it is at the centre, which has not said yet what it made of it."""
        return self.step is Step.SENDING and 0 < self.whole <= self.done

    @property
    def can_choose(self) -> bool:
        return self.step not in BUSY

    @property
    def asks_address(self) -> bool:
        return self.seen is not None and self.step is not Step.SENT

    @property
    def can_send(self) -> bool:
        waits = self.step in (Step.READ, Step.PAUSED, Step.STOPPED)
        return waits and self.seen is not None and address_problem(self.address) is None

    @property
    def can_look_again(self) -> bool:
        """It was chosen and could not be read: perhaps the stick is in again."""
        return self.step is Step.STOPPED and self.seen is None


def opened_at(shift: str) -> datetime | None:
    """When a shift was opened: its id (UUIDv7) begins with the milliseconds since 1970. None for an id of another kind."""
    signs = shift.replace("-", "")
    if len(signs) != 32 or signs[12] != "7":
        return None
    try:
        return datetime.fromtimestamp(int(signs[:12], 16) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


class Pace:
    """How long it still takes, as this try has gone so far."""

    def __init__(self) -> None:
        self._began: tuple[datetime, int] | None = None

    def seconds_left(self, now: datetime, done: int, whole: int) -> float | None:
        """None until it has gone on for a while."""
        if self._began is None:
            self._began = now, done
        passed = (now - self._began[0]).total_seconds()
        moved = done - self._began[1]
        return (whole - done) * passed / moved if passed >= PACE_S and moved > 0 else None
