"""A tile as a picture, drawn on a thread of the map: areas, then roads with their edges. Names are not in it."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from inspector_app.ui.map import mvt
from inspector_app.ui.map.style import MapStyle

SIDE = 512  # px of a tile at its own zoom
WORDS = frozenset({"class", "name", "name:zh", "kind"})


class TileKey(NamedTuple):
    """A tile of zoom `z`, drawn for the zoom that is so many `halves` of one above: below the map's own lowest, less than 0."""

    z: int
    x: int
    y: int
    halves: int = 0

    @property
    def zoom(self) -> float:
        return self.z + self.halves / 2

    def side(self, ratio: float) -> int:
        """px of the picture; where it is no whole number, a px more lets it overlap its neighbour."""
        exact = SIDE * 2 ** (self.halves / 2) * ratio
        return int(exact) if exact == int(exact) else int(exact) + 1


class Named(NamedTuple):
    """What a name belongs to: a line or a point in units of the tile's side."""

    text: str
    kind: str
    points: list[tuple[float, float]]


class Drawing(NamedTuple):
    """A decoded tile: paths in the tile's own units, `extent` a side."""

    extent: int
    areas: dict[str, QPainterPath]
    lines: dict[str, QPainterPath]
    names: list[Named]


def decoded(data: bytes, style: MapStyle) -> Drawing:
    """Raises mvt.BadTile."""
    layers = mvt.decode(data, style.layers, WORDS, QPointF)
    extent = max((layer.extent for layer in layers.values()), default=4096)
    drawing = Drawing(extent, {}, {}, [])
    for name, layer in layers.items():
        for feature in layer.features:
            _add(drawing, style.layers[name], feature, extent / layer.extent, style)
    return drawing


def _add(drawing: Drawing, layer: str, feature: mvt.Feature, stretch: float, style: MapStyle) -> None:
    said = feature.words
    kind = layer
    if layer == "road":
        kind = said.get("class", "branch")
        kind = style.classes.get(kind, kind)
        kind = kind if kind in style.roads else "branch"
    elif layer == "place":
        kind = said.get("kind") or said.get("class") or "place"
        kind = kind if kind in style.rules else "place"
    if feature.kind in (mvt.LINES, mvt.AREAS):
        table = drawing.areas if feature.kind == mvt.AREAS else drawing.lines
        path = table.setdefault(kind, QPainterPath())
        path.setFillRule(Qt.FillRule.WindingFill)  # holes run the other way round; neighbours that overlap stay whole
        for part in feature.parts:
            path.addPolygon(QPolygonF(part if stretch == 1 else [point * stretch for point in part]))
    text = said.get("name:zh") or said.get("name", "")
    if text and feature.parts and kind in style.rules:
        _name(drawing, text[:40], kind, feature, stretch)


def _name(drawing: Drawing, text: str, kind: str, feature: mvt.Feature, stretch: float) -> None:
    unit = stretch / drawing.extent
    for part in feature.parts[:20] if feature.kind == mvt.LINES else feature.parts[:1]:
        points = [(point.x() * unit, point.y() * unit) for point in part]
        if feature.kind == mvt.AREAS:
            points = [(sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))]
        drawing.names.append(Named(text, kind, points))


def picture(drawing: Drawing | None, key: TileKey, deepest: int, style: MapStyle, ratio: float) -> QImage:
    """The picture of `key`; `drawing` is the tile itself or, beyond the map's `deepest` zoom, the one that it lies in."""
    side = key.side(ratio)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(style.colours["ground"])
    if drawing is None:
        return image
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = _place(painter, drawing, key, deepest, ratio)
        _paint_areas(painter, drawing, key.zoom, style)
        _paint_lines(painter, drawing, key.zoom, style, ratio / scale)
    finally:
        painter.end()  # before the picture goes, whatever happens
    return image


def _place(painter: QPainter, drawing: Drawing, key: TileKey, deepest: int, ratio: float) -> float:
    """Moves the painter into the tile's own units; returns the px of one."""
    down = max(0, key.z - deepest)
    side = SIDE * 2 ** (key.halves / 2) * ratio
    scale = side * (1 << down) / drawing.extent
    left, top = key.x & ((1 << down) - 1), key.y & ((1 << down) - 1)
    painter.setTransform(QTransform(scale, 0, 0, scale, -left * side, -top * side))
    return scale


def _paint_areas(painter: QPainter, drawing: Drawing, zoom: float, style: MapStyle) -> None:
    for kind in ("green", "water", "building"):
        path = drawing.areas.get(kind)
        if path is None or zoom < style.begins.get(kind, 0):
            continue
        edged = kind == "building" and zoom >= 15
        edge = QPen(style.colours["building_edge"], 0)  # 0: one px at any scale
        painter.setPen(edge if edged else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(style.colours[kind])
        painter.drawPath(path)


def _paint_lines(painter: QPainter, drawing: Drawing, zoom: float, style: MapStyle, px: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _stroke(painter, drawing.lines.get("water"), style.colours["water"], style.width("water", zoom) * px)
    present = [(kind, style.width(kind, zoom)) for kind in style.roads if kind in drawing.lines]
    for kind, width in present:
        casing = style.colours.get(f"casings.{kind}")
        if casing is not None and width >= 2.5:
            _stroke(painter, drawing.lines[kind], casing, (width + 2) * px)
    for kind, width in present:
        _stroke(painter, drawing.lines[kind], style.colours[f"roads.{kind}"], width * px)
    _stroke(painter, drawing.lines.get("rail"), style.colours["rail"], style.width("rail", zoom) * px)


def _stroke(painter: QPainter, path: QPainterPath | None, colour: object, width: float) -> None:
    if path is None or width <= 0:
        return
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)  # type: ignore[call-overload]
    painter.setPen(pen)
    painter.drawPath(path)
