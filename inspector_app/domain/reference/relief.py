"""A relief point (疏导点): a place where stalls may stand, with its slots, hours and goods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inspector_app.domain.reference import fields, hours
from inspector_app.domain.reference.hours import Hours
from inspector_app.domain.reference.item import BadReference

SHORT, PHONE, MOST_SLOTS = 200, 40, 10_000
# What people state; the centre adds `held`.
FIELDS = frozenset({
    "name", "address", "lat_e7", "lon_e7", "slots", "charity_slots", "free_slots", "free_at", "hours", "days", "goods",
    "manager", "phone",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReliefPoint:
    """Degrees × 10⁷ (WGS-84). Of `slots`, `charity_slots` are kept for poor or disabled people and never in `free_slots`.

    `free_slots` were counted at `free_at` (UTC ISO, empty: not told); `held` says how many of them the centre has confirmed
    to somebody since, each with the moment until which (UTC ISO).
    """

    id: str
    name: str
    address: str
    lat_e7: int
    lon_e7: int
    slots: int
    charity_slots: int
    free_slots: int
    free_at: str
    hours: Hours
    goods: frozenset[str]
    manager: str
    phone: str
    held: tuple[tuple[str, int], ...] = ()

    def open_until(self, at: datetime) -> datetime | None:
        """When it closes; None when it is closed at `at`."""
        return self.hours.open_until(at)

    def takes(self, goods: str) -> bool:
        """Whether stalls with these goods may stand here; of goods that nobody knows (empty), it may."""
        return not goods or goods in self.goods

    def free(self, at: str) -> int:
        """Slots that nobody has at `at` (UTC ISO), as far as the centre knew."""
        return max(0, self.free_slots - sum(slots for until, slots in self.held if until > at))


def parse(item_id: str, body: Mapping[str, Any]) -> ReliefPoint:
    """The point that a body states; fields that this version does not know are passed over. Raises BadReference."""
    slots = fields.whole(body, "slots", 0, MOST_SLOTS)
    charity = fields.whole(body, "charity_slots", 0, slots, absent=0)
    return ReliefPoint(
        id=item_id, name=fields.text(body, "name", longest=SHORT, needed=True),
        address=fields.text(body, "address", longest=SHORT), lat_e7=fields.whole(body, "lat_e7", -900_000_000, 900_000_000),
        lon_e7=fields.whole(body, "lon_e7", -1_800_000_000, 1_800_000_000), slots=slots, charity_slots=charity,
        free_slots=fields.whole(body, "free_slots", 0, slots - charity), free_at=fields.moment(body, "free_at"),
        hours=hours.read(body), goods=fields.codes(body, "goods"), manager=fields.text(body, "manager", longest=SHORT),
        phone=fields.text(body, "phone", longest=PHONE), held=_held(body.get("held", ())),
    )  # fmt: skip


def _held(value: Any) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, Sequence) or not all(isinstance(one, Mapping) for one in value):
        raise BadReference("held: a list of {until, slots}")
    return tuple((fields.moment(one, "until"), fields.whole(one, "slots", 0, MOST_SLOTS)) for one in value)
