"""Relief points for tests, on a map where a thousandth of a degree is a step."""

from typing import Any

from inspector_app.domain.reference import relief
from inspector_app.domain.reference.relief import ReliefPoint

LAT, LON = 347_700_000, 1_136_800_000
ALL_DAY = [["00:00", "24:00"]]


def a_body(**changed: Any) -> dict[str, Any]:
    """A point that is open all day, with 4 of 20 slots free, for food and daily goods."""
    body = {
        "name": "纬四路疏导点", "address": "纬四路 12 号", "lat_e7": LAT, "lon_e7": LON, "slots": 20, "charity_slots": 2,
        "free_slots": 4, "free_at": "2026-03-02T00:00:00.000Z", "hours": ALL_DAY, "goods": ["food", "daily_goods"],
        "manager": "赵师傅", "phone": "0371-0000",
    }  # fmt: skip
    return body | changed


def a_point(item_id: str = "rp-1", /, **changed: Any) -> ReliefPoint:
    return relief.parse(item_id, a_body(**changed))
