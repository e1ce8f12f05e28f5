"""Steps 4 to 6 of domain §3.7.11 for the second reading: stalls, hoardings, parking."""

from tests.property.reading_words import Reading, areas, over_by


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
