"""Thumbnails with what must be known of each: imported or pasted, damaged, when."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets import paint

HEIGHT = 96
RADIUS = 9


class Shot(NamedTuple):
    """One thumbnail: `key` is its digest; `mark` a word such as 导入, empty for the camera; `caption` time or name."""

    key: str
    caption: str = ""
    mark: str = ""
    damaged: bool = False
    spoken: str = ""


class PhotoTile(QAbstractButton):
    """Click or Enter opens it, Delete or its × takes it away (when it may)."""

    removed = Signal()

    def __init__(self, shot: Shot, parent: QWidget, *, removable: bool, word_for_damage: str):
        super().__init__(parent)
        self.shot = shot
        self.picture: QPixmap | None = None
        self._damage = word_for_damage
        self._removable = removable
        self.setAccessibleName(" ".join(part for part in (shot.spoken or shot.caption, shot.mark) if part))
        self.setToolTip(shot.spoken or shot.caption)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(HEIGHT)
        self._cross = _Cross(self.tr("Take this photo away"), self)
        self._cross.clicked.connect(self.removed)
        self._cross.setVisible(removable)

    def show_picture(self, picture: QPixmap) -> None:
        self.picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(118, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._cross.move(self.width() - self._cross.width(), 0)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        face = paint.face(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(face), RADIUS, RADIUS)
        painter.setClipPath(shape)
        painter.fillRect(face, look.sunken)
        if self.picture is not None and not self.picture.isNull():
            self._paint_picture(painter, face, self.picture)
        else:
            painter.drawPixmap(face.center().x() - 15, face.top() + 16, icons.pixmap("image", look.muted.name(), 32))
        self._paint_caption(painter, face)
        painter.setClipping(False)
        paint.panel(painter, face, RADIUS, None, look.edge, look.line_width)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), RADIUS + 2)
        painter.end()

    def _paint_picture(self, painter: QPainter, face: QRect, picture: QPixmap) -> None:
        size = picture.size().scaled(face.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        target = QRect(0, 0, size.width(), size.height())
        target.moveCenter(face.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(target, picture)

    def _paint_caption(self, painter: QPainter, face: QRect) -> None:
        look = theme.current()
        metrics = QFontMetrics(theme.font(theme.TEXT, bold=True))
        left, line = face.left() + 4, metrics.height() + 2
        words = [(self.shot.mark, look.accent)] if self.shot.mark else []
        words += [(self._damage, look.alarm)] if self.shot.damaged else []
        for word, tint in words:
            box = QRect(left, face.bottom() - line - 3, metrics.horizontalAdvance(word) + 10, line)
            paint.panel(painter, box, 5, tint.solid, None)
            painter.setFont(theme.font(theme.TEXT, bold=True))
            painter.setPen(tint.on_solid)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
            left = box.right() + 4


class _Cross(QAbstractButton):
    """48 px to touch, drawn small in the corner so that the photo stays in sight."""

    def __init__(self, name: str, parent: QWidget):
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the tile has the keyboard: Delete
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(theme.TARGET, theme.TARGET)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRect(self.width() - 35, 7, 28, 28)
        paint.panel(painter, box, 14, look.surface, look.edge, 1)
        painter.drawPixmap(box.left() + 4, box.top() + 4, icons.pixmap("close", look.text.name(), 20))
        painter.end()


class PhotoStrip(QWidget):
    """A grid of thumbnails; `opened(key)` and `removed(key)`. `missing_pictures` names those still without a picture."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, columns: int = 2, removable: bool = True):
        super().__init__(parent)
        self._columns, self._removable = columns, removable
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        self._tiles: dict[str, PhotoTile] = {}

    def show_shots(self, shots: Sequence[Shot]) -> None:
        """Shows exactly these, in this order; pictures that were there stay."""
        wanted = {shot.key: shot for shot in shots}
        for key in [key for key, tile in self._tiles.items() if wanted.get(key) != tile.shot]:
            tile = self._tiles.pop(key)
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        for position, shot in enumerate(wanted.values()):
            tile = self._tiles.get(shot.key) or self._tile(shot)
            self._grid.addWidget(tile, position // self._columns, position % self._columns)

    def _tile(self, shot: Shot) -> PhotoTile:
        tile = PhotoTile(shot, self, removable=self._removable, word_for_damage=self.tr("Damaged"))
        tile.clicked.connect(lambda: self.opened.emit(shot.key))
        tile.removed.connect(lambda: self.removed.emit(shot.key))
        self._tiles[shot.key] = tile
        return tile

    def missing_pictures(self) -> list[str]:
        return [key for key, tile in self._tiles.items() if tile.picture is None]

    def show_picture(self, key: str, picture: QPixmap) -> None:
        tile = self._tiles.get(key)
        if tile is not None:
            tile.show_picture(picture)
