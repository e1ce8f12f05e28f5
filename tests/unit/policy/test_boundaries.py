"""Each limit on its last value and on the next one: shares, sizes and widths are strict, counts and times include the limit."""

from typing import Any

import pytest

from inspector_app.domain.policy.engine import Decision, decide
from tests.policies import shipped

STALL = {"category": "stall", "road_class": "branch", "corrected_on_site": False}
VENDOR = STALL | {"road_class": "secondary"}
SITE = {"category": "hoarding", "permit": "valid", "corrected_on_site": False}
CAR = {"category": "parking", "vehicle": "motor", "road_class": "branch", "location": "footpath", "plate": "豫A12345"}
BIKES = {"category": "parking", "vehicle": "shared", "location": "other"}
CASE = {"category": "hoarding", "permit": "none", "corrected_on_site": False}

# threshold: facts, the fact that meets the limit, (value, primary code) on this side and on the other
LIMITS: dict[str, tuple[dict[str, Any], str, tuple[object, str], tuple[object, str]]] = {
    "passage_min": (STALL, "passage_left_m", (1.5, "ST_REGULATED_GUIDE"), (1.499, "ST_PASSAGE_BLOCKED")),
    "relief_distance": (
        VENDOR | {"nearest_relief": {"free_slots": 1}},
        "nearest_relief.distance_m",
        (1000, "ST_GUIDE_RP"),
        (1000.001, "ST_GUIDE_ALT"),
    ),
    "relief_slots": (
        VENDOR | {"nearest_relief": {"distance_m": 1}},
        "nearest_relief.free_slots",
        (1, "ST_GUIDE_RP"),
        (0, "ST_GUIDE_ALT"),
    ),
    "serial_orders": (
        STALL | {"history": {"order": "complied"}},
        "history.orders_90d",
        (1, "ST_REGULATED_GUIDE"),
        (2, "OV_SERIAL_REPEAT"),
    ),
    "complied_recent": (
        STALL | {"history": {"order": "complied", "orders_90d": 1}},
        "history.complied_days",
        (31, "ST_REGULATED_GUIDE"),
        (30, "REPEAT_AFTER_COMPLIANCE"),
    ),
    "warned": (STALL, "history.warnings_30d", (0, "ST_REGULATED_GUIDE"), (1, "REPEAT_WARNED")),
    "idle_remind": (SITE, "idle_days", (6, "HD_COMPLIANT"), (7, "HD_IDLE_REMIND")),
    "idle_warn": (SITE, "idle_days", (14, "HD_IDLE_REMIND"), (15, "HD_IDLE_WARN")),
    "idle_decide": (SITE, "idle_days", (29, "HD_IDLE_WARN"), (30, "HD_IDLE")),
    "expiry_remind": (SITE, "days_to_expiry", (8, "HD_COMPLIANT"), (7, "HD_EXPIRY_REMINDER")),
    "expired_grace": (SITE | {"permit": "expired"}, "days_expired", (3, "HD_EXPIRED_GRACE"), (4, "HD_EXPIRED")),
    "emergency_file": (
        SITE | {"permit": "emergency"},
        "hours_since_emergency",
        (24, "HD_EMERGENCY_24H"),
        (24.001, "HD_EMERGENCY_LATE"),
    ),
    "emergency_late": (
        SITE | {"permit": "emergency"},
        "hours_since_emergency",
        (48, "HD_EMERGENCY_LATE"),
        (48.001, "HD_NO_PERMIT"),
    ),
    "area_tolerance": (SITE | {"approved_area": 61}, "measured_area", (64.05, "HD_COMPLIANT"), (64.06, "HD_OVER_AREA")),
    "area_gross": (
        SITE | {"approved_area": 61},
        "measured_area",
        (73.2, "HD_OVER_AREA"),
        (73.21, "HD_OVER_AREA_GROSS"),
    ),
    "area_gross_m2": (
        SITE | {"approved_area": 900},
        "measured_area",
        (950, "HD_OVER_AREA"),
        (950.01, "HD_OVER_AREA_GROSS"),
    ),
    "finished_remind": (
        SITE | {"work_finished": True},
        "days_since_finished",
        (2, "HD_FINISHED_REMIND"),
        (3, "HD_FINISHED_NOT_REMOVED"),
    ),
    "finished_order": (
        SITE | {"work_finished": True},
        "days_since_finished",
        (7, "HD_FINISHED_NOT_REMOVED"),
        (8, "HD_FINISHED_OVERDUE"),
    ),
    "reminder": (CAR, "reminder_min", (9.99, "PM_REMINDER_RUNNING"), (10, "PM_TICKET_HANDOVER")),
    "bikes_order": (BIKES, "count", (19, "PS_OPERATOR_NOTIFY"), (20, "PS_OPERATOR_ORDER")),
    "bikes_serious": (BIKES | {"blocks": ["motor_lane"]}, "count", (99, "PS_OPERATOR_ORDER"), (100, "PS_SERIOUS")),
    "exempt_age": (CASE, "subject.age", (13, "EXEMPT_SUBJECT"), (14, "HD_NO_PERMIT")),
}

