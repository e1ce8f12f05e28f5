"""The map under fingers: one drags and taps, two zoom around the ground that they hold, on a screen of any scale."""

import subprocess
import sys
from math import log2

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.ui.map.canvas import Canvas
from inspector_app.ui.map.viewport import Viewport

WIDE, HIGH = 1000, 600
BEGIN = Viewport(0.81, 0.4, 15.0, WIDE, HIGH)


@pytest.fixture(scope="module")
def finger(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(WIDE, HIGH)
    canvas.show()
    canvas.show_view(BEGIN)
    return canvas


def stroke(canvas: Canvas, finger: QPointingDevice, *ways: tuple[int, int], top: int = 200, steps: int = 10) -> None:
    """Each finger from one px to another, all at once."""
    down = QTest.touchEvent(canvas, finger)
    for number, (begin, _) in enumerate(ways):
        down.press(number, QPoint(begin, top), canvas)
    down.commit()
    for step in range(1, steps + 1):
        moved = QTest.touchEvent(canvas, finger)
        for number, (begin, end) in enumerate(ways):
            moved.move(number, QPoint(begin + (end - begin) * step // steps, top), canvas)
        moved.commit()
    lifted = QTest.touchEvent(canvas, finger)
    for number, (_, end) in enumerate(ways):
        lifted.release(number, QPoint(end, top), canvas)
    lifted.commit()
    canvas.motion.stop()


def test_one_finger_taps_drags_and_looks_closer_with_two_taps(
    qtbot: QtBot, canvas: Canvas, finger: QPointingDevice
) -> None:
    tapped: list[tuple[float, float]] = []
    canvas.tapped.connect(lambda left, top: tapped.append((left, top)))
    stroke(canvas, finger, (300, 400))
    assert (BEGIN.x - canvas.view.x) * BEGIN.scale == pytest.approx(100)
    assert not tapped
    for _ in range(2):
        QTest.touchEvent(canvas, finger).press(0, QPoint(200, 200), canvas).commit()
        QTest.touchEvent(canvas, finger).release(0, QPoint(200, 200), canvas).commit()
    assert tapped.pop() == (200, 200)
    qtbot.waitUntil(lambda: canvas.view.zoom == 16.0)


def test_two_fingers_zoom_as_far_as_they_go_apart_around_what_lies_between(
    canvas: Canvas, finger: QPointingDevice
) -> None:
    tapped: list[float] = []
    canvas.tapped.connect(lambda left, _: tapped.append(left))
    held = BEGIN.to_world(300, 200)
    stroke(canvas, finger, (250, 150), (350, 450))
    assert canvas.view.zoom == pytest.approx(15 + log2(3))
    assert canvas.view.to_screen(*held) == pytest.approx((300, 200))
    canvas.show_view(BEGIN)
    stroke(canvas, finger, (250, 370), (350, 470))  # together: nothing grows
    assert canvas.view.zoom == pytest.approx(15, abs=0.01)
    assert canvas.view.to_screen(*held) == pytest.approx((420, 200), abs=0.5)
    assert tapped == []


def test_a_touch_pad_zooms_around_the_pointer(canvas: Canvas) -> None:
    held, at = BEGIN.to_world(700, 100), QPointF(700, 100)
    pad = QPointingDevice.primaryPointingDevice()
    zoom = Qt.NativeGestureType.ZoomNativeGesture
    QApplication.sendEvent(canvas, QNativeGestureEvent(zoom, pad, 2, at, at, at, 0.5, QPointF()))
    assert canvas.view.zoom == pytest.approx(15 + log2(1.5))
    assert canvas.view.to_screen(*held) == pytest.approx((700, 100))


@pytest.mark.parametrize("scale", ["1.5", "2"])
def test_on_a_screen_of_more_pixels_the_map_is_sharp_and_hit_where_it_is_seen(scale: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.qt.scaled_map"], capture_output=True, text=True, timeout=60,
        env={"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}, check=False,
    )  # fmt: skip
    assert told.stdout.split() == [scale, "sharp", "hit"], told.stderr
