"""A pack made of a folder: every layer read, judged and written; the same folder, version and moment give the same bytes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from inspector_app.domain.ids import iso
from sync.protocol.pack_file import measured
from sync.protocol.reference_pack import DATABASE, SCHEMA, Manifest
from sync.server.packs import areas, cells, codes, database, folder, grids, past, points, roads, shapes, taken_along
from sync.server.packs.database import Content
from sync.server.packs.folder import Folder
from sync.server.packs.ground import Ground
from sync.server.packs.ledger import Ledger, Reason
from sync.server.packs.sources import Row

WORLD = (-1_800_000_000, -900_000_000, 1_800_000_000, 900_000_000)


@dataclass(frozen=True, slots=True)
class Made:
    """The manifest, its files by their names in the pack, and what was told of the rows."""

    manifest: Manifest
    files: Mapping[str, Path]
    ledger: Ledger


def make(source: Path, work: Path, *, version: int, now: datetime) -> Made:
    """Builds the pack of the folder `source`; its database is written into `work`.

    Raises BadFolder with a sentence when nothing can be made of it, OSError.
    """
    found = folder.read(source)
    taken_along.check(found.along)
    ledger = Ledger()
    for name in found.passed_over:
        foreign = f"packs read {', '.join(folder.ENDINGS)}: export it as one of them"
        unknown = "no layer has this name, and city.json names none for it"
        ledger.reject(name, "file", Reason.NO_LAYER, foreign if name.lower().endswith(folder.FOREIGN) else unknown)
    for name in found.lost:
        ledger.reject(name, "file", Reason.NO_FILE, "no file is there: a link that leads nowhere, or a folder")
    content = _content(found, ledger, now)
    path = work / DATABASE
    database.write(path, content, _meta(found, ledger, version, now))
    files = {DATABASE: path, **found.along}
    city = found.city
    manifest = Manifest(
        schema=SCHEMA, area=city.area, name=city.name, version=version, made_at=iso(now), bounds=_bounds(content),
        counts=_counts(content), files=tuple(measured(name, file) for name, file in files.items()), attribution=city.attribution,
    )  # fmt: skip
    return Made(manifest, files, ledger)


def _content(found: Folder, ledger: Ledger, now: datetime) -> Content:
    known = codes.read(found)
    its_areas, ground = areas.read(found, known, ledger)
    its_roads = roads.read(found, ground, ledger)
    named = ground.landmarks.with_roads((road.name, road.shape) for road in its_roads)
    ground = replace(ground, landmarks=named)
    return Content(
        areas=its_areas, units=_units(found, ledger), grids=grids.read(found, its_areas, ground, ledger), roads=its_roads,
        network=roads.network(its_roads), points=points.read(found, its_areas, known, ground, ledger),
        past=past.read(found, ground, ledger, now=now),
    )  # fmt: skip


def _units(found: Folder, ledger: Ledger) -> list[tuple[str, str, str]]:
    def unit(row: Row) -> tuple[str, str, str]:
        return cells.text(row, "code", needed=True), cells.text(row, "name", needed=True), cells.text(row, "phone")

    known: dict[str, tuple[str, str, str]] = {}
    for source in found.of("units"):
        for one in cells.taken(source, cells.rows(source, Ground(), ledger), ledger, unit):
            known.setdefault(one[0], one)
    return [known[code] for code in sorted(known)]


def _meta(found: Folder, ledger: Ledger, version: int, now: datetime) -> dict[str, str]:
    city = found.city
    return {
        "area": city.area, "name": city.name, "version": str(version), "made_at": iso(now), "attribution": city.attribution,
        "rejected": ledger.counts(kept=False), "told": ledger.counts(kept=True),
    }  # fmt: skip


def _counts(content: Content) -> dict[str, int]:
    """Rows by what they are; nothing is said of what there is none of."""
    kinds = Counter([area.kind for area in content.areas] + [point.kind for point in content.points])
    tables: Mapping[str, Sequence[object]] = {
        "units": content.units, "grids": content.grids, "roads": content.roads, "crossings": content.network.crossings,
        "ways": content.network.ways, "histories": content.past.counters, "history_rows": content.past.rows,
    }  # fmt: skip
    return {
        name: count
        for name, count in sorted((kinds | {name: len(rows) for name, rows in tables.items()}).items())
        if count
    }


def _bounds(content: Content) -> shapes.Box:
    """Of the districts where they are known, else of all that has a place; the world where nothing has."""
    drawn = [area for area in content.areas if area.shape is not None]
    boxes = [shapes.box(area.shape) for area in drawn if area.kind == "district"]
    if not boxes:
        outlines = (
            [area.shape for area in drawn]
            + [grid.shape for grid in content.grids]
            + [road.shape for road in content.roads]
        )
        corners = [area.at for area in content.areas] + [point.at for point in content.points]
        boxes = [shapes.box(outline) for outline in outlines] + [(*corner, *corner) for corner in corners]
    wests, souths, easts, norths = zip(*(boxes or [WORLD]), strict=True)
    return min(wests), min(souths), max(easts), max(norths)
