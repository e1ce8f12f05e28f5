"""The photos of a finding in one row: what they show, and whether each has arrived."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QWidget

from inspector_app.domain.photo import Origin
from inspector_app.services.ports import PhotoRow
from inspector_app.ui import icons, theme
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.scroll import Bar

SIZE = QSize(124, 94)
MARK = 26


class Thumbs(QScrollArea):
    """`opened(sha256)` when one is tapped. Pictures come later than their frames."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBar(Bar(Qt.Orientation.Horizontal, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget(self)
        self._row = QHBoxLayout(self._inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch(1)
        self.setWidget(self._inner)
        for widget in (self.viewport(), self._inner):
            widget.setAutoFillBackground(False)  # the card shows through
        self._thumbs: dict[str, Thumb] = {}

    def present(self, photos: Sequence[PhotoRow]) -> None:
        wanted = {row.photo.sha256 for row in photos}
        for gone in [sha256 for sha256 in self._thumbs if sha256 not in wanted]:
            self._thumbs.pop(gone).deleteLater()
        for place, row in enumerate(photos):
            thumb = self._thumbs.get(row.photo.sha256) or self._add(row.photo.sha256, place)
            thumb.present(row, place + 1, len(photos))
        self.setVisible(bool(photos))
        wide = len(photos) * (SIZE.width() + 4) > self.width()
        self.setFixedHeight(SIZE.height() + (18 if wide else 0))

    def missing_pictures(self) -> list[str]:
        """Digests of those that are still without a picture."""
        return [sha256 for sha256, thumb in self._thumbs.items() if not thumb.has_picture]

    def show_picture(self, sha256: str, picture: QImage) -> None:
        if sha256 in self._thumbs:
            self._thumbs[sha256].show_picture(picture)

    def _add(self, sha256: str, place: int) -> "Thumb":
        thumb = Thumb(self._inner)
        thumb.clicked.connect(lambda: self.opened.emit(sha256))
        self._row.insertWidget(place, thumb)
        self._thumbs[sha256] = thumb
        return thumb


class Thumb(QAbstractButton):
    """One photo; a mark in its corner says arrived or not, words say damaged or imported."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._row: PhotoRow | None = None
        self._picture = QPixmap()
        self._label = ""
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def present(self, row: PhotoRow, place: int, of: int) -> None:
        self._row = row
        self._label = self._word(row)
        arrived = self.tr("at the centre") if row.arrived else self.tr("to send")
        name = self.tr("Photo {place} of {of}, {arrived}").format(place=place, of=of, arrived=arrived)
        self.setAccessibleName(", ".join(part for part in (name, self._label) if part))
        self.setToolTip(row.photo.file_name or name)
        self.update()

    def _word(self, row: PhotoRow) -> str:
        if row.photo.damaged:
            return self.tr("Damaged")
        return "" if row.photo.origin is Origin.CAMERA else self.tr("Imported")

    @property
    def has_picture(self) -> bool:
        return not self._picture.isNull()

    def show_picture(self, picture: QImage) -> None:
        size = SIZE * self.devicePixelRatio()
        self._picture = QPixmap.fromImage(picture).scaled(
            size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, face = theme.current(), paint.face(self.rect())
        painter = QPainter(self)
        paint.smooth(painter)
        shape = QPainterPath()
        shape.addRoundedRect(face, 8, 8)
        painter.save()
        painter.setClipPath(shape)
        self._paint_picture(painter, face)
        if self._label:
            self._paint_label(painter, face)
        painter.restore()
        if self._row is not None:
            self._paint_mark(painter, face, arrived=self._row.arrived)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), 10)
        elif look.line_width > 1:
            paint.panel(painter, face, 8, None, look.edge, look.line_width)
        painter.end()

    def _paint_picture(self, painter: QPainter, face: QRect) -> None:
        look = theme.current()
        painter.fillRect(face, look.sunken)
        if self._picture.isNull():
            painter.drawPixmap(
                face.center().x() - 12, face.center().y() - 12, icons.pixmap("image", look.muted.name(), 24)
            )
            return
        painter.drawPixmap(face, self._picture, _middle(self._picture, face))

    def _paint_label(self, painter: QPainter, face: QRect) -> None:
        look = theme.current()
        tint = look.alarm if self._row is not None and self._row.photo.damaged else look.none
        height = max(25, theme.metrics().height() + 2)
        band = QRect(face.left(), face.bottom() + 1 - height, face.width(), height)
        painter.fillRect(band, tint.solid)
        painter.setFont(theme.font(theme.TEXT))
        painter.setPen(tint.on_solid)
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter, self._label)

    def _paint_mark(self, painter: QPainter, face: QRect, *, arrived: bool) -> None:
        tint = theme.current().good if arrived else theme.current().warning
        plate = QRect(face.right() - MARK - 3, face.top() + 4, MARK, MARK)
        paint.panel(painter, plate, MARK / 2, tint.solid, None)
        glyph = icons.pixmap("check" if arrived else "upload", tint.on_solid.name(), 20)
        painter.drawPixmap(plate.left() + 3, plate.top() + 3, glyph)


def _middle(picture: QPixmap, face: QRect) -> QRect:
    """The part of the picture that fills the frame without stretching."""
    scale = min(picture.width() / face.width(), picture.height() / face.height())
    width, height = int(face.width() * scale), int(face.height() * scale)
    return QRect((picture.width() - width) // 2, (picture.height() - height) // 2, width, height)
