"""Icons from the atlas in `resources/icons` (its README says how the picture is cut), tinted and kept."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPixmap

SIZES = (20, 24, 32, 48)

_folder: Path | None = None


def use(folder: Path) -> None:
    """Says where the atlas lies; it is read when the first icon is asked for."""
    global _folder  # noqa: PLW0603 -- one atlas for one program, like QApplication's font
    _folder = folder


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = 24) -> QPixmap:
    """The icon `name` in a `#rrggbb` colour; `size` is one of `SIZES` px. KeyError for a name that is not drawn."""
    table, atlas, scale = _atlas()
    cell = QRect(table["columns"][str(size)], table["icons"][name] * table["row"], size, size)
    cut = atlas.copy(QRect(cell.topLeft() * scale, cell.size() * scale))
    painter = QPainter(cut)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(cut.rect(), QColor(colour))
    painter.end()
    made = QPixmap.fromImage(cut)
    made.setDevicePixelRatio(scale)
    return made


def icon(name: str, colour: str, size: int = 24) -> QIcon:
    return QIcon(pixmap(name, colour, size))


@lru_cache(maxsize=1)
def _atlas() -> tuple[dict[str, Any], QImage, int]:
    assert _folder is not None
    scale = 2 if QGuiApplication.primaryScreen().devicePixelRatio() > 1 else 1
    picture = QImage(str(_folder / ("icons@2x.png" if scale == 2 else "icons.png")))
    picture.setDevicePixelRatio(1)
    return json.loads((_folder / "icons.json").read_text(encoding="utf-8")), picture, scale
