"""What covers the ground: water, green and squares, and the strips that roads take; nothing is built there."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city.blocks import Lot, Parted
from inspector_app.demo.city.chance import Chance
from inspector_app.demo.city.network import Street
from inspector_app.demo.city.plan import WIDE, Plan
from inspector_app.demo.city.plane import Shape, Spot, curve

FOOTPATH = {"expressway": 12, "main": 9, "secondary": 7, "branch": 4, "non_road": 1.5}  # m beside the carriageway
_GREEN = {
    "park": "park",
    "bank": "park",
    "green": "park",
    "square": "square",
    "rail": "verge",
    "wood": "wood",
    "field": "field",
}
_SIGNS = "清风翠谷春晓映月听雨知秋怡园静湖百花梧桐银杏玉兰紫薇海棠"


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of ground: `kind` river, lake, park, square, pitch, verge …"""

    shape: Shape
    kind: str
    name: str


def water(plan: Plan) -> list[Patch]:
    """Rivers between their banks, and lakes."""
    flowing = [
        Patch(shapely.intersection(shapely.buffer(river.line, river.width / 2, cap_style="flat"), WIDE), "river", river.name)
        for river in plan.rivers
    ]  # fmt: skip
    return flowing + [
        Patch(_lake(told["at"], told["radii"], told["turn"]), "lake", told["name"]) for told in plan.told["lakes"]
    ]


def strips(streets: Sequence[Street], *, with_footpath: bool) -> list[Shape]:
    """The ground that each road takes, in the order of the roads."""
    return [
        shapely.buffer(
            shapely.simplify(street.drawn, 0.3), street.width / 2 + (FOOTPATH[street.rank] if with_footpath else 0),
            cap_style="flat", join_style="mitre", mitre_limit=2,
        )
        for street in streets
    ]  # fmt: skip


class Taken:
    """Ground that is taken: by roads with their footpaths, rails, water."""

    def __init__(self, plan: Plan, streets: Sequence[Street], waters: Sequence[Patch]) -> None:
        self._shapes = strips(streets, with_footpath=True)
        self._shapes += [shapely.buffer(track.line, 14, cap_style="flat") for track in plan.rails]
        self._shapes += [shapely.buffer(patch.shape, 9) for patch in waters]
        self._tree = shapely.STRtree(self._shapes)

    def left(self, shape: Shape, setback: float) -> Shape:
        """What of a lot is free to be built on: its largest part."""
        free = shapely.difference(shapely.buffer(shape, -setback), _near(shape, self._shapes, self._tree))
        parts = [part for part in shapely.get_parts(free) if part.geom_type == "Polygon"]
        return shapely.simplify(max(parts, key=lambda part: part.area, default=shapely.Polygon()), 1.0)


def green(parted: Parted, streets: Sequence[Street], waters: Sequence[Patch]) -> list[Patch]:
    """Parks, banks, squares and verges, without what roads and water take of them."""
    bare = strips(streets, with_footpath=False)
    taken = shapely.STRtree(shapes := bare + [patch.shape for patch in waters])
    found = []
    for number, lot in enumerate(parted.lots):
        if lot.use in _GREEN:
            free = shapely.difference(shapely.buffer(lot.shape, -1.0), _near(lot.shape, shapes, taken))
            found += [
                Patch(part, _GREEN[lot.use], lot.name or _name(lot, number))
                for part in shapely.get_parts(free)
                if part.geom_type == "Polygon" and part.area > 300
            ]
    return found


def _near(shape: Shape, shapes: Sequence[Shape], tree: shapely.STRtree) -> Shape:
    """What of the shapes lies around one: long roads are cut to it first, which makes the rest ten times quicker."""
    near = [shapes[at] for at in sorted(tree.query(shape))]
    return shapely.union_all(shapely.intersection(near, shapely.box(*shape.bounds))) if near else shapely.Polygon()


def _name(lot: Lot, number: int) -> str:
    chance = Chance("green", number)
    at = chance.below(len(_SIGNS) // 2) * 2
    return {"green": f"{_SIGNS[at : at + 2]}游园", "square": f"{_SIGNS[at : at + 2]}广场"}.get(lot.use, "")


def _lake(at: Spot, radii: Spot, turn: int) -> Shape:
    """A shore that is round but no circle; `turn` in degrees of its longer radius."""
    chance = Chance("lake", *at)
    reach = [(1.0, 0.0), (0.72, 0.68), (0.0, 1.0), (-0.7, 0.7), (-1.0, 0.0), (-0.68, -0.74), (0.0, -1.0), (0.7, -0.7)]
    east, north = 1 - turn * turn / 12_000, turn / 90 if turn < 90 else 2 - turn / 90
    size = (east * east + north * north) ** 0.5
    corners = []
    for x, y in reach:
        part = chance.between(78, 112) / 100
        u, v = x * radii[0] * part, y * radii[1] * part
        corners.append((at[0] + (u * east - v * north) / size, at[1] + (u * north + v * east) / size))
    return shapely.Polygon(curve([*corners, corners[0]], 6))
