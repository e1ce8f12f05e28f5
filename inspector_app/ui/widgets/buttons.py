"""Buttons: a plain or primary one with its key beside it, and the small ones."""

from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.shortcut import bind

HEIGHT = 54  # 48 px and the focus margin
RADIUS = 12


class Weight(Enum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"
    QUIET = "quiet"  # no edge: for what stands in another control's row


class KeyButton(QAbstractButton):
    """A button of at least 48 px with an icon and its key, both optional. `key` also triggers it while it is shown."""

    def __init__(
        self, text: str, parent: QWidget | None = None, *, weight: Weight = Weight.PLAIN, key: str = "", icon: str = ""
    ):
        super().__init__(parent)
        self._weight, self._key, self._icon = weight, key, icon
        self.setText(text)
        self.setFont(theme.font(16, bold=weight is not Weight.QUIET))
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if key:
            bind(self, key)

    def change_text(self, text: str) -> None:
        """Another wording for the same deed."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()

    def set_weight(self, weight: Weight) -> None:
        """Another look for the same deed, such as one that is switched on."""
        if weight is not self._weight:
            self._weight = weight
            self.update()

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Ground, edge and text."""
        look = theme.current()
        if not self.isEnabled():
            # Where lines are black, a frame would look like a button that can be pressed.
            return look.sunken, look.line if look.line_width == 1 else None, look.muted
        if self._weight is Weight.PRIMARY:
            ground = look.accent.ink if self.isDown() else look.accent.solid
            return ground, None, look.accent.on_solid if not self.isDown() else look.surface
        if self._weight is Weight.QUIET:
            return (look.sunken if self.isDown() or self.underMouse() else None), None, look.accent.ink
        ink = look.alarm.ink if self._weight is Weight.DANGER else look.text
        return (look.sunken if self.isDown() or self.underMouse() else look.surface), look.edge, ink

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text())
        width += (30 if self._icon else 0) + (self._key_width() + 10 if self._key else 0)
        padding = 2 * (16 if self._weight is not Weight.QUIET else 10)
        return QSize(width + padding + 2 * theme.RING, max(HEIGHT, self.fontMetrics().height() + 24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _key_width(self) -> int:
        return QFontMetrics(theme.font(theme.TEXT)).horizontalAdvance(self._key) + 12

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        ground, edge, ink = self.colours()
        face = paint.face(self.rect())
        paint.panel(painter, face, RADIUS, ground, edge, theme.current().line_width)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), RADIUS + 2)
        self._paint_words(painter, face, ink)
        painter.end()

    def _paint_words(self, painter: QPainter, face: QRect, ink: QColor) -> None:
        beside = (30 if self._icon else 0) + (self._key_width() + 10 if self._key else 0)
        painter.setFont(theme.fitting(self.text(), face.width() - beside - 8, 16, bold=self.font().bold()))
        words = painter.fontMetrics().horizontalAdvance(self.text())
        left = face.left() + (face.width() - words - beside) // 2
        if self._icon:
            painter.drawPixmap(left, face.center().y() - 11, icons.pixmap(self._icon, ink.name(), 24))
            left += 30
        painter.setPen(ink)
        painter.drawText(QRect(left, face.top(), words + 2, face.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._key:
            self._paint_key(painter, QRect(left + words + 10, face.center().y() - 12, self._key_width(), 25), ink)

    def _paint_key(self, painter: QPainter, box: QRect, ink: QColor) -> None:
        paint.panel(painter, box, 5, None, ink, 1)
        painter.setFont(theme.font(theme.TEXT))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)


class IconButton(KeyButton):
    """A button that is only an icon; `name` says aloud what it does and is its tool tip."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None, *, weight: Weight = Weight.QUIET):
        super().__init__("", parent, weight=weight, icon=icon)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(HEIGHT, HEIGHT)

    def _paint_words(self, painter: QPainter, face: QRect, ink: QColor) -> None:
        painter.drawPixmap(face.center().x() - 11, face.center().y() - 11, icons.pixmap(self._icon, ink.name(), 24))
