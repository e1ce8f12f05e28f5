"""A second reading of domain §3.7.11 in plain Python, step by step, independent of the rule tables: the engine must agree with it."""

from typing import Any

from tests.property.reading_tables import hoarding, parking, stall
from tests.property.reading_words import ACCESS, LIFE_SAFETY, Reading, inside, over_by

LEVELS = ("none", "service", "management", "enforcement")
HOARDING_FINES = {
    "OV_ORDER_OVERDUE",
    "HD_NO_PERMIT",
    "HD_NO_PERMIT_INSTANT",
    "HD_EXPIRED",
    "HD_EXPIRED_GRACE",
    "HD_OVER_AREA",
    "HD_OVER_AREA_GROSS",
    "HD_FINISHED_NOT_REMOVED",
    "HD_FINISHED_OVERDUE",
    "HD_SIGNS_MISSING",
    "OV_DRAINAGE",
    "HD_EMERGENCY_LATE",
}


def read(facts: dict[str, Any]) -> dict[str, Any]:
    """Every output field of the decision on valid facts."""
    r = Reading(facts)
    if "history" in facts and facts["history"] is None:
        r.lacks("history")
        r.flag("provisional")
    if not gates(r):
        safety(r)
        history(r)
        {"stall": stall, "hoarding": hoarding, "parking": parking}[facts["category"]](r)
        nothing_yet(r)
        escalators(r)
        leniency(r)
        last_flags(r)
        r.gate = fine_gate(r)
    return {
        "tier": LEVELS[r.level],
        "primary": r.primary,
        "reasons": r.names,
        "fine_gate": r.gate,
        "flags": r.flags,
        "refer": r.refer,
        "missing": r.missing,
    }


def gates(r: Reading) -> bool:
    category = r.facts["category"]
    if category == "stall" and r.calm:
        code = stall_gate(r)
    elif category == "parking":
        code = parking_gate(r)
    elif category == "hoarding" and r.calm and clean(r) and r.get("days_to_expiry", 9999) > 7:
        code = "HD_COMPLIANT"
    else:
        code = ""
    if code:
        r.hit(0, code)
    if code == "J_PRIVATE_LAND":
        r.flag("guide_property_manager")
    return bool(code)


def stall_gate(r: Reading) -> str:
    if r.get("in_relief_point") and r.get("relief_breach", "none") == "none":
        return "ST_RP_COMPLIANT"
    if r.get("permit") == "valid":
        return "ST_PERMIT_OK"
    tolerated = r.part("street_policy", "mode") == "tolerate" and r.get("form") == "shop_overflow"
    hours_fit = r.part("street_policy", "hours") is None or r.in_hours() is True
    return "ST_POLICY_TOLERATED" if tolerated and hours_fit and r.get("within_line") is True else ""


def parking_gate(r: Reading) -> str:
    if r.attitude != "obstructs" and r.hazard != "imminent":
        if r.get("emergency_duty"):
            return "PM_EMERGENCY_DUTY"
        if r.get("location") == "private" and not r.blocks & LIFE_SAFETY:
            return "J_PRIVATE_LAND"
    marked = r.get("location") == "marked_bay" and not r.get("bay_violation")
    return "PK_COMPLIANT" if r.calm and (marked or r.get("location") == "non_motor_spot") else ""


def clean(r: Reading) -> bool:
    fittings = all(r.get(name, "ok") == "ok" for name in ("board", "enclosure", "signs"))
    going_on = r.get("idle_days", 0) < 7 and not r.get("work_finished")
    return r.get("permit") == "valid" and not over_by(r, 5) and fittings and going_on


def safety(r: Reading) -> None:
    if r.attitude == "obstructs":
        r.hard_hit("OV_OBSTRUCTION")
        r.refer.append("police")
        r.flag("urgent")
    if r.hazard == "imminent":
        r.hard_hit("OV_IMMINENT_HAZARD")
        r.flag("urgent")
    if r.blocks & LIFE_SAFETY:
        r.refer.append("fire_rescue")
        if r.corrected:
            r.floor_hit("FL_FIRE_LANE_CLEARED")
        else:
            r.hard_hit("OV_FIRE_LANE")
            r.flag("urgent")
    if "drain_inlet" in r.blocks:
        if r.corrected:
            r.floor_hit("FL_DRAIN_CLEARED")
        else:
            r.hard_hit("OV_DRAINAGE")
    if r.blocks & ACCESS and not r.corrected:
        on_hoarding = r.facts["category"] == "hoarding"
        if (on_hoarding and not r.get("alternative_route")) or r.attitude == "refuses":
            r.hard_hit("OV_ACCESS_BLOCKED")
        elif not on_hoarding:
            r.floor_hit("FL_ACCESS_BLOCKED")


