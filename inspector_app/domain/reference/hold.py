"""A slot of a relief point that an officer asked for: the measure `guide_relief_point` with a target is the request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from inspector_app.domain.ids import iso
from inspector_app.domain.reference.relief import ReliefPoint

GUIDE = "guide_relief_point"


class HoldState(StrEnum):
    WAITING = "waiting"  # the centre has not answered yet
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why the centre refused."""

    FULL = "full"  # no slot left
    CLOSED = "closed"  # the point was closed when it was asked for
    TOO_LATE = "too_late"  # its hours had ended when the request reached the centre
    UNKNOWN_POINT = "unknown_point"


@dataclass(frozen=True, slots=True)
class Hold:
    """`measure` is the id of the measure line's deed, `point` the target's id; `reason` is empty unless it was refused."""

    measure: str
    finding: str
    point: str
    taken_at: str
    state: HoldState = HoldState.WAITING
    reason: str = ""


def until(point: ReliefPoint, taken_at: str) -> str:
    """The end of a hold that was asked for at `taken_at`: when the point closes (UTC ISO); empty when it was closed then."""
    end = point.open_until(datetime.fromisoformat(taken_at))
    return iso(end.astimezone(UTC)) if end else ""


def unanswered(holds: Iterable[Hold], points: Mapping[str, ReliefPoint], at: str) -> dict[str, int]:
    """By point, the slots that are asked for, not answered, and not over at `at` (UTC ISO)."""
    found: dict[str, int] = {}
    for hold in holds:
        point = points.get(hold.point)
        if hold.state is HoldState.WAITING and point is not None and until(point, hold.taken_at) > at:
            found[point.id] = found.get(point.id, 0) + 1
    return found
