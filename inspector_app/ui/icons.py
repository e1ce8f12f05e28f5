"""Icons from the atlas in `resources/icons` (its README says how the picture is cut), tinted and kept."""

import json
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageReader, QPainter, QPixmap

from inspector_app.ui.widgets import paint

SIZES = (20, 24, 32, 48)


class _Atlas:
    """Decoded on a thread of its own from the moment it is named: the start has enough else to do meanwhile."""

    def __init__(self, folder: Path, scale: int):
        self.scale = scale
        self.picture = QImage()
        self.table: dict[str, Any] = {}
        self._folder = folder
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        # QImageReader lets the other threads run while it decodes.
        file = self._folder / ("icons@2x.png" if self.scale == 2 else "icons.png")
        self.picture = QImageReader(str(file)).read()
        self.picture.setDevicePixelRatio(1)
        self.table = json.loads((self._folder / "icons.json").read_text(encoding="utf-8"))

    def cell(self, name: str, size: int) -> QImage:
        self._reading.join()
        left, top = self.table["columns"][str(size)], self.table["icons"][name] * self.table["row"]
        return self.picture.copy(QRect(left * self.scale, top * self.scale, size * self.scale, size * self.scale))


_atlas: _Atlas | None = None


def use(folder: Path) -> None:
    """Says where the atlas lies; harmless twice."""
    global _atlas  # noqa: PLW0603 -- one atlas for one program, like QApplication's font
    if _atlas is None:
        _atlas = _Atlas(folder, 2 if QGuiApplication.primaryScreen().devicePixelRatio() > 1 else 1)


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = 24) -> QPixmap:
    """The icon `name` in a `#rrggbb` colour; `size` is one of `SIZES` px. KeyError for a name that is not drawn."""
    assert _atlas is not None
    cut = _atlas.cell(name, size)
    painter = QPainter(cut)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    paint.fill(painter, cut.rect(), QColor(colour))
    painter.end()
    made = QPixmap.fromImage(cut)
    made.setDevicePixelRatio(_atlas.scale)
    return made