def history(r: Reading) -> None:
    warnings = r.part("history", "warnings_30d", 0)
    if r.order == "overdue":
        if r.by_identity:
            r.hard_hit("OV_ORDER_OVERDUE")
        else:
            r.floor_hit("REPEAT_PLACE_ONLY")
    elif r.order == "pending":
        r.floor_hit("ORDER_PENDING")
    elif r.order == "complied" and r.part("history", "orders_90d", 1) >= 2 and r.by_identity:
        r.hard_hit("OV_SERIAL_REPEAT")
    elif r.order == "complied" and r.part("history", "complied_days", 9999) <= 30:
        r.floor_hit("REPEAT_AFTER_COMPLIANCE")
        r.flag("must_issue_order")
    elif warnings >= 1 and r.by_identity:
        r.floor_hit("REPEAT_WARNED")
        if warnings >= 3:
            r.flag("must_issue_order")
    elif warnings >= 1:
        r.floor_hit("REPEAT_PLACE_ONLY")


def nothing_yet(r: Reading) -> None:
    if not r.codes and r.corrected and r.blocks & ACCESS:
        r.hit(1, "CLEARED_ON_SITE")
    elif not r.codes and r.hazard == "none" and r.attitude == "cooperative":
        r.hit(0, "HD_COMPLIANT")


def escalators(r: Reading) -> None:
    if r.hazard in ("potential", None):
        r.floor_hit("FL_POTENTIAL_HAZARD")
        if r.hazard is None:
            r.lacks("hazard")
            r.flag("provisional")
    tightens = r.get("campaign") and not r.corrected and not r.part("subject", "vulnerable")
    if tightens and r.level == 1 and r.zone in ("prohibited", "controlled"):
        r.floor_hit("CAMPAIGN_TIGHTEN")
    if r.attitude == "refuses":
        if r.order == "pending":
            r.flag("await_order_deadline")
        elif r.level == 1:
            r.hit(2, "REFUSAL_ESCALATE")
        elif r.level == 2:
            r.hard_hit("OV_REFUSAL")


def leniency(r: Reading) -> None:
    spotless = r.part("history", "violations_365d", 0) == 0 and r.part("history", "warnings_30d", 0) == 0
    harmless = r.hazard == "none" and not r.blocks & (LIFE_SAFETY | {"drain_inlet"})
    if not r.hard and spotless and r.order in ("none", "complied") and harmless and r.corrected:
        if r.level == 3:
            r.one_down("LENIENT_FIRST")
        elif r.level == 2:
            r.one_down("LENIENT_MINOR")
    if r.get("no_fault_claim"):
        if r.hard:
            r.flag("legal_review_no_fault")
        elif r.get("no_fault_evidence"):
            r.one_down("NO_FAULT")
        else:
            r.flag("collect_no_fault_evidence")
    if r.part("subject", "age", 99) < 14 or r.part("subject", "incapacity"):
        r.flag("exempt_subject")
        if r.level == 3 and not {"OV_OBSTRUCTION", "OV_IMMINENT_HAZARD"} & set(r.names):
            r.level = 2
            r.codes.insert(0, ("EXEMPT_SUBJECT", 2))


def last_flags(r: Reading) -> None:
    if r.level >= 2 and r.get("sworn_present", 2) < 2:
        r.flag("need_sworn")
    at = r.get("observed_at")
    resting = (at is not None and inside(at[11:], "22:00", "06:00")) or r.get("is_legal_holiday")
    if r.level == 3 and resting and "urgent" not in r.flags:
        r.flag("no_forced_execution")


def fine_gate(r: Reading) -> str:
    if r.level < 3:
        return "na"
    for flag, gate in (("exempt_subject", "closed_exempt"), ("legal_review_no_fault", "closed_pending_review")):
        if flag in r.flags:
            return gate
    if r.primary in ("OV_OBSTRUCTION", "OV_FIRE_LANE"):
        return "closed_not_our_power"
    if r.facts["category"] == "parking":
        return {"motor": "closed_not_our_power", "ground_lock": "closed_no_basis"}.get(r.facts["vehicle"], "open")
    if r.facts["category"] == "stall":
        barbecue = r.get("goods") == "open_bbq"
        fine = barbecue or r.primary == "OV_DRAINAGE" or "OV_ORDER_OVERDUE" in r.names
        return "open" if fine else "closed_order_first"
    if HOARDING_FINES & set(r.names):
        return "open"
    return "closed_no_basis" if r.primary == "HD_IDLE" else "closed_order_first"
