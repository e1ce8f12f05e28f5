"""The words of domain §3.7.11 for the second reading: level, hit, floor, hard, one down; zone, hours, corrected."""

from fractions import Fraction
from typing import Any

LIFE_SAFETY = {"fire_lane", "hydrant", "emergency_exit"}
ACCESS = {"blind_track", "metro_exit", "crosswalk", "bus_stop"}


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


def areas(r: Reading) -> tuple[Fraction, Fraction] | None:
    approved, measured = r.get("approved_area"), r.get("measured_area")
    return None if approved is None or measured is None else (exact(approved), exact(measured))


def over_by(r: Reading, percent: int) -> bool:
    known = areas(r)
    return known is not None and 100 * known[1] > (100 + percent) * known[0]
