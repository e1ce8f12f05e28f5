"""The areas of the district: unit grids (单元网格) of about 10 000 m², communities and streets that they fill without a gap."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city import network, plane
from inspector_app.demo.city.blocks import Parted
from inspector_app.demo.city.communities import Group
from inspector_app.demo.city.names import CommunityNames
from inspector_app.demo.city.network import Street
from inspector_app.demo.city.plan import Plan
from inspector_app.demo.city.plane import Shape

SINCE, CHANGED, BEFORE = "2019-01-01", "2025-01-01", "2024-12-31"
_LEAST = 2200.0  # m²: a smaller face joins its neighbour
_REPLACED = 70  # every so many grids, two of today were one before
_BAND = 120.0  # m: grids of one row are numbered from west to east
_LAND = {
    "slabs": "R2", "tower": "R2", "yards": "R2", "village": "R3", "office": "A1", "campus": "A31", "school": "A33",
    "hospital": "A5", "stadium": "A4", "mall": "B1", "market": "B1", "works": "M1", "green": "G1", "park": "G1",
    "square": "G3", "bank": "E1", "rail": "H2",
}  # fmt: skip  # GB 50137


@dataclass(frozen=True, slots=True)
class Area:
    """A district, street or community; `shape` in degrees × 10⁷."""

    kind: str
    code: str
    name: str
    parent: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Grid:
    code: str
    community: str
    unit: str
    zone: str
    land_use: str
    level: str
    area_dm2: int
    first: str
    last: str
    shape: Shape


def divide(
    plan: Plan, parted: Parted, groups: Sequence[Group], streets: Sequence[Street]
) -> tuple[list[Area], list[Grid]]:
    """All areas from the district down, and the grids; on the lattice, so that neighbours have their corners in common."""
    faces = _faces(parted)
    of_block = {block: number for number, group in enumerate(groups) for block in group.blocks}
    blocks = shapely.STRtree(parted.blocks)
    members: dict[int, list[Shape]] = defaultdict(list)
    for face, block in zip(*_within(faces, blocks), strict=True):
        if block in of_block:
            members[of_block[block]].append(faces[face])
    areas, grids, names = [], [], CommunityNames()
    serial: dict[str, int] = defaultdict(int)
    look = _Look(parted, streets)
    for number, group in enumerate(groups):
        serial[group.street] += 1
        code = f"{group.street}{serial[group.street]:03d}"
        shape = shapely.union_all(members[number])
        areas.append(Area("community", code, names.after(look.roads(shape)), group.street, shape))
        grids += _numbered(code, _merged(members[number]), look)
    return [*_above(plan, areas), *areas], grids


def unit_of(code: str) -> str:
    """The squad (中队) that looks after an area or grid."""
    return f"{code[:9]}Z"


def _faces(parted: Parted) -> list[Shape]:
    inner = [shape for shape, is_inside in zip(parted.blocks, parted.inside, strict=True) if is_inside]
    lines = [*(shape.exterior for shape in inner), *(cut.line for cut in parted.cuts), *parted.walls]
    noded = shapely.unary_union([plane.lattice(line) for line in lines], grid_size=1)
    return list(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))


def _within(faces: Sequence[Shape], tree: shapely.STRtree) -> tuple[list[int], list[int]]:
    """Numbers of faces, and of the shape (in metres) that each lies in."""
    inner = [plane.metres(face.representative_point()) for face in faces]
    face, shape = tree.query(inner, predicate="within")
    return face.tolist(), shape.tolist()


def _merged(faces: Sequence[Shape]) -> list[Shape]:
    """The faces of a community, too small ones joined to the neighbour with the longest common border."""
    kept = sorted(faces, key=lambda face: (float(face.area), face.bounds))
    size = float(plane.PER_METRE[0] * plane.PER_METRE[1])
    while len(kept) > 1 and kept[0].area < _LEAST * size:
        small, rest = kept[0], kept[1:]
        shared = shapely.length(shapely.intersection(small, rest)).tolist()
        best = max(range(len(rest)), key=lambda at: (shared[at], -at))
        rest[best] = shapely.union_all([rest[best], small])
        if rest[best].geom_type != "Polygon":
            break  # touches nothing: it stays what it is
        kept = sorted(rest, key=lambda face: (float(face.area), face.bounds))
    return kept


def _numbered(community: str, faces: Sequence[Shape], look: "_Look") -> list[Grid]:
    """Grids numbered by rows from the north, each from west to east; a few were parted at the last change."""
    middles = [plane.metres(face.centroid).coords[0] for face in faces]
    order = sorted(range(len(faces)), key=lambda at: (-round(middles[at][1] / _BAND), middles[at][0]))
    grids = [look.grid(f"{community}{serial:03d}", community, faces[at]) for serial, at in enumerate(order, 1)]
    chosen = int(community[-5:]) * 7 % _REPLACED
    for serial in range(chosen, len(grids) - 1, _REPLACED):
        one, other = grids[serial : serial + 2]
        before = shapely.union_all([one.shape, other.shape])
        if before.geom_type == "Polygon":
            code = f"{community}{len(grids) + 1:03d}"
            grids[serial], grids[serial + 1] = (look.since(grid, CHANGED) for grid in (one, other))
            grids.append(look.grid(code, community, before, last=BEFORE))
    return grids


def _above(plan: Plan, communities: Sequence[Area]) -> list[Area]:
    told = plan.told
    streets = [
        Area("street", one["code"], one["name"], told["area"], shapely.union_all(parts))
        for one in told["streets"]
        if (parts := [area.shape for area in communities if area.parent == one["code"]])
    ]
    whole = shapely.union_all([area.shape for area in streets])
    return [Area("district", told["area"], told["district"], told["area"][:4] + "00", whole), *streets]


class _Look:
    """What the ground of a grid is used for, and the roads that it lies at."""

    def __init__(self, parted: Parted, streets: Sequence[Street]) -> None:
        self._lots, self._streets = parted.lots, [street for street in streets if street.name]
        self._lot_tree = shapely.STRtree([lot.shape for lot in parted.lots])
        self._tree = shapely.STRtree([street.drawn for street in self._streets])

    def roads(self, shape: Shape) -> list[str]:
        """The roads in or along an area, the longest first: a community is called after one of them."""
        ground = shapely.buffer(plane.metres(shape), 1.0)
        lengths: dict[str, float] = defaultdict(float)
        for at in sorted(self._tree.query(ground, predicate="intersects")):
            street = self._streets[at]
            if street.rank in ("branch", "secondary"):
                lengths[street.name] += float(shapely.intersection(street.drawn, ground).length)
        return sorted(lengths, key=lambda name: (-lengths[name], name)) or ["中心"]

    def grid(self, code: str, community: str, face: Shape, last: str = "") -> Grid:
        inner = plane.metres(face.representative_point())
        lot = self._lots[int(self._lot_tree.query(inner, predicate="within")[0])]
        near = self._streets[int(self._tree.query_nearest(inner, all_matches=False)[0])]
        zone = "prohibited" if lot.use in ("school", "hospital") else network.zone(near)[1]
        level = {"expressway": "一级", "main": "一级", "secondary": "二级"}.get(near.rank, "三级")
        area = round(plane.metres(face).area * 100)
        return Grid(code, community, unit_of(code), zone, _LAND[lot.use], level, area, SINCE, last, face)

    def since(self, grid: Grid, day: str) -> Grid:
        return Grid(
            grid.code, grid.community, grid.unit, grid.zone, grid.land_use, grid.level, grid.area_dm2, day, grid.last, grid.shape
        )  # fmt: skip
