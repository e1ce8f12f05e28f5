"""Clusters on the map: hundreds of new ones are made in several frames, each soon on the screen, and none is left out."""

from array import array

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from inspector_app.domain.scatter import Scatter
from inspector_app.ui import theme
from inspector_app.ui.map import pyramid
from inspector_app.ui.map.layers import NEW_AT_ONCE, FindingLayer
from inspector_app.ui.map.viewport import Viewport, around
from tests.qt.desks import RESOURCES

ROWS, COLUMNS, STEP = 20, 36, 90_000  # of clusters, and how far apart (degrees × 10⁷)
LAT, LON = 347_700_000, 1_136_800_000
WIDE, HIGH = 1278, 712


def crowded() -> Scatter:
    """Clusters of another mixture each."""
    lats, lons, tiers = array("i"), array("i"), bytearray()
    for place in range(ROWS * COLUMNS):
        mixed = bytes((1,)) * (1 + place % COLUMNS) + bytes((2,)) * (1 + place // COLUMNS)
        lats.extend([LAT + place // COLUMNS * STEP] * len(mixed))
        lons.extend([LON + place % COLUMNS * STEP] * len(mixed))
        tiers += mixed
    return Scatter(array("q", range(len(lats))), lats, lons, bytes(tiers))


@pytest.fixture
def view() -> Viewport:
    north, east = LAT + ROWS * STEP, LON + COLUMNS * STEP
    return around((LON / 1e7, LAT / 1e7, east / 1e7, north / 1e7), WIDE, HIGH)


def test_new_clusters_come_in_several_frames_until_all_are_there(qapp: QApplication, view: Viewport) -> None:
    theme.wear(qapp, theme.load(RESOURCES / "themes", "day"))
    wishes: list[None] = []
    layer = FindingLayer(again=lambda: wishes.append(None))
    layer.pyramid = pyramid.build(crowded())
    shown = {one.counts for one in layer.pyramid.shown(view.zoom, view.box(0))}
    assert len(shown) > 2 * NEW_AT_ONCE

    frames = [painted(layer, view)]
    while len(wishes) == len(frames):
        frames.append(painted(layer, view))

    assert len(frames) == -(-len(layer._pictures) // NEW_AT_ONCE)
    assert shown <= layer._pictures.keys()
    assert frames[-1] == painted(layer, view) != frames[-2]


def painted(layer: FindingLayer, view: Viewport) -> QImage:
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    layer.paint(painter, view)
    painter.end()
    return image
