"""House numbers: which road a spot lies at, and its number there, odd on the left side and even on the right."""

from collections.abc import Mapping, Sequence
from typing import Any

import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city.network import Street
from inspector_app.demo.city.plan import FRAME
from inspector_app.demo.city.plane import Spot

_STEP = 13.0  # m for a number on each side
_REACH = 160.0


class Addresses:
    """Gives spots their addresses; where the plan says that a house has a number, it has it."""

    def __init__(self, district: str, streets: Sequence[Street], told: Sequence[Mapping[str, Any]]) -> None:
        self._district = district
        self._streets = [street for street in streets if street.rank != "expressway"]
        self._tree = shapely.STRtree([street.drawn for street in self._streets])
        self._told = {one["road"]: one for one in told}
        self._begin: dict[str, float] = {}

    def road(self, spot: Spot) -> Street | None:
        """The nearest road; None where there is none in sight."""
        near = self._tree.query_nearest(shapely.Point(spot), max_distance=_REACH, all_matches=False)
        return self._streets[int(near[0])] if len(near) else None

    def at(self, spot: Spot) -> str:
        """金水区纬四路16号"""
        street = self.road(spot)
        return f"{self._district}{street.name}{self._number(street, spot)}" if street else self._district

    def _number(self, street: Street, spot: Spot) -> str:
        line, point = street.drawn, shapely.Point(spot)
        told, along = self._told.get(street.name), line.project(point)
        along -= self._begins(street)
        step, flip, section = _STEP, 0, ""
        if told is not None:
            zero = line.project(shapely.Point(told["zero"]))
            known = line.project(shapely.Point(told["at"]))
            step = max(4.0, abs(known - zero) * 2 / told["number"])
            flip = int(_is_left(line, shapely.Point(told["at"])) == (told["number"] % 2 == 0))
            along = line.project(point) - zero
            section = "西段" if along < 0 < known - zero else ""
        number = 2 * max(1, round(abs(along) / step))
        return f"{section}{number - (_is_left(line, point) != bool(flip))}号"

    def _begins(self, street: Street) -> float:
        """How far along its road the city begins."""
        if street.code not in self._begin:
            inside = shapely.get_coordinates(shapely.intersection(street.drawn, FRAME))
            self._begin[street.code] = float(street.drawn.project(shapely.Point(inside[0]))) if len(inside) else 0.0
        return self._begin[street.code]


def _is_left(line: shapely.LineString, point: shapely.Point) -> bool:
    along = line.project(point)
    before, after = (line.interpolate(max(0.0, min(line.length, along + step))) for step in (-1.0, 1.0))
    return bool((after.x - before.x) * (point.y - before.y) > (after.y - before.y) * (point.x - before.x))
