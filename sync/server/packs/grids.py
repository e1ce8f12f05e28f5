"""Unit grids (单元网格) with their days of validity, and whether any two of them lie over each other at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely  # type: ignore[import-untyped]

from inspector_app.domain.reference.street import ZONES
from sync.server.packs import cells, shapes
from sync.server.packs.areas import Area
from sync.server.packs.folder import Folder
from sync.server.packs.ground import Ground
from sync.server.packs.ledger import BadRow, Ledger, Reason
from sync.server.packs.shapes import Shape
from sync.server.packs.sources import Row

LARGEST_DM2 = 10**11  # 1 000 km²
SLIVER_M2 = 2.0  # what neighbours may overlap by rounding alone
ALWAYS = "9"  # after every day


@dataclass(frozen=True, slots=True)
class Grid:
    """`area_dm2` is what the file says, or measured. `file` and `where` are for what is told of it later."""

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
    file: str
    where: str

    def meets(self, other: "Grid") -> bool:
        """Whether both are in force on some day."""
        return self.first <= (other.last or ALWAYS) and other.first <= (self.last or ALWAYS)


def read(folder: Folder, areas: Sequence[Area], ground: Ground, ledger: Ledger) -> list[Grid]:
    """All grids by code, then by first day."""
    found: list[Grid] = []
    for source in folder.of("grids"):
        grid = partial(_grid, source.path.name)
        found += cells.taken(source, cells.rows(source, ground, ledger), ledger, grid)
    found = _once(found, ledger)
    _tell_parents(found, areas, ledger)
    _tell_overlaps(found, ledger)
    return found


def _grid(file: str, row: Row) -> Grid:
    code = cells.code(row, 15)
    community = cells.text(row, "community") or code[:12]
    if community != code[:12]:
        raise BadRow(Reason.WRONG_PARENT, f"code {code} does not begin with its community's, {community[:40]}")
    shape = shapes.checked_area(row.shape)
    first, last = cells.span(row)
    area = cells.whole(row, "area_dm2", LARGEST_DM2) or max(1, round(shapes.square_metres(shape) * 100))
    return Grid(
        code, community, cells.text(row, "unit"), cells.word(row, "zone", ZONES), cells.text(row, "land_use"),
        cells.text(row, "level"), area, first, last, shape, file, row.where,
    )  # fmt: skip


def _once(grids: Sequence[Grid], ledger: Ledger) -> list[Grid]:
    """One code has one grid on any day; the first in the files stays."""
    kept: dict[str, list[Grid]] = {}
    for grid in grids:
        same = next((one for one in kept.get(grid.code, ()) if one.meets(grid)), None)
        if same is None:
            kept.setdefault(grid.code, []).append(grid)
        else:
            text = f"code {grid.code} is in force at {same.where} already"
            ledger.reject(grid.file, grid.where, Reason.DUPLICATE, text)
    return sorted((one for its in kept.values() for one in its), key=lambda one: (one.code, one.first))


def _tell_parents(grids: Sequence[Grid], areas: Sequence[Area], ledger: Ledger) -> None:
    known = {area.code for area in areas if area.kind == "community"}
    for grid in grids:
        if known and grid.community not in known:
            text = f"there is no community {grid.community} for {grid.code}"
            ledger.warn(grid.file, grid.where, Reason.UNKNOWN_PARENT, text)


def _tell_overlaps(grids: Sequence[Grid], ledger: Ledger) -> None:
    """Both stay: near a border a laptop names both as candidates, and the centre decides."""
    outlines = np.array([grid.shape for grid in grids], dtype=object)
    tree = shapely.STRtree(outlines)
    for one, other in sorted(zip(*tree.query(outlines, predicate="intersects").tolist(), strict=True)):
        if one >= other or not grids[one].meets(grids[other]):
            continue
        shared = shapes.square_metres(shapely.intersection(outlines[one], outlines[other]))
        if shared > SLIVER_M2:
            text = f"grids {grids[one].code} and {grids[other].code} share {shared:.0f} m²"
            ledger.warn(grids[other].file, grids[other].where, Reason.OVERLAP, text)
