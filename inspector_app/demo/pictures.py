"""Photos for a demo without a photo folder: painted street scenes, each a little different, saved as real JPEG files."""

import random
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPolygonF

WIDTH, HEIGHT = 1600, 1200


def paint(folder: Path, count: int) -> list[Path]:
    """`count` pictures in `folder`, the same ones every time."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_picture(folder / f"scene-{number:03d}.jpg", random.Random(number)) for number in range(count)]


def _picture(file: Path, chance: random.Random) -> Path:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _street(painter, chance)
    for _ in range(chance.randint(2, 4)):
        _stall(painter, chance)
    painter.end()
    image.save(str(file), quality=82)
    return file


def _street(painter: QPainter, chance: random.Random) -> None:
    sky = QLinearGradient(0, 0, 0, HEIGHT * 0.6)
    sky.setColorAt(0, QColor.fromHsv(chance.randint(200, 225), 60, 235))
    sky.setColorAt(1, QColor(226, 232, 240))
    painter.fillRect(0, 0, WIDTH, HEIGHT, sky)
    left = 0
    while left < WIDTH:
        wide, high = chance.randint(140, 320), chance.randint(260, 620)
        painter.setBrush(QColor.fromHsv(chance.randint(20, 50), chance.randint(15, 60), chance.randint(120, 200)))
        painter.drawRect(left, 720 - high, wide, high)
        left += wide
    painter.setBrush(QColor(118, 122, 130))
    painter.drawRect(0, 720, WIDTH, HEIGHT - 720)
    painter.setBrush(QColor(176, 174, 168))
    painter.drawPolygon(QPolygonF([QPointF(0, 720), QPointF(WIDTH, 720), QPointF(WIDTH, 800), QPointF(0, 860)]))


def _stall(painter: QPainter, chance: random.Random) -> None:
    left, top, wide = chance.randint(80, 1200), chance.randint(640, 780), chance.randint(180, 320)
    painter.setBrush(QColor.fromHsv(chance.randint(0, 359), 150, 205))
    painter.drawRoundedRect(QRectF(left, top, wide, wide * 0.5), 12, 12)
    painter.setBrush(QColor.fromHsv(chance.randint(0, 359), 190, 225))
    roof = [QPointF(left - 24, top), QPointF(left + wide + 24, top), QPointF(left + wide * 0.5, top - wide * 0.35)]
    painter.drawPolygon(QPolygonF(roof))
    painter.setBrush(QColor(40, 42, 48))
    for wheel in (0.2, 0.8):
        painter.drawEllipse(QPointF(left + wide * wheel, top + wide * 0.5), 26, 26)
