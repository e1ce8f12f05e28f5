"""`QT_SCALE_FACTOR=2 python -m tests.qt.scaled_map`: says whether the map is sharp on such a screen and hit where it is seen.

A process of its own: Qt reads the scale once."""

import sys
from array import array

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain import mercator
from inspector_app.domain.scatter import Scatter
from inspector_app.domain.tiles import TileFacts, TileKind
from inspector_app.paths import resources
from inspector_app.ui import theme
from inspector_app.ui.map import pyramid, style
from inspector_app.ui.map.canvas import Canvas
from inspector_app.ui.map.layers import FindingLayer
from inspector_app.ui.map.tile_desk import Pencil
from inspector_app.ui.map.tile_picture import SIDE, TileKey
from inspector_app.ui.map.viewport import Viewport

AT = QPoint(300, 200)


class NoTiles:
    facts = TileFacts(TileKind.VECTOR, 10, 14, (113.0, 34.0, 114.0, 35.0))

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        return None

    def close(self) -> None: ...


def shown() -> tuple[Canvas, FindingLayer]:
    """A map with one finding, an enforcement, under AT."""
    canvas, layer = Canvas(), FindingLayer()
    canvas.resize(1000, 600)
    canvas.show_view(Viewport(0.81, 0.4, 15.0, 1000, 600))
    x, y = canvas.view.to_world(AT.x(), AT.y())
    lat, lon = round(mercator.lat_of(y) * 1e7), round(mercator.lon_of(x) * 1e7)
    layer.pyramid = pyramid.build(Scatter(array("q", [1]), array("i", [lat]), array("i", [lon]), bytes([3])))
    canvas.layers = (layer,)
    canvas.show()
    return canvas, layer


def main() -> None:
    app = QApplication([])
    theme.wear(app, theme.load(resources() / "themes", "day"))
    canvas, layer = shown()
    ratio = canvas.devicePixelRatioF()
    tile = Pencil(NoTiles(), style.load(resources(), "day"), ratio).draw(TileKey(14, 0, 0)).image
    seen = canvas.grab().toImage()
    edge = seen.pixelColor(round((AT.x() + 9) * ratio), round(AT.y() * ratio))  # of the disc, beside its sign
    is_sharp = (tile.width(), seen.width()) == (SIDE * ratio, 1000 * ratio) and edge == theme.current().tier(
        "enforcement"
    ).solid
    hits: list[bool] = []
    canvas.tapped.connect(lambda left, top: hits.append(layer.hit(canvas.view, left, top) is not None))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=AT)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=AT + QPoint(60, 0))
    told = (f"{ratio:g}", "sharp" if is_sharp else "blurred", "hit" if hits == [True, False] else "missed")
    sys.stdout.write(" ".join(told))


if __name__ == "__main__":
    main()
