"""A second reading of domain §3.7.11 in plain Python, step by step, independent of the rule tables: the engine must agree with it."""

from fractions import Fraction
from typing import Any

LEVELS = ("none", "service", "management", "enforcement")
LIFE_SAFETY = {"fire_lane", "hydrant", "emergency_exit"}
ACCESS = {"blind_track", "metro_exit", "crosswalk", "bus_stop"}
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


class Reading:
    """One evaluation; attributes are the outputs."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.level = 0
        self.floor = 0
        self.hard = False
        self.codes: list[tuple[str, int]] = []
        self.flags: list[str] = []
        self.refer: list[str] = []
        self.missing: list[str] = []
        self.gate = "na"

    def get(self, name: str, default: Any = None) -> Any:
        value = self.facts.get(name)
        return default if value is None else value

    def part(self, group: str, name: str, default: Any = None) -> Any:
        value = (self.facts.get(group) or {}).get(name)
        return default if value is None else value

    def hit(self, level: int, code: str) -> None:
        self.codes.append((code, level))
        self.level = max(self.level, level)

    def hard_hit(self, code: str) -> None:
        self.hit(3, code)
        self.hard = True

    def floor_hit(self, code: str) -> None:
        self.hit(2, code)
        self.floor = 2

    def flag(self, name: str) -> None:
        if name not in self.flags:
            self.flags.append(name)

    def lacks(self, name: str) -> None:
        if name not in self.missing:
            self.missing.append(name)

    def one_down(self, code: str) -> None:
        level = max(self.level - 1, self.floor, 1)
        if level < self.level:
            self.level = level
            self.codes.insert(0, (code, level))

    @property
    def names(self) -> list[str]:
        return [code for code, _ in self.codes]

    @property
    def primary(self) -> str:
        equal = [code for code, level in self.codes if level == self.level]
        return (equal or self.names or ["NO_FINDING"])[0]

    @property
    def hazard(self) -> str | None:
        # Absent is none; null stays null, because hazard is nullable.
        value: str | None = self.facts.get("hazard", "none")
        return value

    @property
    def blocks(self) -> set[str]:
        return set(self.get("blocks", []))

    @property
    def attitude(self) -> str:
        return str(self.get("attitude", "cooperative"))

    @property
    def corrected(self) -> bool:
        return self.facts.get("corrected_on_site") is True

    @property
    def calm(self) -> bool:
        return self.hazard == "none" and not self.blocks and self.attitude != "obstructs"

    @property
    def order(self) -> str:
        return str(self.part("history", "order", "none"))

    @property
    def by_identity(self) -> bool:
        return bool(self.part("history", "basis", "identity") == "identity")

    def in_hours(self) -> bool | None:
        """None without agreed hours or without a time."""
        hours = self.part("street_policy", "hours")
        if hours is None or self.get("observed_at") is None:
            return None
        return inside(self.get("observed_at")[11:], hours[0], hours[1])

    @property
    def zone(self) -> str:
        by_road = {"expressway": "prohibited", "main": "prohibited", "secondary": "controlled"}
        zone = self.part("street_policy", "zone") or by_road.get(self.get("road_class"), "regulated")
        return "controlled" if zone == "regulated" and self.in_hours() is False else zone


def inside(now: str, start: str, end: str) -> bool:
    if start <= end:
        return start <= now < end
    return now >= start or now < end


def exact(value: Any) -> Fraction:
    return Fraction(repr(value))


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


def areas(r: Reading) -> tuple[Fraction, Fraction] | None:
    approved, measured = r.get("approved_area"), r.get("measured_area")
    return None if approved is None or measured is None else (exact(approved), exact(measured))


def over_by(r: Reading, percent: int) -> bool:
    known = areas(r)
    return known is not None and 100 * known[1] > (100 + percent) * known[0]


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


def stall(r: Reading) -> None:
    if r.get("goods") == "open_bbq" and not r.get("bbq_designated"):
        r.hit(2, "ST_OPEN_BBQ")
    elif r.get("in_relief_point"):
        r.hit(1, "RP_RULE_REMINDER")
    elif r.get("permit") == "expired":
        r.hit(2, "ST_PERMIT_EXPIRED")
    else:
        by_zone(r)


def by_zone(r: Reading) -> None:
    near = r.part("nearest_relief", "distance_m", 9999) <= 1000
    usable = near and r.part("nearest_relief", "free_slots", 0) >= 1 and r.part("nearest_relief", "open_now", True)
    if r.get("form") == "shop_overflow":
        guide = "ST_SHOP_FRONT_DUTY"
    elif usable:
        guide = "ST_GUIDE_RP"
    else:
        guide = "ST_GUIDE_ALT"
        r.flag("relief_demand")
    if r.zone == "regulated":
        if r.get("passage_left_m", 99) < 1.5:
            r.hit(2, "ST_PASSAGE_BLOCKED")
        else:
            r.hit(1, "ST_REGULATED_GUIDE")
    elif r.zone == "controlled" or r.corrected:
        r.hit(1, guide)
    else:
        if r.get("corrected_on_site") is None:
            r.lacks("corrected_on_site")
            r.flag("provisional")
        r.hit(2, "ST_PROHIBITED_ORDER")


def hoarding(r: Reading) -> None:
    hoarding_permit(r)
    hoarding_area(r)
    hoarding_progress(r)
    hoarding_fittings(r)
    if r.level == 0 and r.get("days_to_expiry", 9999) <= 7:
        r.hit(1, "HD_EXPIRY_REMINDER")
    if r.get("dig_ban_period"):
        r.flag("dig_ban_check")


def hoarding_area(r: Reading) -> None:
    known = areas(r)
    if known is None:
        if r.get("approved_area") is not None:
            r.lacks("measured_area")
    elif over_by(r, 20) or known[1] - known[0] > 50:
        r.hit(3, "HD_OVER_AREA_GROSS")
    elif over_by(r, 5):
        r.hit(2, "HD_OVER_AREA")


def hoarding_fittings(r: Reading) -> None:
    if r.get("signs", "ok") == "missing":
        r.floor_hit("HD_SIGNS_MISSING")
    enclosure, board = r.get("enclosure", "ok"), r.get("board", "ok")
    if enclosure in ("missing", "non_opaque"):
        r.hit(2, "HD_ENCLOSURE_MISSING")
    elif enclosure == "minor_defect":
        r.hit(1, "HD_MINOR_DEFECT")
    if board == "incomplete":
        r.hit(1, "HD_BOARD_INCOMPLETE")
    elif board == "missing":
        r.hit(2, "HD_BOARD_MISSING")


def hoarding_permit(r: Reading) -> None:
    permit, hours = r.get("permit", "unknown"), r.get("hours_since_emergency", 0)
    if permit == "unknown":
        r.lacks("permit")
        r.flag("provisional")
        r.hit(2, "HD_PERMIT_UNKNOWN")
    elif permit == "none" and r.get("instant_permit_eligible"):
        r.hit(2, "HD_NO_PERMIT_INSTANT")
    elif permit == "none" or (permit == "emergency" and hours > 48):
        r.hit(3, "HD_NO_PERMIT")
    elif permit == "emergency" and hours <= 24:
        r.hit(1, "HD_EMERGENCY_24H")
    elif permit == "emergency":
        r.hit(2, "HD_EMERGENCY_LATE")
    elif permit == "expired" and r.get("extension_applied"):
        r.hit(1, "HD_EXT_PENDING")
    elif permit == "expired" and r.get("days_expired", 0) <= 3:
        r.hit(2, "HD_EXPIRED_GRACE")
    elif permit == "expired":
        r.hit(3, "HD_EXPIRED")


def hoarding_progress(r: Reading) -> None:
    idle, done = r.get("idle_days", 0), r.get("days_since_finished", 0)
    if r.get("work_finished"):
        codes = ((2, 1, "HD_FINISHED_REMIND"), (7, 2, "HD_FINISHED_NOT_REMOVED"), (9999, 3, "HD_FINISHED_OVERDUE"))
        level, code = next((level, code) for limit, level, code in codes if done <= limit)
        r.hit(level, code)
    elif idle >= 7 and r.get("idle_excused"):
        r.hit(1, "HD_IDLE_EXCUSED")
    elif idle >= 7:
        codes = ((30, 3, "HD_IDLE"), (15, 2, "HD_IDLE_WARN"), (7, 1, "HD_IDLE_REMIND"))
        level, code = next((level, code) for limit, level, code in codes if idle >= limit)
        r.hit(level, code)


def parking(r: Reading) -> None:
    vehicle, driver = r.facts["vehicle"], r.get("driver", "absent")
    if vehicle == "motor":
        motor(r, driver)
    elif vehicle == "non_motor":
        if r.get("abandoned"):
            r.hit(2, "PN_ABANDONED")
        elif r.blocks - {"drain_inlet"}:
            if driver == "present_refuses":
                r.hard_hit("PN_SIMPLE_PENALTY")
            elif driver == "present_leaves":
                r.hit(1, "PN_OWNER_MOVED")
            else:
                r.hit(2, "PN_MOVED_WITH_NOTICE")
        else:
            r.hit(1, "PN_TIDY")
    elif vehicle == "shared":
        count = r.get("count", 1)
        if count >= 100 and r.blocks:
            r.hit(3, "PS_SERIOUS")
        elif count >= 20 or r.blocks:
            r.hit(2, "PS_OPERATOR_ORDER")
        else:
            r.hit(1, "PS_OPERATOR_NOTIFY")
    else:
        r.hit(2, "PM_GROUND_LOCK")


def motor(r: Reading, driver: str) -> None:
    if not r.get("plate", "").strip():
        r.lacks("plate")
    minutes = r.get("reminder_min")
    if driver == "present_leaves":
        r.hit(1, "PM_DRIVER_LEFT")
    elif driver == "present_refuses":
        r.hard_hit("PM_REFUSES_LEAVE")
        r.refer.append("traffic_police")
    elif minutes is None or minutes < 10:
        r.hit(2, "PM_REMINDER_START" if minutes is None else "PM_REMINDER_RUNNING")
        r.flag("provisional")
    elif r.get("road_class") in ("main", "expressway"):
        r.hard_hit("PM_POLICE_ROAD")
        r.refer.append("traffic_police")
    else:
        r.hard_hit("PM_TICKET_HANDOVER")
        r.flag("handover_24h")
        r.refer.append("traffic_police")


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
