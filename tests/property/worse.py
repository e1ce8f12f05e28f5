"""Which of two answers is the worse one, all else equal: a worse answer may never soften the tier (domain §3.7.9)."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Facts = dict[str, Any]

# From mild to bad; None is "not answered". What stands side by side weighs the same.
CHAINS: dict[str, dict[str, tuple[object, ...]]] = {
    "common": {
        "attitude": ("cooperative", "refuses", "obstructs"),
        "corrected_on_site": (True, False),
        "hazard": ("none", "potential", "imminent"),
        "road_class": ("non_road", "branch", "secondary", "main", "expressway"),
        "campaign": (False, True),
        "no_fault_claim": (True, False),
        "no_fault_evidence": (True, False),
        "street_policy.mode": ("tolerate", "guide", "strict"),
        "street_policy.zone": ("regulated", "controlled", "prohibited"),
        "history.basis": ("place", "identity"),
        "history.orders_90d": (0, 1, 2, 3),
        "history.warnings_30d": (0, 1, 2, 3),
        "history.violations_365d": (0, 1, 2),
        "history.complied_days": (31, 30, 1),
        "subject.age": (13, 14),
        "subject.incapacity": (True, False),
        "subject.vulnerable": (True, False),
    },
    "stall": {
        "relief_breach": ("none", "hygiene"),
        "within_line": (True, False),
        "passage_left_m": (2, 1.5, 1.499, 0),
        "bbq_designated": (True, False),
    },
    "hoarding": {
        "instant_permit_eligible": (True, False),
        "days_to_expiry": (8, 7, 0),
        "days_expired": (0, 1, 3, 4),
        "extension_applied": (True, False),
        "hours_since_emergency": (24, 24.001, 48, 48.001),
        "measured_area": (0, 100, 105, 105.01, 120, 120.01, 150, 2050, 2050.01),
        "approved_area": (2000, 1000, 100, 50, 0),
        "idle_days": (0, 6, 7, 14, 15, 29, 30),
        "idle_excused": (True, False),
        "work_finished": (False, True),
        "days_since_finished": (0, 2, 3, 7, 8, 40),
        "board": ("ok", "incomplete", "missing"),
        "enclosure": ("ok", "minor_defect", "non_opaque", "missing"),
        "signs": ("ok", "missing"),
        "alternative_route": (True, False),
    },
    "parking": {
        "bay_violation": (False, True),
        "driver": ("present_leaves", "absent", "present_refuses"),
        "reminder_min": (0, 9.5, 10, 11),
        "count": (1, 19, 20, 99, 100),
        "abandoned": (False, True),
        "emergency_duty": (True, False),
        "police_strict": (False, True),
    },
}

# Pairs that are no chain: (fact, mild, bad).
PAIRS: dict[str, tuple[tuple[str, object, object], ...]] = {
    "common": (
        ("history.order", "none", "complied"),
        ("history.order", "none", "overdue"),
        ("history.order", "complied", "overdue"),
        ("history.order", "pending", "overdue"),
        ("hazard", "none", None),
        ("hazard", None, "imminent"),
        ("corrected_on_site", True, None),
    ),
    "stall": (
        ("permit", "valid", "none"),
        ("permit", "valid", "expired"),
        ("goods", "food", "open_bbq"),
        ("goods", "produce_self", "open_bbq"),
        ("within_line", True, None),
    ),
    "hoarding": tuple(("permit", "valid", other) for other in ("expired", "none", "unknown", "emergency")),
    "parking": (),
}
BLOCKS = (
    "fire_lane", "hydrant", "emergency_exit", "drain_inlet", "blind_track", "metro_exit", "crosswalk", "bus_stop",
    "motor_lane", "intersection",
)  # fmt: skip


def worsenings(facts: Facts) -> Iterator[tuple[str, Facts, Facts]]:
    """(what, milder, worse): the facts with one answer set to two values of which the second is worse."""
    for group in ("common", facts["category"]):
        for name, chain in CHAINS[group].items():
            for mild, bad in pairwise(chain):
                yield _pair(facts, name, mild, bad)
        for name, mild, bad in PAIRS[group]:
            # A permit that is valid and ended days ago is a contradiction, not the milder answer.
            yield _pair(
                facts | {"days_expired": None} if (name, facts["category"]) == ("permit", "hoarding") else facts,
                name,
                mild,
                bad,
            )
    blocked = [*(facts.get("blocks") or ())]
    for more in BLOCKS:
        if more not in blocked:
            yield f"blocks + {more}", facts, facts | {"blocks": [*blocked, more]}


def _pair(facts: Facts, name: str, mild: object, bad: object) -> tuple[str, Facts, Facts]:
    return f"{name} {mild} < {bad}", _with(facts, name, mild), _with(facts, name, bad)


def _with(facts: Facts, name: str, value: object) -> Facts:
    group, _, part = name.rpartition(".")
    return facts | ({group: {**(facts.get(group) or {}), part: value}} if group else {name: value})
