"""The layers of a bureau's folder that a map shows, in WGS-84: rows as packs read them, one file after the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import shapely  # type: ignore[import-untyped]

from sync.server.packs import ground, sources
from sync.server.packs.folder import CITY, Folder, Source
from sync.server.packs.ledger import BadFolder

Shape: TypeAlias = Any  # shapely's
SHOWN, LONGEST_TEXT = ("class", "name"), 100
NORTHERNMOST = 85  # degrees: where the map of the world ends
WIDEST = 4.0  # degrees: a shape across half of the country would take millions of tiles
# In the order of the map.
LAYERS = (
    "water", "green", "buildings", "roads", "roads_around", "rail", "districts", "streets", "communities", "car_parks",
    "relief_points", "premises",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One file: a shape and its texts for each feature, in degrees of WGS-84."""

    stem: str
    shapes: Sequence[Shape]
    texts: Sequence[Mapping[str, str]]


def read(folder: Folder) -> Iterator[Found]:
    """Every file that is a layer of the map; broken rows are left out: `pack build` tells them one by one. Raises BadFolder, OSError."""
    for source in folder.of(*LAYERS):
        rows = [row for row in ground.located(source, sources.read(source)) if row.shape is not None]
        shapes = np.array([row.shape for row in rows], dtype=object)
        _check(source, shapes)
        texts = [{name: row(name)[:LONGEST_TEXT] for name in SHOWN} for row in rows]
        yield Found(source.layer, list(shapes), texts)


def _check(source: Source, shapes: Any) -> None:
    """Raises BadFolder for what lies nowhere, or everywhere."""
    if not len(shapes):
        return
    bounds = shapely.bounds(shapes)
    if not (abs(bounds) <= (180, NORTHERNMOST, 180, NORTHERNMOST)).all():
        raise BadFolder(f"{source.path.name}: not all positions are degrees; say in {CITY} which datum they are in")
    if float((bounds[:, 2:] - bounds[:, :2]).max()) > WIDEST:
        raise BadFolder(f"{source.path.name}: a shape is wider than {WIDEST:g} degrees, as nothing in a city is")
