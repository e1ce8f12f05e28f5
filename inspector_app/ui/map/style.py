"""How the base map looks: tables in `resources/map`, read once for each theme."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtGui import QColor

from inspector_app.ui import theme

if TYPE_CHECKING:
    from inspector_app.services.ports import Reads


class NameRule(NamedTuple):
    """A kind of name is written from one zoom to another, `size` px high; the lower its `rank`, the sooner it gets its place."""

    begin: float
    end: float
    size: int
    rank: int


class MapStyle(NamedTuple):
    """What is drawn, and in which colours. `layers` and `classes` say what other makers call ours."""

    name: str
    layers: dict[str, str]
    classes: dict[str, str]
    roads: tuple[str, ...]  # the lowest first
    widths: dict[str, list[list[float]]]
    begins: dict[str, float]
    rules: dict[str, NameRule]
    colours: dict[str, QColor]

    def width(self, kind: str, zoom: float) -> float:
        """px at a zoom; 0 below the first stop: not drawn."""
        stops = self.widths[kind]
        if zoom < max(stops[0][0], self.begins.get(kind, 0.0)):
            return 0.0
        for (low, thin), (high, thick) in pairwise(stops):
            if zoom <= high:
                return float(thin + (thick - thin) * (zoom - low) / (high - low))
        return float(stops[-1][1] * 2 ** (zoom - stops[-1][0]))

    def ink(self, kind: str) -> QColor:
        """Of names of that kind."""
        group = "road" if kind in self.roads else "place" if kind in ("district", "street") else kind
        return self.colours[f"names.{group}"]


@lru_cache(maxsize=3)
def load(resources: Path, name: str) -> MapStyle:
    """The look that goes with a theme; KeyError and OSError mean a broken installation."""
    shared = _read(resources / "map" / "style.json")
    colours = {name: QColor(value) for name, value in _flat(_read(resources / "map" / f"{name}.json"))}
    rules = {
        kind: NameRule(said["from"], said.get("to", 30.0), said["size"], said["rank"])
        for kind, said in shared["names"].items()
    }
    return MapStyle(
        name, shared["layers"], shared["classes"], tuple(shared["roads"]), shared["widths"], shared["from"], rules, colours
    )  # fmt: skip


def learn(_: Reads, resources: Path) -> None:
    """Reads every look on a reader thread: a change of theme then waits for no file."""
    for name in theme.NAMES:
        load(resources, name)


def _flat(table: dict[str, Any]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        pairs += (
            [(f"{name}.{part}", each) for part, each in value.items()] if isinstance(value, dict) else [(name, value)]
        )
    return pairs


def _read(file: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told