# threshold: facts, the fact that meets the limit, the flag, and the values without and with it
FLAGGED: dict[str, tuple[dict[str, Any], str, str, object, object]] = {
    "warned_out": (STALL, "history.warnings_30d", "must_issue_order", 2, 3),
    "sworn": (CASE, "sworn_present", "need_sworn", 2, 1),
    "night_from": (CASE, "observed_at", "no_forced_execution", "2024-05-20T21:59", "2024-05-20T22:00"),
    "night_to": (CASE, "observed_at", "no_forced_execution", "2024-05-20T06:00", "2024-05-20T05:59"),
}

VERSIONS = pytest.mark.parametrize("pack", ["721-v1", "721-v1.1"])


@VERSIONS
@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_falls_where_it_is_documented(pack: str, limit: str) -> None:
    facts, path, here, beyond = LIMITS[limit]
    for value, code in (here, beyond):
        assert decided(pack, facts, path, value).primary == code


@VERSIONS
@pytest.mark.parametrize("limit", FLAGGED)
def test_a_flag_begins_where_it_is_documented(pack: str, limit: str) -> None:
    facts, path, flag, without, having = FLAGGED[limit]
    assert flag not in decided(pack, facts, path, without).flags
    assert flag in decided(pack, facts, path, having).flags


@VERSIONS
def test_no_limit_of_the_pack_is_forgotten_here(pack: str) -> None:
    assert set(LIMITS) | set(FLAGGED) == set(shipped(pack).scope.thresholds)


@pytest.mark.parametrize(
    ("measured", "primary"), [(2050, "HD_COMPLIANT"), (2050.01, "HD_OVER_AREA_GROSS"), (2100.01, "HD_OVER_AREA_GROSS")]
)
def test_fifty_square_metres_count_at_the_gate_too(measured: float, primary: str) -> None:
    facts = SITE | {"approved_area": 2000}
    assert decided("721-v1.1", facts, "measured_area", measured).primary == primary


@pytest.mark.parametrize(("clock", "inside"), [("17:59", False), ("18:00", True), ("22:59", True), ("23:00", False)])
def test_agreed_hours_include_their_start_and_not_their_end(clock: str, inside: bool) -> None:
    shop = STALL | {"form": "shop_overflow", "within_line": True}
    shop |= {"street_policy": {"mode": "tolerate", "hours": ["18:00", "23:00"]}}
    primary = decided("721-v1.1", shop, "observed_at", f"2024-05-20T{clock}").primary
    assert (primary == "ST_POLICY_TOLERATED") == inside


def decided(pack: str, facts: dict[str, Any], path: str, value: object) -> Decision:
    group, _, part = path.rpartition(".")
    more = {group: {**facts.get(group, {}), part: value}} if group else {part: value}
    return decide({"observed_at": "2024-05-20T10:00"} | facts | more, shipped(pack))
